"""Targets that are commands which write no folder: a stream of records, reports of findings, annotations."""

from __future__ import annotations

import json
import re
from functools import cache

from cleaner.store.archive import Archive
from fuzzing.cleaned import make_cleaned
from fuzzing.fence import fence
from fuzzing.input_targets import JSON_TOKENS, seed_records
from fuzzing.scratch import get_scratch, write_scratch
from fuzzing.seeds import TEXT_TOKENS, list_documents
from fuzzing.target import Target
from tests.console import Done, run

HONEST = b'{"text": "The ferry leaves at seven, at nine and at noon."}\n'
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
"""What would steer a terminal, or turn its text around."""
_FORMATS = ("text", "full", "json", "jsonl", "github", "sarif", "markdown")


def _run(*arguments: object, stdin: bytes = b"") -> Done:
    folder = get_scratch() / "commands"
    folder.mkdir(exist_ok=True)
    with fence(str(folder)):
        done = run(*arguments, cwd=folder, stdin=stdin)
    assert done.returncode in (0, 1, 2, 3), f"exit {done.returncode}: {done.stderr.decode()[-200:]}"
    return done


def check_stream(data: bytes) -> None:
    """Records on standard input are answered, each by itself, whatever stands between."""
    done = _run("clean", "-", "--input-format", "jsonl", "--isolated", stdin=HONEST + data + b"\n" + HONEST)
    assert done.returncode in (0, 3), f"exit {done.returncode}: {done.stderr.decode()[-200:]}"
    assert done.stdout.startswith(HONEST) and done.stdout.endswith(HONEST), "law 12: a record is lost"


def check_reports(data: bytes) -> None:
    """Findings are reported in every format; nothing in them steers a terminal, and JSON is JSON."""
    write_scratch("commands/a.txt", data)
    for name in _FORMATS:
        done = _run("check", "a.txt", "--isolated", "--output-format", name)
        if name in ("json", "sarif"):
            json.loads(done.stdout)
        elif name == "jsonl":
            for line in done.stdout.splitlines():
                json.loads(line)
        found = _CONTROL.search(done.stdout + done.stderr)
        assert found is None, f"{name} prints {found and found.group()!r}"
    diff = _run("check", "a.txt", "--isolated", "--diff")
    assert diff.returncode in (0, 1, 3)


def check_annotations(data: bytes) -> None:
    """Annotations are projected, or refused with one error."""
    write_scratch("commands/a.jsonl", data)
    write_scratch("commands/sub/b.ann", data)
    corpus = make_cleaned() / "out"
    for name in ("a.jsonl", "sub"):
        for side in ("clean", "raw"):
            _run("project", name, "--corpus", corpus, "--to", side, "-o", f"to/{name}")


@cache
def _seed_annotations() -> tuple[bytes, ...]:
    seeds = []
    for record, entry in Archive.open(make_cleaned() / "out").stream_entries():
        spans = [
            {"start": start, "end": start + 5, "label": "X"}
            for start in range(0, len(entry.document.raw), 40)
        ]
        seeds.append(json.dumps({"document": record.name, "spans": spans[:6]}).encode() + b"\n")
        seeds.append(
            json.dumps({"text": entry.document.raw, "entities": [[0, 4, "Y"], [2, 9, "Z"]]}).encode()
        )
        covered = entry.document.raw[:4].replace("\n", " ")
        seeds.append(
            f"T1\tX 0 4\t{covered}\nR1\tY Arg1:T1 Arg2:T1\n#1\tNote T1\tz\n".encode("utf-8", "replace")
        )
    return tuple(seeds)


TARGETS = (
    Target(
        "stream",
        "Any records on standard input are answered, each by itself.",
        check_stream,
        seed_records,
        JSON_TOKENS,
        "json",
        150,
        8_000,
    ),
    Target(
        "reports",
        "Findings in any text are reported in every format; nothing in them steers a terminal.",
        check_reports,
        list_documents,
        TEXT_TOKENS,
        "text",
        30,
        2_000,
    ),
    Target(
        "annotations",
        "Any annotations are projected, or refused with one error.",
        check_annotations,
        _seed_annotations,
        (b'"spans"', b'"ents"', b'"tokens"', b'"document"', b"T1\t", b" 99999 0", b";", b"\t", b"..", b"\0"),
        "json",
        60,
        4_000,
    ),
)
