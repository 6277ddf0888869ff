"""A cleaned folder of every format, made once a process, for targets that read one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fuzzing.scratch import get_scratch, write_scratch
from fuzzing.seeds import PROSE
from tests.console import run
from tests.format_corpus import MIXED

HONEST = "A choir of forty sang in the station hall until the last train had left for the coast.\n"
"""A document that no other is like: it is in each output."""
FIELDS = ("--text-field", "title", "--text-field", "text", "--id-field", "id")


@cache
def make_cleaned() -> Path:
    """A folder `raw` and its cleaned twin `out`, below the folder that is returned."""
    folder = get_scratch() / "template"
    for name, data in MIXED.items():
        if not name.endswith(".parquet"):
            write_scratch(f"template/raw/{name}", data)
    write_scratch("template/raw/honest.txt", HONEST.encode())
    write_scratch("template/raw/sub/b.txt", "\n\n".join(PROSE).encode())
    done = run("clean", folder / "raw", "-o", folder / "out", *FIELDS, "--keep-raw", "-j", "1", "-q")
    assert done.returncode == 3, done.stderr.decode()  # some of it is made to be refused
    return folder


@cache
def list_cleaned_files() -> Mapping[str, bytes]:
    """The files of the cleaned twin by name, without what belongs to a run."""
    out = make_cleaned() / "out"
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and "/work/" not in path.as_posix()
    }
