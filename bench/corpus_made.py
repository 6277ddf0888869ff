"""Corpora for measuring, made anew each time: the same for the same size, and never kept."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from duplicates_memory import DATA, make_paragraphs

from cleaner import zstd

PARAGRAPHS = 10
"""Paragraphs of a document: about 3 kB."""
DEFECTIVE = 10
"""One document in so many has defects."""
SHARE = "Share on Facebook Share on X Share on WhatsApp Print"
PRAISE = (
    "Great post! Thanks for sharing such useful information. Visit our website for cheap flights and hotels."
)


def documents(*, real: bool = False) -> Iterator[str]:
    """Documents without end, every tenth with every kind of defect.

    Their paragraphs are recombined sentences; or `real` ones, of the bench file as it is, from its first on
    again when it ends.
    """
    draw = random.Random(0)
    every = cycle(_real()) if real else make_paragraphs(1 << 40, plain=True)
    for number in count():
        paragraphs = list(islice(every, PARAGRAPHS))
        yield _spoilt(paragraphs, draw) if number % DEFECTIVE == 0 else "\n\n".join(paragraphs) + "\n"


def _real() -> Iterator[str]:
    """The paragraphs of the bench file without the variants that were planted there."""
    with (
        gzip.open(DATA / "para-100k.jsonl.gz", "rt", encoding="utf-8") as records,
        gzip.open(DATA / "para-100k.meta.tsv.gz", "rt", encoding="utf-8") as kinds,
    ):
        known = {fields[0]: fields[1] for fields in (line.split("\t") for line in kinds)}
        for record in map(json.loads, records):
            if known[record["id"]] == "base":
                yield record["text"]


def _spoilt(paragraphs: list[str], draw: random.Random) -> str:
    """The paragraphs with mojibake, a broken word, trailing spaces, blank runs, a share line, tags and a
    pasted comment."""
    paragraphs[1] += " It isnâ€™t clear who will pay for it, the cafÃ© owner said."
    words = paragraphs[2].split(" ")
    at = draw.randrange(len(words))
    words[at] = "secu-rity"
    paragraphs[2] = " ".join(words)
    paragraphs[3] += "   "
    paragraphs[4] = f"<p>{paragraphs[4]}</p>"
    paragraphs[5] += "<br/> And so on."
    paragraphs.insert(1, SHARE)
    return "\n\n\n\n".join(paragraphs) + f"\n\n{PRAISE}"


def lines(size: int, *, real: bool = False) -> Iterator[bytes]:
    """Records of JSON Lines, of so many bytes together or a little more."""
    taken = 0
    for number, text in enumerate(documents(real=real)):
        record = {"id": f"{number:08}", "text": text, "source": "made", "score": number % 7 / 7}
        line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
        yield line
        taken += len(line)
        if taken >= size:
            return


def jsonl(path: Path, size: int, *, real: bool = False) -> None:
    """One file, plain or, by its name, compressed."""
    with path.open("wb") as file:
        if path.suffix != ".zst":
            file.writelines(lines(size, real=real))
            return
        with zstd.import_zstd().open(file, "wb") as packed:
            for line in lines(size, real=real):
                packed.write(line)


def several(folder: Path, size: int, files: int) -> None:
    """Several files of JSON Lines, each of its share of one sequence."""
    folder.mkdir(parents=True)
    number, taken = 0, 0
    file = (folder / f"{number:02}.jsonl").open("wb")
    for line in lines(size):
        file.write(line)
        taken += len(line)
        if taken >= size * (number + 1) / files and number + 1 < files:
            number += 1
            file.close()
            file = (folder / f"{number:02}.jsonl").open("wb")
    file.close()


def tree(folder: Path, files: int, *, real: bool = False) -> None:
    """Text files, a thousand to a folder."""
    for number, text in enumerate(islice(documents(real=real), files)):
        path = folder / f"{number // 1000:04}" / f"{number:08}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8", newline="\n")
