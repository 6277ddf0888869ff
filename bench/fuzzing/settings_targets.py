"""Targets that read what a tree says of itself: configuration, patterns, suppressions, known findings."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from cleaner.configfile.options_file import read_options_file
from cleaner.configfile.suppressions import read_suppressions
from cleaner.decisions import read_decisions
from cleaner.errors import CleanerError
from cleaner.formats.patterns import find_matching
from cleaner.formats.selection import IgnoreRules, Selection
from cleaner.gate.baseline import Baseline
from cleaner.gate.check_result import CheckResult
from cleaner.pipeline import Pipeline
from fuzzing.scratch import write_scratch
from fuzzing.target import Target

NAMES = (
    "a.txt",
    "sub/a.txt",
    "a" * 120,
    "a/" * 40 + "b",
    "sub/",
    "[a].txt",
    "ä\n.txt",
    "\udcff.md",
    "!a",
    "#a",
)


def check_configuration(data: bytes) -> None:
    """A configuration file is read, or refused with one error."""
    for name in ("cleaner.toml", "pyproject.toml"):
        with suppress(CleanerError):
            read_options_file(write_scratch(f"config/{name}", data))


def check_suppressions(data: bytes) -> None:
    """Suppressions are read, or refused; they cover edits in linear time."""
    with suppress(CleanerError):
        for suppression in read_suppressions(write_scratch("config/cleaner-ignore.toml", data)):
            for name in NAMES:
                find_matching((suppression.path,), name)


def check_ignore_file(data: bytes) -> None:
    """An ignore file is read, or refused; whatever its patterns, a name is matched soon."""
    top = write_scratch("tree/.cleanerignore", data).parent
    with suppress(CleanerError):
        rules = IgnoreRules(top, Selection(base=top))
        for name in NAMES:
            rules.ignores(top / name, folder=name.endswith("/"))


def check_baseline(data: bytes) -> None:
    """A baseline is read, written again and read, or refused."""
    with suppress(CleanerError):
        baseline = Baseline.read(write_scratch("config/baseline.json", data))
        again = Baseline.read(write_scratch("config/again.json", baseline.encode()))
        assert again.entries == baseline.entries, "a baseline that is written again is another"
        baseline.find_stale_entries(CheckResult({}, (), ()))


def check_decisions(data: bytes) -> None:
    """Decisions are read and obeyed, or refused."""
    with suppress(CleanerError):
        decisions = read_decisions(write_scratch("config/decisions.jsonl", data))
        assert bool(decisions) == bool(decisions.rule_ids)
        pipeline = Pipeline.named("whitespace")
        document = Pipeline(pipeline.stages, pipeline.policy, decisions).run("A line.  \n\n\n\nAnd more. ")
        assert document.undo() == document.raw


_CONFIGURATION = b"""\
select = ["whitespace", "encoding"]
ignore = ["quotation"]
exclude = ["drafts/", "*.md"]
certain-only = false
max-removed = "30%"
shingle = "word:3"
threshold = 0.7
output = "clean"
text-field = ["text"]
max-record = "64M"
[per-path."*.txt"]
ignore = ["markup"]
encoding = "latin-1"
"""
_SUPPRESSIONS = b"""\
[[ignore]]
path = "2026-*.txt"
rule = "hyphenation.broken-word"
reason = "the firm writes itself so"
text = "Re-Sign"
[[ignore]]
path = "**/[a-z]?.md"
rule = "whitespace"
reason = "x"
"""
_TOML_TOKENS = (
    *rb"""[ ] [[ ]] " ''' = { } # 1979-05-27T07:32:00Z 1e999 inf nan 0x true a.b.c=1 tool.cleaner""".split(),
    *b"../ / ~ per-path".split(),
    *(b"\\u0000", b"\\uD800", b"[tool.cleaner]\n", b"\xef\xbb\xbf", b"\x00", b"\r"),
    *(b"9" * 5000, b"[" * 3000, b"{a=" * 500, b"a." * 2000),
)
_PATTERN_TOKENS = (
    *rb"""* ** **/ / ! [ ] [! [^ [z-a] [[:alpha:]] ? # {a,b} ( ) | + $ ^ a-""".split(),
    *(b"\\", b"\\ ", b"\x00", b"\xff", b"[\\", b"\\Q"),
    *(b"**/" * 30, b"*a" * 15),
)
_ROOT = str(Path("/nowhere"))


def _baseline() -> list[bytes]:
    entries = [
        ["a.txt", "whitespace.trailing", "0" * 64],
        ["../b.txt", "encoding.bom", "f" * 64],
        [_ROOT, "", ""],
    ]
    return [json.dumps({"format": 1, "findings": entries[:count]}).encode() for count in range(4)]


def _decisions() -> list[bytes]:
    mark = {
        "rule": "whitespace.trailing",
        "removed_sha256": "e3b0c442" * 8,
        "before": "Aline.",
        "after": "And",
    }
    records = [
        {"verdict": "reject", "rule": "whitespace.trailing"},
        {"verdict": "accept", **mark, "shown": "A line."},
        {"verdict": "reject", **mark},
    ]
    return [b"\n".join(json.dumps(record).encode() for record in records[:count]) for count in range(1, 4)]


_JSON_TOKENS = (*b"../ / rule whitespace.trailing format reject".split(), b"\0", b"a" * 300, b"\xed\xa0\x80")
TARGETS = (
    Target(
        "configuration",
        "Any configuration file is read, or refused with one error.",
        check_configuration,
        lambda: [_CONFIGURATION, b"[tool.cleaner]\n" + _CONFIGURATION, b"[tool.cleaner]\njobs = 1\n", b""],
        _TOML_TOKENS,
        "bytes",
        1500,
        50_000,
    ),
    Target(
        "suppressions",
        "Any file of suppressions is read, or refused with one error.",
        check_suppressions,
        lambda: [_SUPPRESSIONS],
        (*_TOML_TOKENS, *_PATTERN_TOKENS),
        "bytes",
        1000,
        30_000,
    ),
    Target(
        "ignore-file",
        "Any ignore file is read, or refused; its patterns are matched in linear time.",
        check_ignore_file,
        lambda: [b"drafts/\n*.md\n!read.md\n/a/**/b\n", b"*a*a*a*b\n[a-z].txt\n\\#x\n"],
        _PATTERN_TOKENS,
        "bytes",
        1500,
        50_000,
    ),
    Target(
        "baseline",
        "Any baseline is read, or refused with one error.",
        check_baseline,
        _baseline,
        _JSON_TOKENS,
        "json",
        800,
        30_000,
    ),
    Target(
        "decisions",
        "Any decisions are read and obeyed, or refused with one error.",
        check_decisions,
        _decisions,
        _JSON_TOKENS,
        "json",
        800,
        30_000,
    ),
)
