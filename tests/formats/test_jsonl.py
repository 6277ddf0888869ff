"""JSON Lines: every byte that is not a text stays, and what was changed can be put back."""

import io
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import DamageError, UsageError
from cleaner.formats.jsonl.codec import JsonlCodec
from cleaner.formats.jsonl.record_parser import BOM
from cleaner.formats.record_codec import BadRecord, Fields, RecordSlice, RecordText, Slice
from cleaner.formats.registry import find_format

CODEC = JsonlCodec()
NESTED = Fields(("text", "article.body"), "id")
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    '"\\/\n\t\x00\x1f\x7fé😀\u2028\ufeff{}[],:'
)
WORDS = st.text(CHARACTERS, max_size=8)
KEYS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\./'), max_size=4)
NUMBERS = st.sampled_from(["0", "-1", "1e400", "1.50", "-0.0E+7", "9" * 200])


class Number(str):
    """A number as it is spelled."""


VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS.map(Number) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=5,
)


def literal(text, random):
    """A string, each character spelled in one of the ways that JSON has."""
    style = random.choice(("plain", "ascii", "mixed"))
    if style != "mixed":
        return json.dumps(text, ensure_ascii=style == "ascii")
    pieces = []
    for character in text:
        escaped = json.dumps(character)[1:-1]
        plain = json.dumps(character, ensure_ascii=False)[1:-1]
        hexes = "".join(f"\\u{unit:04X}" for unit in units(character))
        pieces.append(random.choice((escaped, plain, hexes, "\\/" if character == "/" else plain)))
    return f'"{"".join(pieces)}"'


def units(character):
    data = character.encode("utf-16-be")
    return [int.from_bytes(data[place : place + 2]) for place in range(0, len(data), 2)]


def spelled(value, random):
    """A JSON value with odd spaces."""

    def space():
        return random.choice(("", "", " ", "\t", " \r "))

    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return literal(value, random)
    if isinstance(value, list):
        return "[" + ",".join(space() + spelled(item, random) + space() for item in value) + space() + "]"
    if isinstance(value, dict):
        members = (
            space() + literal(key, random) + space() + ":" + space() + spelled(item, random) + space()
            for key, item in value.items()
        )
        return "{" + (",".join(members) or space()) + "}"
    return json.dumps(value)


@st.composite
def files(draw):
    """A file, and the texts in it."""
    random = draw(st.randoms(use_true_random=False))
    lines, texts = [], []
    for others, text, body in draw(
        st.lists(st.tuples(st.dictionaries(KEYS, VALUES, max_size=3), WORDS, WORDS), max_size=3)
    ):
        members = [
            (key, value) for key, value in others.items() if key not in {"text", "article", "article.body"}
        ]
        members += [("text", text), ("article", {"x": text, "body": body, "y": [body]})]
        random.shuffle(members)
        lines.append(spelled(dict(members), random) + random.choice(("", " ", "\r")))
        texts += [text, body]
        if random.random() < 0.2:
            lines.append(random.choice(("", " ", "\r")))
    data = "\n".join(lines) + random.choice(("", "\n"))
    return random.choice((b"", BOM)) + data.encode(), texts


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("jsonl") / "a.jsonl"


def read(path, fields=NESTED, size=64 << 20, **options):
    return [
        item
        for part in CODEC.cut_slices(path, size)
        for item in CODEC.read(RecordSlice(path, part, fields, **options))
    ]


def rewritten(path, answers, fields=NESTED, size=64 << 20):
    given = iter(answers)
    out = io.BytesIO()
    for part in CODEC.cut_slices(path, size):
        CODEC.rewrite(RecordSlice(path, part, fields), given, out)
    assert next(given, "none left") == "none left"
    return out.getvalue()


def restored(path, raws, lost=(), fields=NESTED):
    out = io.BytesIO()
    CODEC.restore(path, fields, iter(raws), iter(lost), out)
    return out.getvalue()


def texts_of(items):
    return [item.text for item in items if isinstance(item, RecordText)]


@given(files())
def test_unchanged_texts_keep_every_byte(path, file):
    data, texts = file
    path.write_bytes(data)
    assert texts_of(read(path)) == texts
    assert rewritten(path, texts) == data


@given(files(), st.data())
def test_a_changed_text_changes_nothing_else_and_can_be_put_back(path, file, data):
    raw, texts = file
    path.write_bytes(raw)
    items = read(path)
    answers = [data.draw(WORDS | st.just(text)) for text in texts]
    clean = rewritten(path, answers)
    before, after = parsed(raw), parsed(clean)
    for place, record in enumerate(before):
        record["text"], record["article"]["body"] = answers[2 * place : 2 * place + 2]
    assert before == after
    assert [line for line in raw.split(b"\n") if not line.strip()] == [
        line for line in clean.split(b"\n") if not line.strip()
    ]
    path.write_bytes(clean)
    pairs = zip(items, answers, strict=True)
    assert (
        restored(path, [None if item.text == new else (item.text, item.spelling) for item, new in pairs])
        == raw
    )


@given(files(), st.data())
def test_records_left_out_can_be_put_back(path, file, data):
    raw, _ = file
    path.write_bytes(raw)
    items = read(path)
    gone = {item.number for item in items if data.draw(st.booleans())}
    answers = [None if item.number in gone else item.text + "!" for item in items]
    clean = rewritten(path, answers)
    lost = [entry for part in CODEC.cut_slices(path) for entry in CODEC.take(path, part, sorted(gone))]
    assert [number for number, _ in lost] == sorted(gone)
    path.write_bytes(clean)
    raws = [(item.text, item.spelling) for item in items if item.number not in gone]
    assert restored(path, raws, lost) == raw


@given(files(), st.integers(1, 200), st.data())
def test_slices_of_any_size_give_the_same(path, file, size, data):
    raw, texts = file
    path.write_bytes(raw)
    parts = list(CODEC.cut_slices(path, size))
    assert parts[0].start == 0 and parts[-1].stop == len(raw)
    assert all(one.stop == two.start for one, two in itertools.pairwise(parts))
    assert all(part.stop - part.start >= size for part in parts[:-1])
    assert read(path, size=size) == read(path)
    answers = [data.draw(st.none() | st.just(text + "!")) for text in texts]
    assert rewritten(path, answers, size=size) == rewritten(path, answers)


@given(files(), st.data())
def test_what_is_a_record_is_what_the_standard_library_reads(path, file, data):
    """Bytes put in, taken out and changed: good here means good there, and the other way round."""
    raw = bytearray(file[0])
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from(
                [
                    b"",
                    b'"',
                    b"\\",
                    b"}",
                    b"{",
                    b",",
                    b":",
                    b"0",
                    b"\xff",
                    b"\0",
                    b" ",
                    b"\xe2",
                    b"\\ud800",
                    b"e",
                ]
            )
        )
    path.write_bytes(raw)
    good = {}
    for item in read(path, Fields(("text",))):
        if isinstance(item, RecordText):
            good[item.number] = item.text
        else:
            assert item.problem.line == item.number
            assert item.offset <= item.problem.byte <= item.offset + item.length
            assert raw[item.offset : item.offset + item.length] == item.data
    expected = {}
    for number, line in enumerate(bytes(raw).split(b"\n"), 1):
        text = strict(line.removeprefix(BOM) if number == 1 else line)
        if text is not None:
            expected[number] = text
    assert good == expected


def strict(line):
    """The text of a line, by `json`; None unless it is an object with one good `text`."""

    def refuse(name):
        raise ValueError(name)

    try:
        pairs = json.loads(line.decode(), object_pairs_hook=Pairs, parse_constant=refuse, parse_int=len)
    except ValueError:
        return None
    found = [value for key, value in pairs if key == "text"] if isinstance(pairs, Pairs) else []
    if len(found) != 1 or type(found[0]) is not str:
        return None
    try:
        found[0].encode()
    except UnicodeEncodeError:
        return None
    return found[0]


class Pairs(list):
    """The members of an object."""


def parsed(data):
    return [json.loads(line) for line in data.removeprefix(BOM).split(b"\n") if line.strip()]


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        ('{"a": {"b": {"c": "x"}}}', "a.b.c", "x"),
        ('{"a.b.c": "literal", "a": {"b": {"c": "path"}}}', "a.b.c", "literal"),
        ('{"a.b": {"c": "longer"}, "a": {"b.c": "shorter"}}', "a.b.c", "longer"),
        ('{"a": {"b.c": "x"}}', "a.b.c", "x"),
        ('{"a.b": "no object", "a": {"b": {"c": "x"}}}', "a.b.c", "x"),
        ('{"te\\u0078t": "x"}', "text", "x"),
        ('{"a": "\\"text\\": \\"y\\"", "text": "x"}', "text", "x"),
        ('{"n": 1, "n": 12, "text": "x"}', "text", "x"),
        ('{"n": 12, "n": 1, "text": "x"}', "text", "x"),
        ('{"n": {"text": "y"}, "n": ["]", "\\"]"], "n": 0, "text": "x"}', "text", "x"),
        ('{"other": "\\ud800", "text": "x"}', "text", "x"),
        ('{"other": "\\\\ud800", "text": "x"}', "text", "x"),
        ('{"\\udc00": "\\ud83d\\ude00\\ude00", "text": "\\ud83d\\ude00"}', "text", "😀"),
        ('{"": "x"}', "", "x"),
    ],
)
def test_a_text_is_found(path, line, field, text):
    path.write_text(line, encoding="utf-8")
    assert texts_of(read(path, Fields((field,)))) == [text]
    out = rewritten(path, ["new"], Fields((field,))).decode()
    assert out.count("new") == 1
    path.write_text(out, encoding="utf-8")
    assert texts_of(read(path, Fields((field,)))) == ["new"]


@pytest.mark.parametrize(
    ("literal", "spelling", "changed"),
    [
        ('"plain"', "", '"à"'),
        ('"é"', "", '"à"'),
        ('"\\n \\" \\\\ \\u0001"', "", '"à"'),
        ('"\\u00e9"', "ascii", '"\\u00e0"'),
        ('"\\u00E9"', '"\\u00E9"', '"\\u00e0"'),
        ('"\\u0041"', '"\\u0041"', '"\\u00e0"'),
        ('"\\u00e9 é"', '"\\u00e9 é"', '"à"'),
        ('"\\/"', '"\\/"', '"à"'),
        ('"\\u001F"', '"\\u001F"', '"à"'),
        ('"\\\\u00e9"', "", '"à"'),
        ('"\\ud83d\\ude00"', "ascii", '"\\u00e0"'),
    ],
)
def test_a_changed_text_is_spelled_as_its_neighbours_were(path, literal, spelling, changed):
    path.write_text(f'{{"text":{literal}}}\n', encoding="utf-8")
    (item,) = read(path, Fields())
    assert item.spelling == spelling
    clean = rewritten(path, ["à"], Fields())
    assert clean.decode() == f'{{"text":{changed}}}\n'
    path.write_bytes(clean)
    assert restored(path, [(item.text, item.spelling)], fields=Fields()).decode() == f'{{"text":{literal}}}\n'


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ('"a1"', "a1"),
        ("17", "17"),
        ("1e400", "1e400"),
        ("null", ""),
        ('{"x": 1}', '{"x": 1}'),
        ('"\\ud800"', '"\\ud800"'),
        ('"\\ud801 b"', '"\\ud801 b"'),
    ],
)
def test_an_id_is_a_label(path, value, label):
    path.write_text(f'{{"id": {value}, "text": "x"}}', encoding="utf-8")
    assert [item.id for item in read(path, Fields(id="id"))] == [label]
    assert [item.id for item in read(path, Fields(id="none"))] == [""]


def test_a_text_has_its_place(path):
    path.write_bytes(BOM + b'\n{"text":"a"}\r\n \n{"text":"b"}')
    assert [item[:2] + item[4:6] for item in read(path, Fields())] == [
        (2, "text", 4, 13),
        (4, "text", 20, 12),
    ]


def test_an_empty_file_is_one_empty_slice(path):
    path.write_bytes(b"")
    assert list(CODEC.cut_slices(path)) == [Slice(0, 0, 1)]
    assert read(path) == [] and rewritten(path, []) == b""
    assert restored(path, [], [(1, b"a\n"), (2, b"b"), (2, b"c")]) == b"a\nbc"


def test_pieces_are_joined(tmp_path):
    pieces = [tmp_path / "1", tmp_path / "2"]
    for piece in pieces:
        piece.write_bytes(piece.name.encode() + b"\n")
    out = io.BytesIO()
    CODEC.join(pieces, out)
    assert out.getvalue() == b"1\n2\n"


def test_a_clean_file_that_does_not_fit_its_trail_is_damage(path):
    path.write_bytes(b'{"text":"a"}\n')
    with pytest.raises(DamageError, match="fewer texts"):
        restored(path, [], fields=Fields())
    path.write_bytes(b"broken\n")
    with pytest.raises(DamageError, match="not JSON"):
        restored(path, [None], fields=Fields())


def test_answers_must_not_run_out(path):
    path.write_bytes(b'{"text":"a"}\n')
    with pytest.raises(ValueError, match="fewer answers"):
        rewritten(path, [], Fields())


@pytest.mark.parametrize("fields", [Fields(()), Fields(("a", "a"))])
def test_fields_that_are_a_mistake_are_refused(path, fields):
    path.write_bytes(b"")
    with pytest.raises(UsageError):
        read(path, fields)


@pytest.mark.parametrize("name", ["a.jsonl", "b.NDJSON", "c.jsonl.gz", "d.ndjson.zst"])
def test_the_name_says_the_format(name):
    assert isinstance(find_format(Path(name)).codec, JsonlCodec)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.json", None), ("a.txt.gz", None), ("a.jsonl", "txt"), ("jsonl", None)]
)
def test_other_files_have_no_records(name, kind):
    format = find_format(Path(name), kind)
    assert format is None or format.content == "text"


def test_bad_is_told_apart(path):
    path.write_bytes(b'{"text":1}\n')
    (item,) = read(path, Fields())
    assert isinstance(item, BadRecord) and item.data == b'{"text":1}\n'
