"""Small random corpora: records good and bad in every format, dense in duplicates of every kind. All of their
texts are made up here."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from cleaner import zstd
from cleaner.config import Configuration
from cleaner.duplicates import Settings
from cleaner.formats.io_options import ReadOptions

OPENINGS = (
    "The harbour board said on {day} that the old {thing} would be taken down before the {time} storms,",
    "Nobody in the {place} could say who had ordered the second {thing}, or who had paid for it,",
    "A ferry leaves the {place} at {number} and at noon; after that the tide decides, as it always has,",
    "The {thing} at the {place} was painted again on {day} by {number} people who live near it,",
    "Tickets for the {time} concert cost {number} euros and are sold at the {place} from six o'clock,",
)
MIDDLES = (
    "and the {thing} that stood beside it has been given to the museum of the {place}.",
    "although the council had not accepted the plan when it was first read out on {day}.",
    "which the keeper of the {place} called a small thing beside the {number} others.",
    "but the {thing} will stay where it is until the last of the {time} guests has gone.",
    "and a crowd of {number} waited in the rain to see how the {thing} would be moved.",
)
WORDS = {
    "day": ("Monday", "Tuesday", "Friday", "Sunday"),
    "thing": ("crane", "bench", "lantern", "gate", "bell", "stair"),
    "time": ("winter", "spring", "summer", "evening"),
    "place": ("square", "harbour", "mole", "station", "market", "library"),
    "number": ("seven", "nine", "12", "40", "1,300"),
}
DIRT = (
    lambda text: text.replace("was", "wasnâ€™t", 1),
    lambda text: text.replace("harbour", "har-bour", 1),
    lambda text: text.replace(", ", " ,  ", 1) + "   ",
    lambda text: f"<p>{text} &amp; no more</p>",
    lambda text: text.replace(" ", "\u00a0", 2).replace("e", "e\u200b", 1),
    lambda text: text + "\n\n\n\nShare this article: Facebook Twitter WhatsApp",
    lambda text: text + "\n\nGreat post, I really enjoyed it! Visit our shop at best-lamps24.example.",
    lambda text: " date 2026-03-14 " + text,
)
BAD = (
    b'{"id": 7, "text": ',
    b'{"id": 7, "title": "no text"}',
    b'{"id": 7, "title": "t", "text": null}',
    b'{"id": 7, "title": "t", "text": ["a", "b"]}',
    b'{"id": 7, "title": "t", "text": "half of a \\ud83d pair"}',
    b'{"id": 7, "title": "t", "text": "caf\xe9 in another encoding"}',
    b"[1, 2, 3]",
    b"no JSON at all",
    b'{"id": NaN, "title": "t", "text": "Not a number."}',
    b'{"id": 7, "title": "t", "text": "x", "deep": ' + b"[" * 600 + b"]" * 600 + b"}",
    b"",
    b"  ",
)
OPTIONS: tuple[Configuration, ...] = (
    Configuration(),
    Configuration(),
    Configuration(duplicates="report"),
    Configuration(settings=Settings(scope="document")),
    Configuration(settings=Settings(shingle="word:3", threshold=0.7)),
    Configuration(settings=Settings(threshold=0.3)),
    Configuration(settings=Settings(shingle="char:5", threshold=0.6)),
    Configuration(settings=Settings(revisions=False)),
    Configuration(certain_only=True),
    Configuration(duplicates="off"),
    Configuration(extend_select=("duplicates",)),
    Configuration(ignore=("boilerplate", "comments")),
)
Corpus = dict[str, bytes]


class Maker:
    """One corpus of a seed, and how it is read."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.paragraphs: list[str] = []
        self.documents: list[str] = []

    def corpus(self) -> Corpus:
        """Two to seven files in one or two roots."""
        draw = self.draw
        roots = ("a", "b")[: draw.choice((1, 1, 2))]
        made: Corpus = {}
        for number in range(draw.randint(2, 7)):
            suffix = draw.choice((".jsonl", ".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst", ".parquet"))
            name = f"{draw.choice(roots)}/{draw.choice(('', 'sub/', 'Ünder/'))}{number}{suffix}"
            made[name] = self._file(suffix)
        if draw.random() < 0.15:
            made[f"{roots[0]}/empty.jsonl"] = b""
        return made

    def configuration(self) -> Configuration:
        """Options of the run and of the reading."""
        draw = self.draw
        reading = ReadOptions(
            text_fields=draw.choice((("text",), ("text",), ("title", "text"))),
            id_field=draw.choice((None, None, "id")),
            drop_empty=draw.random() < 0.3,
            limit=draw.choice((1 << 26, 1 << 26, 2000)),
        )
        return replace(draw.choice(OPTIONS), reading=reading)

    def _file(self, suffix: str) -> bytes:
        draw = self.draw
        records = [self._record() for _ in range(draw.randint(0, 30))]
        if suffix == ".parquet":
            return _parquet(records, draw)
        lines = [json.dumps(record, ensure_ascii=draw.random() < 0.5).encode() for record in records]
        for _ in range(draw.choice((0, 0, 1, 3))):
            lines.insert(draw.randint(0, len(lines)), draw.choice(BAD))
        end = draw.choice((b"\n", b"\n", b"\r\n"))
        data = end.join(lines) + (end if lines and draw.random() < 0.8 else b"")
        if suffix.endswith("gz"):
            packed = gzip.compress(data, mtime=0)
        elif suffix.endswith("zst"):
            packed = zstd.import_zstd().compress(data)
        else:
            return data
        return packed[: len(packed) * 9 // 10] if draw.random() < 0.1 else packed

    def _record(self) -> dict[str, object]:
        draw = self.draw
        record: dict[str, object] = {"id": draw.choice((draw.randint(0, 10**6), draw.randint(0, 40)))}
        record["title"] = draw.choice(("A title  of some kind", "News", self._paragraph()))
        record["text"] = self._document()
        if draw.random() < 0.3:
            record["score"] = draw.random()
        return record

    def _document(self) -> str:
        draw = self.draw
        if self.documents and draw.random() < 0.15:
            text = draw.choice(self.documents)
            return text if draw.random() < 0.6 else text + "\n\n" + self._paragraph()
        parts = [self._paragraph() for _ in range(draw.choice((0, 1, 1, 2, 3, 5, 8)))]
        text = draw.choice(("\n\n", "\n\n", "\n", "\r\n\r\n")).join(parts)
        self.documents.append(text)
        return text

    def _paragraph(self) -> str:
        draw = self.draw
        chance = draw.random()
        if self.paragraphs and chance < 0.25:
            text = draw.choice(self.paragraphs)
        elif self.paragraphs and chance < 0.5:
            text = self._altered(draw.choice(self.paragraphs))
        elif len(self.paragraphs) > 1 and chance < 0.58:  # one that holds two others, or a part of one
            one, other = draw.sample(self.paragraphs, 2)
            text = f"{one} {other}" if draw.random() < 0.6 else one[: one.find(",") + 1] or one
        elif chance < 0.64:
            text = draw.choice(("4 min read", "Read more.", "Subscribe to our letter today.", "***"))
        else:
            text = f"{self._filled(OPENINGS)} {self._filled(MIDDLES)}"
        self.paragraphs.append(text)
        return draw.choice(DIRT)(text) if draw.random() < 0.12 else text

    def _filled(self, frames: Sequence[str]) -> str:
        return self.draw.choice(frames).format(**{slot: self.draw.choice(of) for slot, of in WORDS.items()})

    def _altered(self, text: str) -> str:
        """With a word or two exchanged, left out or put in: figures, names and negations among them."""
        words, draw = text.split(" "), self.draw
        for _ in range(draw.choice((1, 1, 2, 4))):
            at = draw.randrange(len(words))
            new = draw.choice(WORDS[draw.choice(list(WORDS))])
            words[at : at + draw.choice((0, 1, 1))] = draw.choice(
                ([], [new], [new], ["not"], [words[at].upper()])
            )
            if not words:
                return new
        return " ".join(words)


def _parquet(records: list[dict[str, object]], draw: random.Random) -> bytes:
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([("id", pyarrow.int64()), ("title", "string"), ("text", "string")])
    rows = [{**record, "text": None if draw.random() < 0.05 else record["text"]} for record in records]
    out = BytesIO()
    table = pyarrow.Table.from_pylist(rows, schema=schema)
    parquet.write_table(table, out, row_group_size=draw.choice((3, 10, 1000)))
    return out.getvalue()
