"""A small corpus of every format, cleaned into a folder: bad records, duplicates, records left out."""

import gzip
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyarrow
import pyarrow.parquet

from cleaner import zstd
from cleaner.config import Configuration
from cleaner.formats.io_options import ReadOptions
from tests.corpus.runs import put, write
from tests.sample_corpus import HARBOUR

TWO_FIELDS = Configuration(reading=ReadOptions(text_fields=("title", "text"), id_field="id"))
LEAVING_OUT = replace(TWO_FIELDS, reading=replace(TWO_FIELDS.reading, drop_empty=True, keep_raw=True))

LINES = [
    b'\xef\xbb\xbf{"id": 1, "title": "One secu-rity.", "text": "It isn\\u00e2\\u20ac\\u2122t shut.  "}\r\n',
    b"  \n",
    b'{ "id":2 ,"n": 1.50e3, "title" : "T\\u0077o", "text":"caf\\u00e9  and <b>three</b> more.  "}\n',
    b"{broken\n",
    b'{"id": 1, "title": "Its id stands twice", "text": "No matter what it says."}\n',
    json.dumps({"id": 5, "title": "A title alone", "text": HARBOUR}).encode() + b"\n",
    b'{"id": 6, "title": "no text"}\n',
    b'{"id": 7, "title": "half", "text": "of a \\ud83d pair"}\n',
    b"\n",
    json.dumps({"id": 9, "title": "A second title", "text": HARBOUR}).encode() + b"\n",
    b'{"id": 8, "title": "last", "text": "No line end behind it ."}',
]


def packed(*records: object, broken: bytes = b'{"id": \n') -> bytes:
    """Lines of JSON, one of them broken."""
    return b"".join(
        (json.dumps(records[0]).encode() + b"\n", broken, *(json.dumps(r).encode() for r in records[1:]))
    )


def parquet(**columns: list[object]) -> bytes:
    """A Parquet file."""
    out = BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


MIXED = {
    "a.jsonl": b"".join(LINES),
    "b.jsonl.zst": zstd.import_zstd().compress(
        packed(
            {"id": 11, "title": "packed", "text": f"Something else.  \n\n{HARBOUR}\n"},
            {"id": 12, "title": "unchanged", "text": "Nothing to do here."},
        )
    ),
    "c.parquet": parquet(
        id=[21, 22, 23],
        title=["A co-operative secu-rity", "p2", "p3"],
        text=["A text  here. ", None, HARBOUR],
        other=[1.5, None, 2.5],
    ),
    "d.ndjson.gz": gzip.compress(packed({"id": 31, "title": "gz", "text": "One  more."}), mtime=0),
    "empty.jsonl": b"",
    "page.html": (
        "<html lang=en><title>Frost</title><body><nav><a href=/>Home</a></nav>"
        f"<p>A late frost took most of the cherries of the whole valley this year.<p>{HARBOUR}</html>"
    ).encode(),
    "sub/e.txt": f"Share this!\n\nAnother one.\n\n{HARBOUR}\n".encode(),
    "wide.txt": "Four lines of café\r\nand <b>three</b> more.".encode("utf-16-le"),
}


def mixed(folder: Path, configuration: Configuration = TWO_FIELDS, corpus: dict[str, bytes] = MIXED) -> Path:
    """The corpus cleaned: the raw files stand in `raw`, the cleaned ones in what is returned."""
    put(folder / "raw", corpus)
    write(folder / "raw", folder / "clean", configuration)
    return folder / "clean"


def values(name: str, data: bytes) -> object:
    """What law 2 promises to be the same again."""
    if name.endswith(".zst"):
        return zstd.import_zstd().decompress(data)
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".parquet"):
        table = pyarrow.parquet.read_table(BytesIO(data))
        return table.schema, table.to_pylist()
    return data
