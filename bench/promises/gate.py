"""The gate of a change: what it names and rewrites decides nothing of it, and its repository runs nothing."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.configfile.options_file import read_options_file
from cleaner.errors import CleanerError
from cleaner.formats.path_pattern import expand_path
from promises.promise import Promise
from tests.console import Done, run

PARTS = (
    *("..", ".", "~", "a", "b", "link", "in", ".git", "*", "**", "?", "[a-z]*"),
    *("C:", "\\", "\\\\", "redis:", "", " ", "é"),
)
KEYS = ("corpus", "output", "against", "index", "baseline", "suppressions", "decisions")
TEXT = "The gate is a matter of secu-rity, said the man.  \nHe met the board on Tues-day.\n"
LINES = {
    "cleaner.toml": (
        'ignore = ["hyphenation"]',
        'exclude = ["*"]',
        'fail-on = "never"',
        'select = ["quotation"]',
        'baseline = "known.json"',
        'decisions = "decisions.jsonl"',
        '[per-path."*"]\nignore = ["whitespace"]',
        "x = [",
    ),
    ".cleanerignore": ("*", "!a.txt", "seeds/", "a.*", "[z-a]"),
    ".gitignore": ("*", "a.txt", "/seeds"),
    "seeds/.cleanerignore": ("*.txt", "a.txt"),
    "cleaner-ignore.toml": ('[[ignore]]\npath = "*"\nrule = "hyphenation"\nreason = "x"', "x"),
    "known.json": ('{"format": 1, "findings": []}', "[]"),
    "decisions.jsonl": ('{"verdict": "reject", "rule": "whitespace.trailing"}', "["),
}
SETTINGS = (
    *("core.fsmonitor", "core.pager", "core.hooksPath", "core.sshCommand", "core.gitProxy"),
    *("filter.x.clean", "filter.x.process", "diff.x.command", "diff.external"),
    *("alias.ls-tree", "pager.cat-file", "gpg.program"),
)


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(("git", *identity, *arguments), cwd=folder, check=True, capture_output=True)


def try_paths(trials: int, seed: int) -> Iterator[str]:
    """Names random paths in a configuration: each is refused, or leads beneath its folder."""
    rng = random.Random(seed)
    with TemporaryDirectory() as scratch:
        tree, outside = Path(scratch, "tree"), Path(scratch, "outside")
        for folder in (tree / "a" / "b", outside / "in"):
            folder.mkdir(parents=True)
        (tree / "link").symlink_to(outside)
        (tree / "a" / "link").symlink_to("../..")
        top = os.path.realpath(tree)
        for _ in range(trials):
            value = rng.choice(("/", "", "")) + "/".join(rng.choices(PARTS, k=rng.randrange(1, 6)))
            name = rng.choice(KEYS)
            literal = value.replace("\\", "\\\\")
            text = f'{name} = ["{literal}"]' if name in ("corpus", "against") else f'{name} = "{literal}"'
            (tree / "cleaner.toml").write_text(text)
            try:
                taken = read_options_file(tree / "cleaner.toml").values[name]
            except CleanerError:
                continue
            for path in (taken,) if isinstance(taken, str) else taken:
                for each in (Path(path), *expand_path(Path(path))):
                    if os.path.commonpath((os.path.realpath(each), top)) != top:
                        yield f"{text} leads to {each}"


def _make_repository(scratch: Path) -> Path:
    tree = scratch / "tree"
    (tree / "seeds").mkdir(parents=True)
    (tree / "seeds" / "a.txt").write_text(TEXT)
    (tree / "cleaner.toml").write_text('corpus = ["seeds"]\nselect = ["hyphenation", "whitespace"]\n')
    _git(tree, "init", "-q", "-b", "main")
    _git(tree, "add", "-A")
    _git(tree, "commit", "-qm", "base")
    (tree / "seeds" / "a.txt").write_text(TEXT * 2)
    return tree


def _check(tree: Path) -> Done:
    return run("check", "seeds", "--config-from", "main", "--since", "main", cwd=tree)


def try_rules(trials: int, seed: int) -> Iterator[str]:
    """Rewrites what decides in a working tree: a check by the rules of the base says what it said before."""
    rng = random.Random(seed)
    with TemporaryDirectory() as scratch:
        tree = _make_repository(Path(scratch))
        wanted = _check(tree)
        for _ in range(trials):
            for name, lines in LINES.items():
                path = tree / name
                path.unlink(missing_ok=True)
                kind = rng.randrange(5)
                if kind == 0:
                    path.symlink_to(rng.choice(("nowhere", "/dev/null", name, "seeds")))
                elif kind > 1:
                    path.write_text("\n".join(rng.choices(lines, k=rng.randrange(4))) + "\n")
            done = _check(tree)
            if (done.returncode, done.stdout) != (wanted.returncode, wanted.stdout):
                contents = {name: _describe(tree / name) for name in LINES}
                yield f"exit {done.returncode}, {done.stderr[-200:]!r} with {contents}"


def _describe(path: Path) -> str:
    return f"-> {path.readlink()}" if path.is_symlink() else path.read_text() if path.exists() else "none"


def try_settings(trials: int, seed: int) -> Iterator[str]:
    """Sets what names a program in the configuration of a repository: none runs, and the answer stays."""
    rng = random.Random(seed)
    with TemporaryDirectory() as scratch:
        tree = _make_repository(Path(scratch))
        wanted = _check(tree)
        original = (tree / ".git" / "config").read_text()
        ran = Path(scratch, "ran")
        for _ in range(trials):
            names = rng.sample(SETTINGS, k=rng.randrange(1, 6))
            (tree / ".git" / "config").write_text(original + "".join(_set(name, ran) for name in names))
            (tree / ".gitattributes").write_text(rng.choice(("", "* filter=x diff=x\n", "* text eol=crlf\n")))
            os.utime(tree / "seeds" / "a.txt", (rng.randrange(10**9), rng.randrange(10**9)))
            done = _check(tree)
            if ran.exists() or done != wanted:
                yield f"{names}: ran {ran.exists()}, exit {done.returncode}, {done.stderr[-200:]!r}"
                ran.unlink(missing_ok=True)


def _set(name: str, ran: Path) -> str:
    section, _, key = name.rpartition(".")
    section, _, subsection = section.partition(".")
    head = f'[{section} "{subsection}"]' if subsection else f"[{section}]"
    return f'{head}\n\t{key} = "touch {ran}"\n'


PROMISES = (
    Promise(
        "configuration-paths",
        "Whatever a configuration names lies beneath its folder, or is refused.",
        300,
        20_000,
        try_paths,
    ),
    Promise(
        "base-rules",
        "A change cannot rewrite the rules that it is judged by: --config-from takes them from its base.",
        20,
        1_000,
        try_rules,
    ),
    Promise(
        "repository-settings",
        "No setting of a stranger's repository runs a program, or changes what changed.",
        20,
        1_000,
        try_settings,
    ),
)
