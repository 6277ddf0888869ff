"""The trail goes out and comes back, and replays to the raw text or says that it does not fit."""

import json
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import DamageError
from cleaner.formats.decoded_text import DecodedText
from cleaner.rule import Rule
from cleaner.store import shards, trail
from cleaner.store.compress import StreamCompressor, decompress
from cleaner.store.trail import DecodedDocument
from cleaner.structure import ANYWHERE
from cleaner.text import Document, Edit
from tests.text.test_document import applied, edited

RULES = {
    "test.rule": Rule("test.rule", "likely", "What.", "Why.", "What not.", ("a", "b"), ANYWHERE),
}


def entry(name, document):
    return DecodedDocument(name, DecodedText(document.raw, "utf-8", ""), document)


def back(entries):
    """The steps of each document after a journey through the files of a trail."""
    files = trail.encode_files("full", entries, RULES)
    lines = b"".join(unpacked(name, data) for name, data in files.items()).splitlines(keepends=True)
    groups = {
        json.loads(head + b"}")["document"]: list(own)
        for head, own in groupby(lines, key=trail.get_document_prefix)
    }
    return {name: trail.decode(b"".join(own), name) for name, own in groups.items()}


def unpacked(name, data):
    return decompress(data, name) if name.endswith(".zst") else data


@given(st.lists(edited(), max_size=3))
def test_what_comes_back_rebuilds_the_raw_text(cases):
    documents = [(f"{number}.txt", applied(case)) for number, case in enumerate(cases)]
    steps = back([entry(*pair) for pair in documents])
    for name, document in documents:
        assert trail.replay(document.text, steps.get(name, ())) == document.raw
        assert tuple(step for step in document.trail if step.edits) == steps.get(name, ())


def test_a_lone_surrogate_comes_back():
    document = Document.of("it\udc92s").apply("encoding", [Edit(2, 3, "’", "test.rule")])
    assert trail.replay("it’s", back([entry("a\udcff", document)])["a\udcff"]) == "it\udc92s"


def test_two_halves_of_a_character_that_were_apart_stay_apart():
    document = Document.of("\\\ud83d\ude00").apply("t", [Edit(0, 3, "😀", "test.rule")])
    assert trail.replay("😀", back([entry("a", document)])["a"]) == "\\\ud83d\ude00"


def test_a_record_says_where_in_the_raw_text_and_in_its_bytes():
    document = Document.of("öne\ntwo three").apply("t", [Edit(0, 4, "", "test.rule")])
    document = document.apply("t", [Edit(3, 4, "-", "test.rule", {"why": 1})], round=2)
    told = json.loads(trail.encode_edits(entry("a", document), RULES).splitlines()[1])
    assert (told["raw"], told["bytes"], told["line"], told["column"]) == ([7, 8], [8, 9], 2, 4)
    assert told["evidence"] == {"why": 1}


def test_a_text_that_is_not_the_written_one_is_damage():
    document = Document.of("abcd").apply("t", [Edit(2, 3, "x", "test.rule")])
    with pytest.raises(DamageError, match="does not fit"):
        trail.replay("a", document.trail)


GOOD = trail.encode_edits(entry("a", Document.of("ab").apply("t", [Edit(0, 1, "", "test.rule")])), RULES)


@pytest.mark.parametrize(
    "line",
    [GOOD.replace(b'"round":1', b'"round":"1"'), GOOD[:-5], b"[" * 100_000, b'"\\ud800' + b"[" * 100_000],
)
def test_a_record_that_cannot_be_read_is_damage(line):
    with pytest.raises(DamageError, match=r"a\.txt: a line is damaged"):
        trail.decode(line, "a.txt")


def test_a_large_trail_is_compressed_and_cut_between_documents(monkeypatch):
    monkeypatch.setattr(shards, "PLAIN_SIZE", 100)
    monkeypatch.setattr(shards, "SHARD_SIZE", 2 * len(GOOD) + 10)
    document = Document.of("ab").apply("t", [Edit(0, 1, "", "test.rule")])
    files = trail.encode_files("full", [entry(str(number), document) for number in range(5)], RULES)
    assert list(files) == [f".cleaner/trail/00000{part}.jsonl.zst" for part in ("", "-1", "-2")]
    assert [unpacked(name, data).count(b"\n") for name, data in files.items()] == [2, 2, 1]


def test_counts_hold_no_text():
    document = Document.of("secret x").apply(
        "t", [Edit(0, 6, "pu", "test.rule"), Edit(7, 8, None, "test.rule")]
    )
    [(name, data)] = trail.encode_files("counts", [entry("a", document)], RULES).items()
    assert name == ".cleaner/trail/00000.jsonl" and b"secret" not in data
    assert json.loads(data) == {
        "document": "a",
        "rule": "test.rule",
        "edits": 1,
        "characters_removed": 6,
        "characters_inserted": 2,
        "reports": 1,
    }
    assert trail.encode_files("none", [entry("a", document)], RULES) == {}


def test_counts_are_a_line_for_each_rule_in_the_order_of_the_rules():
    rules = dict.fromkeys(("b.rule", "a.rule", "c.rule"), RULES["test.rule"])
    edits = [Edit(0, 3, "", "a.rule"), Edit(3, 4, "xy", "b.rule"), Edit(5, 6, "z", "a.rule")]
    lines = trail.encode_rule_counts("a", edits, rules).splitlines(keepends=True)
    counts = [json.loads(line) for line in lines]
    assert all(line.endswith(b"}\n") for line in lines)
    assert [(c["rule"], c["edits"], c["characters_removed"], c["characters_inserted"]) for c in counts] == [
        ("b.rule", 1, 1, 2),
        ("a.rule", 2, 4, 1),
    ]


@given(st.binary(max_size=200), st.data())
def test_a_frame_that_was_cut_or_changed_is_damage(plain, data):
    packing = StreamCompressor()
    packing.add(plain)
    packed = packing.close()
    assert decompress(packed, "a") == plain
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    for damaged in (cut, packed + b"\0"):
        with pytest.raises(DamageError, match="a is damaged"):
            decompress(damaged, "a")


def test_the_lines_of_a_document_begin_alike_whatever_their_evidence_says():
    line = b'{"document":"a","round":1,"evidence":{"why":1,"round":2}}\n'
    assert trail.get_document_prefix(line) == b'{"document":"a"'
