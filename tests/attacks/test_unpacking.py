"""A small file that unpacks to gigabytes costs itself: no more memory, no more time than an honest one."""

import json
import os
import resource
import subprocess
import sys

import pytest

from cleaner.zstd import import_zstd
from tests.attacks.test_documents import HONEST, put

MEMORY = 1 << 31
"""Bytes of addresses that a run may take: an honest one takes a third of it."""


def clean(raw, out):
    """Run `cleaner clean` with bounded memory and CPU time."""

    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (30, 30))

    code = "from cleaner.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "clean", str(raw), "-o", str(out), "-j", "1"],
        capture_output=True,
        preexec_fn=bound,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "OPENBLAS_NUM_THREADS": "1",
            "ARROW_DEFAULT_MEMORY_POOL": "system",
        },
        check=False,
        timeout=240,
    )


def make_dictionary_bomb(path):
    """One text of two megabytes, and 1500 rows that name it: three gigabytes."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    text = pyarrow.array(["All work and no play. " * 90_000])
    table = pyarrow.table(
        {"text": pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 1200, "int32"), text)}
    )
    parquet.write_table(table, path, compression="zstd", store_schema=False)


def test_a_text_that_stands_in_thousands_of_rows(tmp_path):
    raw, out = put(tmp_path / "raw", HONEST), tmp_path / "out"
    make_dictionary_bomb(raw / "m.parquet")
    assert (raw / "m.parquet").stat().st_size < 10_000
    done = clean(raw, out)
    assert done.returncode == 3, done.stderr[-500:]
    assert b"m.parquet:1: is damaged, which loses rows 1 to 1200: it unpacks to more than 1000" in done.stderr
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST


def test_a_stream_of_records_ends_where_it_unpacks_to_too_much(tmp_path):
    raw, out = put(tmp_path / "raw", HONEST), tmp_path / "out"
    # Lines past the limit of a record, all of spaces: a kilobyte of Zstandard for each ten megabytes.
    line = b'{"text": "' + b" " * (70 << 20) + b'"}\n'
    (raw / "m.jsonl.zst").write_bytes(import_zstd().compress(line) * 40)
    done = clean(raw, out)
    assert done.returncode == 3, done.stderr[-500:]
    manifest = json.loads((out / ".cleaner/manifest.json").read_bytes())
    lost = [each["problem"] for each in manifest["documents"] if each["status"] == "quarantined"]
    assert len(lost) == 4 and lost[0].startswith("is larger than the limit")
    assert lost[-1].startswith("unpacks to more than 1000 times its size")
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST


def test_deep_and_large_pages(tmp_path):
    raw, out = put(tmp_path / "raw", HONEST), tmp_path / "out"
    put(
        raw,
        {
            "deep.html": b"<div>" * 100_000 + b"deep",
            "wide.html": b"<p>a" * 300_000,
            "entities.html": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
            + b"<p>&b;&b;&b;&b; and a text of some length that stands behind it.</p>",
            "outside.html": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///dev/zero">]>'
            + b"<p>&a; and a text of some length behind it.</p>",
            "large.html": b"<p>" + b"word " * 2_000_000,
        },
    )
    done = clean(raw, out)
    assert done.returncode == 3 and b"Traceback" not in done.stderr, done.stderr[-500:]
    for name in ("deep.html", "wide.html", "large.html"):
        assert f"{name}: is a page that is not read".encode() in done.stderr
    assert b"aaaaaaaaaa" not in (out / "entities.html.txt").read_bytes()
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST


def test_a_sparse_file_of_a_hundred_gigabytes_costs_itself(tmp_path):
    raw, out = put(tmp_path / "raw", HONEST), tmp_path / "out"
    for name in ("m.txt", "m.html", "m.parquet"):
        with (raw / name).open("wb") as file:
            file.truncate(100 << 30)
    done = clean(raw, out)
    assert done.returncode == 2 and done.stderr.count(b"is larger than 1073741824 bytes (split it)") == 2
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST
