"""Corpora for one machine and for a cluster: made anew each time, the same for the same size, and never kept.

All are records of JSON Lines in several files, one also of Parquet. Texts are paragraphs of the bench file,
sentences of it recombined, or words of our own.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import corpus_made
from duplicates import DATA, make_flood, recombine_sentences

FILES = 4
PARAGRAPHS = 10
"""Paragraphs of a document where it has several."""
WINDOW, STEP = 60, 12
"""Words of a paragraph of a chain, and words by which each stands further than the one before it. Two
neighbours have 47 of 71 pairs of words in common (.66), a paragraph and the next but one 35 of 83 (.42)."""


def paragraphs(path: Path, size: int, each: int = PARAGRAPHS) -> None:
    """The bench file, planted variants and all, or its first `size` paragraphs."""
    with gzip.open(DATA / "para-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        records(
            path, islice((" ".join(json.loads(line)["text"].split()) for line in lines), size), size, each
        )


def documents(path: Path, size: int) -> None:
    """So many bytes of documents of 3 kB, every tenth with every kind of defect."""
    corpus_made.several(path, size, FILES)


def parquet(path: Path, size: int) -> None:
    """The same as rows of one file, with two more columns."""
    import pyarrow
    from pyarrow import parquet as format_

    rows = [json.loads(line) for line in corpus_made.lines(size)]
    path.mkdir(parents=True)
    format_.write_table(pyarrow.Table.from_pylist(rows), path / "made.parquet", row_group_size=1000)


def grown(path: Path, size: int) -> None:
    """So many paragraphs of four sentences each, every tenth another one with a sentence less."""
    records(path, (" ".join(text.split()) for text in recombine_sentences(size)), size)


def flood(path: Path, size: int, each: int = PARAGRAPHS) -> None:
    """So many paragraphs that differ in one word."""
    records(path, make_flood("one word", size), size, each)


def chain(path: Path, size: int, each: int = PARAGRAPHS, *, shuffled: bool = False) -> None:
    """So many paragraphs, each similar to the next and to no other: in that order, or in any."""
    texts = _chained(size)
    if shuffled:
        known = list(texts)
        random.Random(5).shuffle(known)
        texts = iter(known)
    records(path, texts, size, each)


def _chained(size: int) -> Iterator[str]:
    """A window that moves over words drawn from 5,000 of our own."""
    draw = random.Random(3)
    syllables = ["".join(letters) for letters in product("bdfgklmnprstv", "aeiou", "lmnrst")]
    words = ["".join(draw.choices(syllables, k=2)) for _ in range(5000)]
    window = draw.choices(words, k=WINDOW)
    for _ in range(size):
        text = " ".join(window)
        yield text[0].upper() + text[1:] + "."
        window = window[STEP:] + draw.choices(words, k=STEP)


def records(path: Path, texts: Iterator[str], count: int, each: int = PARAGRAPHS) -> None:
    """Documents of `each` of `count` paragraphs, in files of as many documents."""
    path.mkdir(parents=True)
    share = -(-count // each // FILES)
    for number in range(FILES):
        with (path / f"{number:02}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for place in range(share):
                if not (held := list(islice(texts, each))):
                    return
                record = {"id": f"{number * share + place:08}", "text": "\n\n".join(held)}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
