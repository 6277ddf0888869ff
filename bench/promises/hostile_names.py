"""Names that a stranger can give to files: each in a tree of its own, beside honest files.

Whatever a file is called, the honest files are cleaned as if it were not there, nothing ends in a traceback,
no name acts on a terminal, and the file itself comes back from `restore` or is named.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from cleaner.__main__ import main
from promises.promise import Promise

PARTS = (
    *("a\nb", "a\rb", "a\tb", "\x1b[2J", "\x07", "\x7f", "a\u2028b", "\x9b2J", "a\x0bb", "\x01"),
    *("\udcff", "a\udcfe\udcffb", "\udced\udca0\udc80", "\udce2\udc80", "-", "-rf", "--help", "-o", "--"),
    *(
        "a.",
        "a ",
        " a",
        "a..",
        "..a",
        "...a",
        "a...b",
        "a. ",
        "con",
        "nul",
        "aux",
        "COM1",
        "lpt1",
        "C:",
        "a:b",
    ),
    *("a:1", ":1#x", "a:1#x", "honest.jsonl:1", "honest.jsonl:1#text", "honest.txt:1", "#", "#x", "a#text"),
    *(
        "?",
        "*",
        "[z-a]",
        "[",
        "!a",
        "**",
        "a\\",
        "\\",
        "a\\b",
        "\\..\\..",
        "%00",
        "%2e%2e%2f",
        "..%2f",
        "%s%n",
    ),
    *(
        "$(touch x)",
        "`x`",
        ";x",
        "|x",
        "&x",
        "'",
        '"',
        "'\"",
        "<b>",
        "&amp;",
        "]]>",
        "{}",
        "{0}",
        "~",
        "~root",
    ),
    *("=cmd", "@sum", "+1", "a,b", "::error::x", "::set-output name=x::", "##vso[task]", "<!--", "-->", "@a"),
    *(
        "\u202egnp",
        "\u200f",
        "\u200b",
        "\ufeff",
        "\u2066a\u2069",
        "é",
        "e\u0301",
        "ß",
        "İ",
        "ı",
        "ſ",
        "Ǆ",
        "ΐ",
    ),
    *("😀", "👨\u200d👩\u200d👧", "\U000e0041", "\ue000", "\ufdd0", "\uffff", "가", "각", "٠", "한"),
    *("x.cleaner-part", "1.cleaner-part", "corpus-00000", "manifest", "pending", "lock", "00000", "work"),
    *("HONEST", "honest.txt", "Honest", "honest.html", "honest.html.txt", "honest.jsonl", "honest.gz"),
    *("a" * 240, "a" * 246, "a" * 247, "a" * 250, "a" * 251, "é" * 120, "é" * 125, "😀" * 61, "\udcff" * 249),
)
"""What names are made of. What a file system does not take at all is passed over."""

TEXT = "The gate of the harbour is a matter of secu-rity, said the board.\n"
PAGE = f"<html><body><article><h1>Harbour</h1><p>{TEXT}</p><p>The crane goes before winter.</p></article>"
RECORDS = '{"text": "One record has secu-rity.  "}\n{"text": "The ferry sails at noon."}\n'
HONEST = {
    "honest.txt": b"A market is held on the quay on every Saturday.  \n",
    "sub/honest.html": b"<html><body><p>The council votes on the new bridge in the second week of June.</p>",
    "honest.jsonl": b'{"text": "A tram line that nobody wanted is now full each morning. "}\n',
}
KINDS = {
    "{}.txt": TEXT.encode(),
    "{}.html": PAGE.encode(),
    "{}.jsonl": RECORDS.encode(),
    "{}.jsonl.gz": gzip.compress(RECORDS.encode(), mtime=0),
    "{}/x.txt": TEXT.encode(),
    "{}.jsonl/x.html": PAGE.encode(),
}
_CONTROLS = frozenset(map(chr, (*range(9), *range(11, 32), *range(127, 160), 0x2028, 0x202E, 0x2066)))


class Done(NamedTuple):
    """The end of a command."""

    code: int
    out: str
    err: str


def try_names(trials: int, seed: int) -> Iterator[str]:
    """Tries so many names, in an order that the seed decides; each again only when all were tried."""
    names = [(kind.format(part), data) for part in PARTS for kind, data in KINDS.items()]
    chosen = random.Random(seed).sample(names, len(names))
    expected = _clean_honest()
    for number in range(trials):
        name, data = chosen[number % len(chosen)]
        for failure in _try_name(name, data, expected):
            yield f"{name!a}: {failure}"


def run(*arguments: str) -> Done:
    """Runs the command line in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape") for _ in range(2))
    with (
        mock.patch.object(sys, "argv", ["cleaner", *arguments]),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "surrogateescape"))  # type: ignore[attr-defined]
    return Done(code, *texts)


def _clean_honest() -> dict[str, bytes]:
    """What the honest files alone become, by name."""
    with tempfile.TemporaryDirectory() as place:
        _put(Path(place, "raw"), HONEST)
        run("clean", f"{place}/raw", "-o", f"{place}/out", "-q")
        return _read(Path(place, "out"))


def _try_name(name: str, data: bytes, expected: dict[str, bytes]) -> Iterator[str]:
    """What goes wrong with a file of this name beside the honest ones."""
    with tempfile.TemporaryDirectory() as place:
        raw, out, rest = (Path(place, folder) for folder in ("raw", "out", "rest"))
        _put(raw, HONEST)
        try:
            _put(raw, {name: data})
        except OSError:
            return  # nobody can make such a file
        checked = run("check", str(raw), "--output-format", "json")
        try:
            json.loads(checked.out)
        except ValueError as error:
            yield f"check as JSON: {error}"
        done = {
            "check": checked,
            "check, read by people": run("check", str(raw)),
            "clean": run("clean", str(raw), "-o", str(out)),
            "verify": run("verify", str(out)),
            "restore": run("restore", str(out), "-o", str(rest)),
        }
        for command, end in done.items():
            yield from (f"{command}: {failure}" for failure in _find_failures(command, end))
        cleaned = _read(out)
        for one in expected:
            # Of two names that some file system holds as one, the later is refused, and says so.
            is_twin = (
                f"{one}: would have the same name" in done["clean"].err or "folder of" in done["clean"].err
            )
            if cleaned.get(one) != expected[one] and not is_twin:
                yield f"{one} is lost or changed"
        restored = _read(rest)
        for one, bytes_of in {**HONEST, name: data}.items():
            # Of pages the text is kept, of compressed files the records.
            # Hidden files and folders are no inputs.
            is_exact = not one.endswith((".html", ".gz")) and "/." not in f"/{one}"
            if is_exact and restored.get(one) != bytes_of and done["clean"].code not in (2, 3):
                yield f"restore gives {one!a} not back, and does not name it"


def _find_failures(command: str, end: Done) -> Iterator[str]:
    said = end.out + end.err
    if "Traceback" in said or end.code not in (0, 1, 2, 3):
        yield f"ends with {end.code}: {end.err[-300:]!a}"
    if command == "verify" and end.code:
        yield f"finds {said[-300:]!a}"
    if found := _CONTROLS.intersection(said):
        yield f"prints {''.join(sorted(found))!a}"


def _put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")) as file:
            file.write(data)


def _read(folder: Path) -> dict[str, bytes]:
    """All files of a folder but our records, by name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".cleaner/")}


PROMISES = (
    Promise(
        "hostile-names",
        "A name costs its own file at most, and acts on no terminal.",
        24,
        len(PARTS) * len(KINDS),
        try_names,
    ),
)
