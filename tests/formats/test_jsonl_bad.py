"""A record that cannot be read costs itself: none of its neighbours, and no memory."""

import io
import json
import tracemalloc

import pytest

from cleaner.formats.jsonl import lines
from cleaner.formats.jsonl.codec import JsonlCodec
from cleaner.formats.jsonl.record_parser import BOM, DEPTH, KEYS
from cleaner.formats.record_codec import BadRecord, Fields, RecordSlice, RecordText, Slice

CODEC = JsonlCodec()
LIMIT = 2 << 20
BAD = {
    "not UTF-8": (b'{"text":"caf\xe9"}', "is not UTF-8", 12),
    "not UTF-8 elsewhere": (b'{"text":"x","y":"\xff"}', "is not UTF-8", 17),
    "not UTF-8 far on": (b'{"text":"' + "é".encode() * (1 << 19) + b'\xff"}', "is not UTF-8", 9 + (1 << 20)),
    "not UTF-8 at a cut": (b'{"text":"' + b"x" * ((1 << 20) - 10) + b'\xc3"}', "is not UTF-8", (1 << 20) - 1),
    "an encoded surrogate": (b'{"text":"\xed\xa0\x80"}', "is not UTF-8", 9),
    "broken": (b'{"text":"x"', "it breaks off", 11),
    "no JSON": (b"{text}", "is not JSON", 1),
    "trailing garbage": (b'{"text":"x"} x', "trailing characters", 13),
    "two objects": (b'{"text":"x"}{"text":"y"}', "trailing characters", 12),
    "a raw tab": (b'{"text":"\t"}', "invalid character", 9),
    "a list": (b'["text"]', "is not a JSON object", 0),
    "a string": (b'"text"', "is not a JSON object", 0),
    "missing": (b'{"body":"x"}', "has no text field 'text'", 0),
    "null": (b'{"text":null}', "has null in the text field", 8),
    "a number": (b'{"text": 1}', "has a number", 9),
    "a boolean": (b'{"text":true}', "has a boolean", 8),
    "nested": (b'{"text":{"text":"x"}}', "has an object", 8),
    "listed": (b'{"text":["x"]}', "has a list", 8),
    "twice": (b'{"text":"x","text":"y"}', "has the field 'text' twice", 19),
    "half a pair": (b'{"text":"\\ud800"}', "half a surrogate pair", 8),
    "the other half": (b'{"text":"x\\udc00 and more"}', "half a surrogate pair", 8),
    "NaN": (b'{"text":"x","y":NaN}', "is not JSON", 16),
    "Infinity": (b'{"text":"x","y":-Infinity}', "is not JSON", 17),
    "NUL": (b'{"text":"x\0"}', "holds a NUL byte", 10),
    "a mark": (BOM + b'{"text":"x"}', "begins with a byte order mark", 0),
    "deep lists": (
        b'{"text":"x","y":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        f"more than {DEPTH} deep",
        271,
    ),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, f"more than {DEPTH} deep", 1280),
    "keys": (b"{" + b'"a":1,' * (KEYS + 1) + b'"text":"x"}', f"more than {KEYS} keys", 1 + 6 * KEYS),
    "large": (b'{"text":"' + b"x" * LIMIT + b'"}', "is larger than the limit", 0),
}


def test_2000_neighbours_of_every_kind_of_bad_record_are_kept(tmp_path):
    path = tmp_path / "a.jsonl"
    lines, expected, offset = [], {}, 0
    kinds = iter(BAD.values())
    for number in range(1, 2001 + len(BAD)):
        line = json.dumps({"id": number, "text": f"text {number}"}).encode()
        if number % 60 == 1 and (kind := next(kinds, None)):
            line, message, at = kind
            at = 0 if line.startswith(BOM) and not offset else at
            expected[number] = (offset, message, offset + at)
        lines.append(line)
        offset += len(line) + 1
    assert len(expected) == len(BAD)
    path.write_bytes(b"\n".join(lines))
    items = [
        item
        for part in CODEC.cut_slices(path, 50_000)
        for item in CODEC.read(RecordSlice(path, part, limit=LIMIT))
    ]
    good = [item for item in items if isinstance(item, RecordText)]
    bad = {item.number: item for item in items if isinstance(item, BadRecord)}
    assert bad.keys() == expected.keys()
    assert [item.text for item in good] == [
        f"text {number}" for number in range(1, len(lines) + 1) if number not in expected
    ]
    for number, (offset, message, byte) in expected.items():
        item = bad[number]
        assert message in str(item.problem), item.problem
        assert (item.offset, item.problem.line, item.problem.byte) == (offset, number, byte), item.problem
        assert str(item.problem).startswith(f"{path}:{number}: ")
        whole = lines[number - 1] + b"\n"
        assert item.length == len(whole)
        assert item.data == (whole if len(whole) <= LIMIT else None)
    check_restore(tmp_path, path, [item.text for item in good], sorted(bad))


def check_restore(tmp_path, path, texts, numbers):
    """The rest is written, and what was bad comes back from its bytes, in pieces where it is large."""
    raw = path.read_bytes()
    part = Slice(0, len(raw), 1)
    clean = tmp_path / "clean.jsonl"
    with clean.open("wb") as out:
        CODEC.rewrite(RecordSlice(path, part, limit=LIMIT), iter(texts), out)
    assert len(clean.read_bytes().splitlines()) == len(texts)
    out = io.BytesIO()
    CODEC.restore(clean, Fields(), iter([None] * len(texts)), CODEC.take(path, part, numbers), out)
    assert out.getvalue() == raw


@pytest.mark.parametrize("depth", [DEPTH, DEPTH + 1])
def test_depth_has_a_limit_that_no_caller_changes(tmp_path, depth):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"x","y":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}")
    (item,) = CODEC.read(RecordSlice(path, Slice(0, path.stat().st_size, 1)))
    assert isinstance(item, RecordText if depth == DEPTH else BadRecord)


def test_brackets_in_texts_are_no_depth(tmp_path):
    path = tmp_path / "a.jsonl"
    text = '[{"\\' * 1000
    path.write_text(json.dumps({"text": text}), encoding="utf-8")
    (item,) = CODEC.read(RecordSlice(path, Slice(0, path.stat().st_size, 1)))
    assert item.text == text


@pytest.mark.parametrize(
    "hostile", [b'"\\"' * 300_000, b'{"a":"' + b'\\"' * 500_000, b"[" * 1_000_000, b'{"' * 500_000]
)
def test_hostile_lines_take_no_longer_than_others(tmp_path, hostile):
    path = tmp_path / "a.jsonl"
    path.write_bytes(hostile + b'\n{"text":"x"}')
    items = list(CODEC.read(RecordSlice(path, Slice(0, path.stat().st_size, 1))))
    assert [type(item) for item in items] == [BadRecord, RecordText]


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("limit", [12, lines.PIECE - 1, lines.PIECE, 3 * lines.PIECE + 5])
def test_a_limit_is_met_to_the_byte(tmp_path, limit, end, over):
    path = tmp_path / "a.jsonl"
    line = b'{"text":""}'
    line = line[:-2] + b"x" * (limit + over - len(line)) + line[-2:]
    path.write_bytes(line + end)
    (item,) = CODEC.read(RecordSlice(path, Slice(0, len(line + end), 1), limit=limit))
    assert isinstance(item, BadRecord if over else RecordText)
    assert item.length == len(line + end if over else line)
    if over:
        assert item.data is None


def test_a_line_past_the_limit_is_never_held(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text":"one"}\n')
        file.truncate(200 << 20)
        file.seek(200 << 20)
        file.write(b'\n{"text":"two"}\n')
    tracemalloc.start()
    items = [
        item for part in CODEC.cut_slices(path) for item in CODEC.read(RecordSlice(path, part, limit=LIMIT))
    ]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(item) for item in items] == [RecordText, BadRecord, RecordText]
    assert items[1][:4] == (2, 15, (200 << 20) - 14, None)
    assert peak < 8 << 20
