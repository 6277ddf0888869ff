"""Targets that read inputs of other formats: records of JSON Lines and Parquet, compressed files, pages."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from functools import partial
from io import BytesIO
from itertools import groupby
from pathlib import Path

import tests.laws as laws
from cleaner import zstd
from cleaner.config import Configuration
from cleaner.corpus.documents import prepare_text
from cleaner.errors import InputError
from cleaner.formats.compressed import open_decompressed
from cleaner.formats.html import HTML
from cleaner.formats.jsonl import JSONL
from cleaner.formats.parquet import PARQUET
from cleaner.formats.record_codec import BadRecord, Fields, RecordCodec, RecordSlice, RecordText
from fuzzing.scratch import write_scratch
from fuzzing.seeds import PROSE, TEXT_TOKENS, list_documents
from fuzzing.target import Target
from tests.format_corpus import LINES, parquet

_FIELDS = Fields(("text", "meta.title"), "id")
_ALONE = Configuration(duplicates="off")
_MOST_UNPACKED = 1 << 24


def check_jsonl(data: bytes) -> None:
    """Records are read the same in slices and whole; texts change, and the raw file comes back."""
    _check_records(write_scratch("a.jsonl", data), JSONL.codec, data)


def check_parquet(data: bytes) -> None:
    """Rows are read, or the file is refused."""
    path = write_scratch("a.parquet", data)
    with suppress(InputError):
        codec = PARQUET.codec
        for part in codec.cut_slices(path):
            for _ in codec.read(RecordSlice(path, part, Fields())):
                pass


def _check_records(path: Path, codec: RecordCodec, data: bytes) -> None:
    slices = list(codec.cut_slices(path, 200))
    parts = [RecordSlice(path, part, _FIELDS, 5000) for part in slices]
    items = [list(codec.read(part)) for part in parts]
    pieces: list[Path] = []
    for number, (part, own) in enumerate(zip(parts, items, strict=True)):
        out = BytesIO()
        codec.rewrite(part, iter([f"{item.text}x" for item in own if isinstance(item, RecordText)]), out)
        pieces.append(write_scratch(f"{number}.piece", out.getvalue()))
    joined = BytesIO()
    codec.join(pieces, joined)
    read = [item for own in items for item in own]
    bad = [item for item in read if isinstance(item, BadRecord)]
    lost = [
        pair
        for part, own in zip(slices, items, strict=True)
        for pair in codec.take(path, part, [item.number for item in own if isinstance(item, BadRecord)])
    ]
    assert [number for number, _ in groupby(lost, lambda pair: pair[0])] == [item.number for item in bad]
    raws = iter([(item.text, item.spelling) for item in read if isinstance(item, RecordText)])
    restored = BytesIO()
    codec.restore(write_scratch("clean.jsonl", joined.getvalue()), _FIELDS, raws, iter(lost), restored)
    assert restored.getvalue() == data, "law 2: the file of records does not come back"


def check_compressed(suffix: str, data: bytes) -> None:
    """A stream is read up to its damage, or refused."""
    path = write_scratch(f"a.jsonl{suffix}", data)
    with suppress(InputError), open_decompressed(path) as stream:
        size = 0
        while size < _MOST_UNPACKED and (piece := stream.file.read(1 << 18)):
            size += len(piece)
        stream.damage()


def check_page(extractor: str, data: bytes) -> None:
    """The main text of a page is taken out, or the page is refused; the text is cleaned as any other."""
    assert HTML.extract_page is not None
    try:
        page = HTML.extract_page(data, None, extractor)  # type: ignore[arg-type]
    except InputError:
        return
    outcome = prepare_text("a.html.txt", page.text, _ALONE.pipeline)
    assert outcome.problem is None or "bug" not in str(outcome.problem), f"a stage fails: {outcome.problem}"
    if outcome.problem is None:
        laws.check_document(outcome.document)


def seed_records() -> list[bytes]:
    """Lines of JSON, good and bad, and files of them."""
    records = [
        {"id": number, "text": text, "meta": {"title": "One", "tags": [1, 2.5, None, True]}}
        for number, text in enumerate(PROSE)
    ]
    lines = [
        json.dumps(record, ensure_ascii=number % 2 == 0).encode() for number, record in enumerate(records)
    ]
    return [*lines, b"\n".join(lines[:3]) + b"\n", *LINES, b"".join(LINES), b"\n\n".join(lines[5:])]


def _seed_pages() -> list[bytes]:
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="{}"><title>Frost</title></head><body>'
    made = [
        head.format(charset).encode() + b"<nav><a href=/>Home</a></nav><article><h1>Frost</h1>" + body
        for charset in ("utf-8", "iso-8859-1", "utf-16", "x-user-defined", "utf-7")
        for body in (
            *(
                b"<p>" + b"</p><p>".join(text.encode() for text in PROSE[start : start + 3])
                for start in (0, 4)
            ),
            b"<table><tr><td>a<td>b</table><ul><li>c<li>d</ul><pre>e</pre><script>f</script><!-- g -->",
        )
    ]
    shapes = (
        "<![CDATA[x]]>",
        "<!--->",
        "<?php ?>",
        "<svg><title>x</title></svg>",
        "<p hidden>x",
        "<b><p></b>",
    )
    return [*made, *(f"<p>{PROSE[0]}</p>{shape}".encode() for shape in shapes), *list_documents()[:5]]


_PAGE_TOKENS = (
    *b"""
<div> </div> <p> <article> <table> <td> <li> <ul> <style> <script> </script> <!-- --> --!> <![ <![-
<![CDATA[ ]]> <? ?> <! <!ELEMENT <svg> <math> <template> <noscript> &#0; &#x110000; &#xd800; &notit;
&; style='display:none' class='ad' <textarea> <title> <x:y>
""".split(),
    b"<a href=x>",
    b"<!DOCTYPE ",
    b"<![if x]>",
    b"<meta charset=utf-16>",
    b"<meta http-equiv=content-type content='text/html; charset=",
    b"<base href=//[>",
    b" hidden ",
    b"<link rel=canonical href='http://[::1'>",
    b"<time datetime='9999999'>",
    b"\x00",
    b'<script type="application/ld+json">{"@type":"Article","datePublished":"',
    b"<a href='http://[x'>",
)


def _of_page(extractor: str, short: int, long: int) -> Target:
    return Target(
        f"page-{extractor}",
        f"The text of any page is taken out by {extractor}, or the page is refused.",
        partial(check_page, extractor),
        _seed_pages,
        (*_PAGE_TOKENS, *TEXT_TOKENS[:40]),
        "text",
        short,
        long,
    )


def _of_compressed(suffix: str, seeds: list[bytes]) -> Target:
    return Target(
        f"compressed-{suffix[1:]}",
        f"Any file of the name {suffix} is read up to its damage, or refused.",
        partial(check_compressed, suffix),
        lambda: seeds,
        (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\0" * 20),
        "bytes",
        800,
        20_000,
    )


JSON_TOKENS = (*b'"text" "id" "meta" {"text":" \\ud83d \\u0000 \\ " { } ['.split(), b"\xef\xbb\xbf", b"\r\n")
_PLAIN = b"".join(LINES)
TARGETS = (
    Target(
        "jsonl",
        "Any bytes are JSON Lines: records are changed, bad ones left out, and the file comes back.",
        check_jsonl,
        seed_records,
        JSON_TOKENS,
        "json",
        1500,
        80_000,
    ),
    _of_page("cleaner", 1000, 25_000),
    _of_page("trafilatura", 200, 6_000),
    _of_compressed(".gz", [gzip.compress(_PLAIN, mtime=0), gzip.compress(b"", mtime=0) * 3]),
    _of_compressed(".zst", [zstd.import_zstd().compress(_PLAIN), zstd.import_zstd().compress(b"x" * 10**6)]),
    Target(
        "parquet",
        "Any bytes are read as Parquet, or refused.",
        check_parquet,
        lambda: [parquet(text=["one", "two", None]), parquet(id=[1, 2], text=[PROSE[0], PROSE[1]])],
        (b"PAR1", b"\x15\x00", b"\xff\xff\xff\x7f", b"\x80\x80\x80\x80\x10"),
        "bytes",
        500,
        20_000,
    ),
)
