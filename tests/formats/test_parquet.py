"""Parquet: other columns, types and metadata stay as they are, and one bad row costs itself."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import DamageError, InputError, OutputError
from cleaner.formats.record_codec import LIMIT, BadRecord, Fields, RecordSlice, RecordText, Slice
from cleaner.formats.registry import find_format
from tests.examples import examples

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from cleaner.formats.parquet import row_groups, writer  # noqa: E402
from cleaner.formats.parquet.codec import ParquetCodec  # noqa: E402

CODEC = ParquetCodec()
FIELDS = Fields(("text", "page.body"), "id")
SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False, metadata={b"unit": b"none"}),
        pa.field("text", pa.large_string()),
        pa.field("label", pa.dictionary(pa.int32(), pa.string())),
        pa.field("price", pa.decimal128(20, 4)),
        pa.field("seen", pa.timestamp("ns", tz="Europe/Paris")),
        pa.field("lasted", pa.duration("ms")),
        pa.field("small", pa.uint8()),
        pa.field("half", pa.float16()),
        pa.field("key", pa.binary(4)),
        pa.field(
            "page", pa.struct([("url", pa.string()), ("body", pa.string()), ("links", pa.list_(pa.string()))])
        ),
        pa.field("tags", pa.map_(pa.string(), pa.list_(pa.struct([("x", pa.int8())])))),
        pa.field("place", pa.list_(pa.float32(), 2)),
    ],
    metadata={b"source": b"made up", b"pandas": b"{}"},
)


def row(number, text, body):
    return {
        "id": number,
        "text": text,
        "label": "ab"[number % 2],
        "price": Decimal("1.2345") * number,
        "seen": datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number),
        "lasted": timedelta(seconds=number),
        "small": number % 256,
        "half": None,
        "key": b"abcd",
        "page": {"url": None, "body": body, "links": ["x", None]},
        "tags": [("a", [{"x": 1}, None])],
        "place": [1.0, 2.5],
    }


def table(count=1000):
    rows = [row(number, f"text {number}", f"body {number}") for number in range(count)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.parquet"
    compression = {"text": "zstd", "id": "snappy", "page.list.body": "gzip"}
    pq.write_table(table(), path, row_group_size=300, compression=compression, use_dictionary=["label"])
    return path


def read(path, fields=FIELDS, size=1, limit=LIMIT):
    return [
        item
        for part in CODEC.cut_slices(path, size)
        for item in CODEC.read(RecordSlice(path, part, fields, limit))
    ]


def rewritten(path, answers, folder, fields=FIELDS, size=1):
    given = iter(answers)
    pieces = []
    for number, part in enumerate(CODEC.cut_slices(path, size)):
        pieces.append(folder / f"piece-{number}.parquet")
        with pieces[-1].open("wb") as out:
            CODEC.rewrite(RecordSlice(path, part, fields), given, out)
    assert next(given, "none left") == "none left"
    out = io.BytesIO()
    CODEC.join(pieces, out)
    return out.getvalue()


def loaded(data):
    return pq.read_table(io.BytesIO(data))


def same(one, two):
    """The same schema and values; a column of a dictionary may number them differently."""
    return one.schema.equals(two.schema, check_metadata=True) and one.to_pylist() == two.to_pylist()


def test_the_name_says_the_format(path):
    assert isinstance(find_format(path).codec, ParquetCodec)


def test_texts_of_columns_and_structs(path):
    items = read(path)
    assert items[:3] == [
        RecordText(1, "text", "text 0", "0", 0, 0, ""),
        RecordText(1, "page.body", "body 0", "0", 0, 0, ""),
        RecordText(2, "text", "text 1", "1", 0, 0, ""),
    ]
    assert [item.number for item in items[::2]] == list(range(1, 1001))


def test_slices_are_row_groups(path):
    assert list(CODEC.cut_slices(path, 1)) == [
        Slice(0, 1, 1),
        Slice(1, 2, 301),
        Slice(2, 3, 601),
        Slice(3, 4, 901),
    ]
    assert list(CODEC.cut_slices(path)) == [Slice(0, 4, 1)]
    assert read(path, size=LIMIT) == read(path)


@pytest.mark.parametrize("size", [1, LIMIT])
def test_unchanged_rows_keep_values_types_metadata_and_layout(path, tmp_path, size):
    answers = [item.text for item in read(path)]
    data = rewritten(path, answers, tmp_path, size=size)
    assert same(loaded(data), pq.read_table(path))
    assert data == rewritten(path, answers, tmp_path, size=size)
    old, new = pq.ParquetFile(path).metadata, pq.ParquetFile(io.BytesIO(data)).metadata
    assert layout(old) == layout(new)
    assert [new.row_group(group).num_rows for group in range(4)] == [300, 300, 300, 100]


def layout(metadata):
    columns = [metadata.row_group(0).column(number) for number in range(metadata.num_columns)]
    return [
        (column.path_in_schema, column.compression, "RLE_DICTIONARY" in column.encodings)
        for column in columns
    ]


def test_changed_and_dropped_rows_can_be_put_back(path, tmp_path):
    items = read(path)
    gone = {item.number for item in items if item.number % 7 == 0} | {1, 1000}
    answers = [None if item.number in gone else f"new {item.text}" for item in items]
    clean = tmp_path / "clean.parquet"
    clean.write_bytes(rewritten(path, answers, tmp_path))
    expected = [
        row(number, f"new text {number}", f"new body {number}")
        for number in range(1000)
        if number + 1 not in gone
    ]
    assert same(pq.read_table(clean), pa.Table.from_pylist(expected, schema=pq.read_schema(path)))
    lost = [entry for part in CODEC.cut_slices(path, 1) for entry in CODEC.take(path, part, sorted(gone))]
    assert [number for number, _ in lost] == sorted(gone)
    raws = [(item.text, item.spelling) for item in items if item.number not in gone]
    out = io.BytesIO()
    CODEC.restore(clean, FIELDS, iter(raws), iter(lost), out)
    assert same(loaded(out.getvalue()), pq.read_table(path))


def test_a_file_of_which_nothing_is_left(path, tmp_path):
    items = read(path)
    clean = tmp_path / "clean.parquet"
    clean.write_bytes(rewritten(path, [None] * len(items), tmp_path))
    assert pq.read_table(clean).num_rows == 0
    assert pq.read_schema(clean).equals(pq.read_schema(path), check_metadata=True)
    assert read(clean) == [] and list(CODEC.cut_slices(clean)) == [Slice(0, 0, 1)]
    lost = [entry for part in CODEC.cut_slices(path) for entry in CODEC.take(path, part, range(1, 1001))]
    out = io.BytesIO()
    CODEC.restore(clean, FIELDS, iter(()), iter(lost), out)
    assert same(loaded(out.getvalue()), pq.read_table(path))


KINDS = st.sampled_from(
    [
        pa.string(),
        pa.large_string(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ]
)
TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": TEXTS,
            "a": st.none()
            | st.fixed_dictionaries(
                {"n": st.none() | st.integers(0, 9), "b": st.none() | st.fixed_dictionaries({"text": TEXTS})}
            ),
        }
    ),
    max_size=8,
)


@examples(60)
@given(KINDS, ROWS, st.integers(1, 4), st.data())
def test_rows_with_nulls_anywhere_come_back(tmp_path_factory, kind, rows, group, data):
    folder = tmp_path_factory.mktemp("rows")
    path, clean = folder / "a.parquet", folder / "clean.parquet"
    struct = pa.struct([("n", pa.int64()), ("b", pa.struct([("text", kind)]))])
    raw = pa.Table.from_pylist(rows, schema=pa.schema([("text", kind), ("a", struct)]))
    pq.write_table(raw, path, row_group_size=group)
    fields = Fields(("a.b.text", "text"))
    items = read(path, fields)
    found = [(item.number, item.text) for item in items if isinstance(item, RecordText)]
    texts = {}
    for number, value in enumerate(rows, 1):
        nested = ((value["a"] or {}).get("b") or {}).get("text")
        if nested is not None and value["text"] is not None:
            texts[number] = [nested, value["text"]]
    assert found == [(number, text) for number, pair in texts.items() for text in pair]
    bad = [item for item in items if isinstance(item, BadRecord)]
    assert {item.number for item in bad} == set(range(1, len(rows) + 1)) - set(texts)
    gone = {number for number in texts if data.draw(st.booleans())}
    answers = [
        None if number in gone else data.draw(st.sampled_from([text, text + "!"])) for number, text in found
    ]
    clean.write_bytes(rewritten(path, answers, folder, fields))
    kept = [(new, text) for new, (_, text) in zip(answers, found, strict=True) if new is not None]
    assert [item.text for item in read(clean, fields)] == [new for new, _ in kept]
    dropped = [entry for part in CODEC.cut_slices(path, 1) for entry in CODEC.take(path, part, sorted(gone))]
    lost = sorted(dropped + [(item.number, item.data) for item in bad])
    out = io.BytesIO()
    CODEC.restore(
        clean, fields, iter([None if new == text else (text, "") for new, text in kept]), iter(lost), out
    )
    assert same(loaded(out.getvalue()), pq.read_table(path))


def test_a_bad_row_costs_itself(tmp_path):
    path = tmp_path / "a.parquet"
    values = pa.array([b"one", b"caf\xe9", None, b"x" * 100, b"two"], pa.binary())
    texts = pa.StringArray.from_buffers(5, values.buffers()[1], values.buffers()[2], values.buffers()[0])
    pq.write_table(pa.table({"text": texts}), path)
    items = read(path, Fields(), limit=50)
    assert [item.text for item in items if isinstance(item, RecordText)] == ["one", "two"]
    assert [str(item.problem) for item in items if isinstance(item, BadRecord)] == [
        f"{path}:2: has a text field 'text' that is not UTF-8 (mend the row or take it out)",
        f"{path}:3: has null in the text field 'text', not a string (mend the row or take it out)",
        f"{path}:4: is larger than the limit of 50 bytes (raise --max-record)",
    ]


def test_a_damaged_page_costs_the_rest_of_its_row_group(tmp_path):
    path = tmp_path / "a.parquet"
    raw = table(900)
    pq.write_table(
        raw, path, row_group_size=300, compression="none", write_page_checksum=True, use_dictionary=False
    )
    data = bytearray(path.read_bytes())
    data[data.index(b"body 450")] ^= 1
    path.write_bytes(data)
    items = read(path)
    (bad,) = [item for item in items if isinstance(item, BadRecord)]
    assert bad.data is None and 301 <= bad.number <= 451
    assert f"is damaged, which loses rows {bad.number} to 600: " in str(bad.problem)
    good = [item for item in items if isinstance(item, RecordText)]
    assert {item.number for item in good} == {*range(1, bad.number), *range(601, 901)}
    clean = loaded(rewritten(path, [item.text for item in good], tmp_path))
    assert clean.equals(pa.concat_tables([raw.slice(0, bad.number - 1), raw.slice(600)]))


def test_settings_are_those_of_a_row_group_that_can_be_read(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(
        table(60), path, row_group_size=30, compression="gzip", write_page_checksum=True, use_dictionary=False
    )
    whole = path.read_bytes()
    place = pq.ParquetFile(path).metadata.row_group(0).column(0).data_page_offset
    path.write_bytes(whole[: place + 30] + b"damage" + whole[place + 36 :])
    items = read(path)
    assert [item.number for item in items if isinstance(item, BadRecord)] == [1]
    data = rewritten(path, [item.text for item in items if isinstance(item, RecordText)], tmp_path)
    assert loaded(data).num_rows == 30
    assert pq.ParquetFile(io.BytesIO(data)).metadata.row_group(0).column(1).compression == "GZIP"


def test_a_large_row_group_is_cut(path, tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "GROUP", 4000)
    monkeypatch.setattr(row_groups, "BATCH", 1000)
    data = rewritten(path, [item.text for item in read(path)], tmp_path)
    assert loaded(data).equals(pq.read_table(path))
    assert pq.ParquetFile(io.BytesIO(data)).num_row_groups > 8


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (Fields(("body",)), "has no text field 'body' .*--text-field: id, text, label"),
        (Fields(("page.text",)), "has no text field 'page.text'"),
        (Fields(("text.body",)), "has no text field 'text.body'"),
        (Fields(("id",)), "has a text field 'id' of type int64, not of strings"),
        (Fields(("page",)), "has a text field 'page' of type struct"),
        (Fields(("key",)), "has a text field 'key' of type fixed_size_binary"),
    ],
)
def test_a_file_without_such_texts_is_named(path, fields, message):
    with pytest.raises(InputError, match=message):
        read(path, fields)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("id", "3"),
        ("label", "b"),
        ("price", "3.7035"),
        ("seen", "2020-01-01 04:00:00.000000000+0100"),
        ("half", ""),
        ("page.body", "body 3"),
        ("page", ""),
        ("key", ""),
        ("none", ""),
    ],
)
def test_an_id_is_a_label(path, field, label):
    assert read(path, Fields(("text",), field))[3].id == label


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]), path)
    with pytest.raises(InputError, match="has the column 'text' twice"):
        read(path, Fields())


def test_a_column_that_holds_the_dots_wins(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [{"b": "path"}], "a.b": ["literal"]}), path)
    assert [item.text for item in read(path, Fields(("a.b",)))] == ["literal"]


def test_retired_timestamps_are_refused(tmp_path):
    path = tmp_path / "a.parquet"
    raw = pa.table({"text": ["a"], "seen": pa.array([datetime(2020, 1, 1)], pa.timestamp("ns"))})
    pq.write_table(raw, path, use_deprecated_int96_timestamps=True)
    with pytest.raises(InputError, match=r"INT96 in 'seen' \(write it with timestamps as INT64"):
        list(CODEC.cut_slices(path))


@pytest.mark.parametrize("cut", [0, 3, 100, -1])
def test_what_is_no_parquet_is_refused(path, cut):
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match="is not a Parquet file that can be read"):
        list(CODEC.cut_slices(path))


@pytest.mark.parametrize("compliant", [True, False])
def test_names_inside_lists_stay(tmp_path, compliant):
    path = tmp_path / "a.parquet"
    pq.write_table(table(3), path, use_compliant_nested_type=compliant)
    data = rewritten(path, ["a", "b"] * 3, tmp_path)
    old, new = pq.ParquetFile(path), pq.ParquetFile(io.BytesIO(data))
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert str(new.schema).partition("\n")[2] == str(old.schema).partition("\n")[2]


def test_string_views_stay(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array(["a", "b", "c"], pa.string_view())}), path)
    data = rewritten(path, ["a", None, "d"], tmp_path, Fields())
    assert loaded(data).equals(pa.table({"text": pa.array(["a", "d"], pa.string_view())}))


def test_a_type_that_pyarrow_reads_and_does_not_write_is_said(path, monkeypatch):
    def refuse(writer, table, row_group_size):
        raise pa.ArrowNotImplementedError("no such type")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", refuse)
    answers = iter([item.text for item in read(path)])
    with pytest.raises(OutputError, match="pyarrow cannot write such rows: no such type"):
        CODEC.rewrite(RecordSlice(path, Slice(0, 1, 1), FIELDS), answers, io.BytesIO())


def test_a_schema_that_was_not_stored_is_not_stored(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a"]}), path, store_schema=False)
    data = rewritten(path, ["b"], tmp_path, Fields())
    assert pq.ParquetFile(io.BytesIO(data)).metadata.metadata is None


def test_a_clean_file_that_does_not_fit_its_trail_is_damage(path):
    out = io.BytesIO()
    with pytest.raises(DamageError, match="fewer texts"):
        CODEC.restore(path, FIELDS, iter(()), iter(()), out)
    with pytest.raises(DamageError, match=r"a lost row of .* is damaged"):
        CODEC.restore(path, FIELDS, iter([None] * 2000), iter([(1, b"no row")]), out)
    with pytest.raises(ValueError, match="fewer answers"):
        CODEC.rewrite(RecordSlice(path, Slice(0, 1, 1), FIELDS), iter(()), out)


def test_without_the_extra_there_is_one_clear_error(tmp_path):
    script = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path\n"
        "from cleaner.errors import UsageError\n"
        "from cleaner.formats.registry import find_format\n"
        "try:\n    list(find_format(Path('a.parquet')).codec.cut_slices(Path('a.parquet')))\n"
        "except UsageError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "a.parquet: to read Parquet takes pyarrow (install it: pip install 'seedclean[parquet]')\n"
    )


def test_nothing_is_imported_before_it_is_needed():
    script = (
        "import sys\nfrom pathlib import Path\nfrom cleaner.formats.registry import find_format\n"
        "find_format(Path('a.parquet')).codec, find_format(Path('a.jsonl.zst'))\n"
        "print({'pyarrow', 'numpy', 'backports.zstd'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
