"""Targets that touch the disk: whole commands in this process, in a folder with others beside it.

A trial lays out ``work/raw``, ``work/out`` and ``victim`` in a folder of its own, runs commands in ``work``,
and looks: no exception that is none of ours, nothing outside of the output folder changed, no program
started, and an honest document beside hostile ones is in the output.
"""

from __future__ import annotations

import base64
import json
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from cleaner.hashing import sha256_hex
from fuzzing.cleaned import FIELDS, HONEST, list_cleaned_files, make_cleaned
from fuzzing.record_targets import NAMES, TOKENS, seal_manifest
from fuzzing.seeds import PROSE, TEXT_TOKENS
from fuzzing.target import Target
from fuzzing.trial import Unchanged, lay_out, run_fenced, write_files

Choice = TypeVar("Choice")
MANIFEST = ".cleaner/manifest.json"


_READING = (
    ("verify", "out", "--read-data"),
    ("restore", "out", "-o", "rest"),
    ("why", "out", "sub/b.txt:1"),
    ("map", "out/sub/b.txt", "3:9", "--to", "raw"),
    ("report", "out", "-o", "report.html"),
)
"""Commands that read a cleaned folder."""


def _choose(choices: Sequence[Choice], data: bytes, count: int) -> list[Choice]:
    """Some of the choices, by the data alone: over many trials each is met."""
    return random.Random(data).sample(choices, count)


def check_record_file(name: str, data: bytes) -> None:
    """A record of a cleaned folder from a stranger: every command that reads the folder ends well."""
    top = lay_out()
    shutil.copytree(make_cleaned(), top / "work", dirs_exist_ok=True)
    out = top / "work" / "out"
    if name == MANIFEST:
        data = seal_manifest(data)
    else:
        _seal(out, name, data)
    write_files(out, {name: data})
    unchanged = Unchanged(top)
    for command in _choose(_READING, data, 2):
        run_fenced(top, *command)
    done = run_fenced(top, "clean", "raw", "-o", "out", *FIELDS, "--keep-raw", "-j", "1", "-q")
    unchanged.check()
    if done.returncode in (0, 3):
        assert (out / "honest.txt").read_text() == HONEST, "law 12: an honest document is lost"
        run_fenced(top, "verify", "out", codes=(0,))


def _seal(out: Path, name: str, data: bytes) -> None:
    """Give the manifest the hash of a record that a stranger changed."""
    old, new = list_cleaned_files().get(name), sha256_hex(data)
    path = out / MANIFEST
    if old is not None:
        path.write_bytes(seal_manifest(path.read_bytes().replace(sha256_hex(old).encode(), new.encode())))


def check_tree(data: bytes) -> None:
    """A tree of any names and contents is cleaned, checked and restored."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(tree, dict):
        return
    top = lay_out()
    raw = top / "work" / "raw"
    write_files(raw, {"honest.txt": HONEST.encode()})
    refusable = _build(raw, tree)
    unchanged = Unchanged(top)
    if _choose((True, False), data, 1)[0]:
        run_fenced(top, "check", "raw", "--output-format", "json")
    options = _choose(_WRITING, data, 1)[0]
    done = run_fenced(top, "clean", "raw", "-o", "out", "-j", "1", "-q", *options)
    unchanged.check()
    # Parquet and records of JSON Lines do not go together: that is said before anything is read.
    if not refusable and b"Parquet is not written" not in done.stderr:
        # 2 says that an input could not be read; what could is written all the same.
        written = "".join(path.read_text("utf-8") for path in (top / "work/out").glob(_HONEST_FILES[options]))
        assert HONEST.strip() in written, f"law 12: an honest text is lost: {done.stderr.decode()[-200:]}"
    if not (top / "work/out/.cleaner/manifest.json").is_file():
        return
    run_fenced(top, "verify", "out", "--read-data", codes=(0,))
    run_fenced(top, "restore", "out", "-o", "rest", codes=(0, 2, 3))
    unchanged.check()
    for path in sorted((top / "work/rest").rglob("*.txt")):
        source = raw / path.relative_to(top / "work/rest")
        assert not source.is_file() or source.read_bytes() == path.read_bytes(), f"law 2: {source.name}"


_WRITING: tuple[tuple[str, ...], ...] = (
    (),
    ("--keep-raw", "--text-field", "text", "--id-field", "id"),
    ("--output-format", "jsonl", "--duplicates", "off"),
    ("--trail", "counts"),
)
"""Options of a run."""
_HONEST_FILES = {options: "*.jsonl" if "jsonl" in options else "honest.txt" for options in _WRITING}
_OPTIONS = ("cleaner.toml", "pyproject.toml", ".cleanerignore", ".gitignore", "cleaner-ignore.toml")


def _build(raw: Path, tree: Mapping[str, object]) -> bool:
    """Make the files and links of a tree; True where something in it may be refused as a whole."""
    refusable = False
    for name, value in tree.items():
        parts = name.split("/")
        # Names that climb belong to records; a tree cannot hold one.
        if not isinstance(value, str) or not name or {"", ".", ".."} & {*parts} or "\0" in name:
            continue
        path = raw / name
        with suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if value.startswith("link:"):
                path.symlink_to(value.removeprefix("link:") or "x")
                refusable = True  # one that leads to nothing is an incomplete corpus
                continue
            path.write_bytes(_decode(value))
            refusable |= parts[-1] in _OPTIONS or name == "honest.txt"
    return refusable


def _decode(value: str) -> bytes:
    with suppress(ValueError):
        if value.startswith("b64:"):
            return base64.b64decode(value[4:])
    return value.encode("utf-8", "surrogateescape" if "\\udc" in ascii(value) else "replace")


def check_options(name: str, data: bytes) -> None:
    """A file of options in a tree: the commands end well, and write where the command line says."""
    top = lay_out()
    write_files(top / "work", {name: data, "raw/honest.txt": HONEST.encode(), "raw/a.md": b"x\n"})
    unchanged = Unchanged(top)
    run_fenced(top, "check", "raw")
    run_fenced(top, "clean", "raw", "-o", "out", "-j", "1", "-q")
    unchanged.check()


def _seed_file(name: str) -> list[bytes]:
    return [data for other, data in list_cleaned_files().items() if other == name]


def _seed_trees() -> list[bytes]:
    trees: list[dict[str, Any]] = [
        {
            "a.txt": PROSE[0] + " \n\n" + PROSE[1],
            "sub/b.txt": PROSE[0],
            "c.jsonl": '{"text": "One  "}\n{"text": 1}\n',
        },
        {
            "p.html": f"<p>{PROSE[0]}</p><![-",
            "q.html": f"<title>x</title><p>{PROSE[1]}",
            "n" * 250 + ".html": "<p>x",
        },
        {
            "l.txt": "link:../../victim/secret.txt",
            "d": "link:../../victim",
            "a.txt": "One.\n",
            "a.txt/x": "y",
        },
        {
            ".cleanerignore": "*.md\n!a.md\n",
            "a.md": "One.\n",
            "x/.cleanerignore": "[z-a]\n",
            "x/b.txt": "Two.\n",
        },
        {"-o.txt": "One.\n", "a:1.txt": "Two.\n", "c#d.jsonl": '{"text":"x"}\n', "e\nf.txt": "Three.\n"},
        {
            ".cleaner/manifest.json": "{}",
            "cleaner.toml": "jobs = 1\n",
            "Ä.txt": "Four.\n",
            "A\u0308.txt": "Five.\n",
        },
        {"z.jsonl.gz": "b64:H4sIAAAAAAAAA6tWKkmtKFGyUsrPS1WqBQBW6gFTEAAAAA==", "q.jsonl.zst": "b64:KLUv/SAA"},
        {"deep/" * 60 + "a.txt": "Deep.\n", "p.parquet": "PAR1", "empty.txt": "", "nul.txt": "a\0b"},
    ]
    return [json.dumps(tree).encode() for tree in trees]


_TREE_NAMES = (
    *b"""
a.txt sub/b.txt x.html x.html.txt y.jsonl .hidden.txt cleaner.toml pyproject.toml .cleanerignore .gitignore
cleaner-ignore.toml .git/config honest.txt/x.txt link:/nowhere link:.. link:. link:../../victim/sub
link:honest.txt .cleaner/work/x out/a.txt con.txt json.py a\\b.txt
""".split(),
    *(b"n" * 255, b"n" * 251 + b".txt", b"a.txt ", b"a\x1b[0m.txt", b"\xed\xb3\xbf.txt"),
)
_OPTION_LINES = (
    b'output = "../victim"\n',
    b'output = "/nowhere/x"\n',
    b'index = "../victim/secret.txt"\n',
    b"*\n",
    b'select = ["',
)


def _of_record(name: str, seeds: Callable[[], list[bytes]], shape: str, short: int, long: int) -> Target:
    return Target(
        f"disk-{name.removeprefix('.cleaner/').split('.')[0].replace('/', '-')}",
        f"A cleaned folder with any {name}: every command ends well, and nothing outside changes.",
        partial(check_record_file, name),
        seeds,
        TOKENS,
        shape,
        short,
        long,
    )


def _of_options(name: str, seeds: list[bytes], tokens: tuple[bytes, ...], short: int, long: int) -> Target:
    return Target(
        f"disk-{Path(name).name.lstrip(chr(46))}",
        f"A tree with any {name}: every command ends well, and nothing outside changes.",
        partial(check_options, name),
        lambda: seeds,
        tokens,
        "bytes",
        short,
        long,
    )


_PENDING = json.dumps(
    {"honest.txt": sha256_hex(HONEST.encode()), "../../victim/secret.txt": "", "sub/x.txt": "0" * 64}
).encode()
TARGETS = (
    Target(
        "disk-tree",
        "Any tree is cleaned and restored; no file costs another, and nothing outside changes.",
        check_tree,
        _seed_trees,
        (*_TREE_NAMES, *_OPTION_LINES, *NAMES, *TEXT_TOKENS[:30]),
        "values",
        60,
        8000,
    ),
    _of_record(MANIFEST, partial(_seed_file, MANIFEST), "json", 40, 12_000),
    _of_record(".cleaner/pending.json", lambda: [_PENDING, b"{}", b"[]"], "json", 30, 8000),
    _of_record(
        ".cleaner/trail/00000.jsonl", partial(_seed_file, ".cleaner/trail/00000.jsonl"), "json", 20, 8000
    ),
    _of_options(
        "cleaner.toml",
        [b'output = "out"\nselect = ["whitespace"]\n', b'[per-path."*.txt"]\nignore = ["whitespace"]\n'],
        (
            *_OPTION_LINES,
            b"index = ",
            b"against = ",
            b"suppressions = ",
            b"baseline = ",
            b"[" * 3000,
            b"9" * 5000,
        ),
        40,
        8000,
    ),
    _of_options(
        "raw/.cleanerignore",
        [b"*.md\n!a.md\n", b"/sub/\n[a-z]?\n"],
        (b"*a" * 15, b"[z-a]", b"**/", b"!", b"\\", b"\0", b"[", b"]", b"../", b"/"),
        20,
        6000,
    ),
)
