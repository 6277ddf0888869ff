"""What a record says of its texts is read with them; a wrong word costs that record alone."""

import io
import json
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.formats.jsonl.codec import JsonlCodec
from cleaner.formats.record_codec import WHOLE, BadRecord, Fields, RecordSlice, Slice
from cleaner.structure import Hints

FIELDS = Fields(kind="genre", language="meta.lang")
GOOD = [
    ({"text": "a", "genre": "verse", "meta": {"lang": "pt-br"}}, Hints("verse", "pt-BR")),
    ({"text": "b", "genre": None, "meta": {"lang": None}}, Hints()),
    ({"text": "c", "genre": "", "meta": {"lang": "fr"}}, Hints(None, "fr")),
]
BAD = [
    ("poem", None, "has a wrong kind in the field 'genre': there is no kind 'poem'"),
    (None, "pt_BR", "has a wrong language in the field 'meta.lang': 'pt_BR' is no tag of a language"),
]


def table(records):
    """The bytes of a file of Parquet."""
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    schema = pa.schema(
        [("text", pa.string()), ("genre", pa.string()), ("meta", pa.struct([("lang", pa.string())]))]
    )
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(records, schema), out)
    return out.getvalue()


def read(path: Path, fields: Fields = FIELDS):
    """Everything in a file, by the codec of its name."""
    if path.suffix == ".jsonl":
        return list(JsonlCodec().read(RecordSlice(path, WHOLE, fields)))
    from cleaner.formats.parquet.codec import ParquetCodec

    return list(ParquetCodec().read(RecordSlice(path, Slice(0, 1, 1), fields)))


def write(folder: Path, suffix: str, records) -> Path:
    path = folder / f"a{suffix}"
    lines = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    path.write_bytes(lines if suffix == ".jsonl" else table(records))
    return path


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
class TestBothFormats:
    def test_hints_are_read_where_they_are_given(self, tmp_path, suffix):
        path = write(tmp_path, suffix, [record for record, _ in GOOD])
        assert [text.hints for text in read(path)] == [hints for _, hints in GOOD]

    def test_without_fields_nothing_is_asked(self, tmp_path, suffix):
        path = write(tmp_path, suffix, [{"text": "a", "genre": "poem", "meta": {"lang": "french"}}])
        assert [text.hints for text in read(path, Fields())] == [Hints()]

    def test_a_field_that_is_nowhere_says_nothing(self, tmp_path, suffix):
        path = write(tmp_path, suffix, [GOOD[0][0]])
        assert [text.hints for text in read(path, Fields(kind="kind", language="lang"))] == [Hints()]

    @pytest.mark.parametrize(("kind", "language", "message"), BAD)
    def test_a_wrong_word_costs_its_record(self, tmp_path, suffix, kind, language, message):
        bad = {"text": "x", "genre": kind, "meta": {"lang": language}}
        path = write(tmp_path, suffix, [GOOD[0][0], bad, GOOD[2][0]])
        first, second, third = read(path)
        assert (first.text, third.text) == ("a", "c")
        assert isinstance(second, BadRecord)
        assert (second.problem.message, second.problem.path, second.problem.line) == (message, path, 2)
        assert second.problem.remedy


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"text": "a", "genre": 7}, "has a number in the kind field 'genre', not a string"),
        (
            {"text": "a", "meta": {"lang": ["fr"]}},
            "has a list in the language field 'meta.lang', not a string",
        ),
    ],
)
def test_what_is_no_string_costs_its_line(tmp_path, line, message):
    [bad] = read(write(tmp_path, ".jsonl", [line]))
    assert bad.problem.message == message


def test_a_field_that_stands_twice_costs_its_line(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "a", "genre": "verse", "genre": "list"}\n')
    [bad] = read(path)
    assert bad.problem.message == "has the field 'genre' twice"


class TestColumns:
    def test_a_column_of_another_type_is_refused(self, tmp_path):
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.table({"text": ["a"], "genre": [7]}), tmp_path / "a.parquet")
        with pytest.raises(
            InputError, match="has a kind field 'genre' of type int64, not of strings"
        ) as caught:
            read(tmp_path / "a.parquet")
        assert caught.value.remedy == "name a column of strings with --kind-field"

    def test_a_column_of_nulls_says_nothing(self, tmp_path):
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.table({"text": ["a"], "genre": pa.nulls(1)}), tmp_path / "a.parquet")
        assert [text.hints for text in read(tmp_path / "a.parquet")] == [Hints()]

    def test_bytes_that_are_no_text_cost_their_row(self, tmp_path):
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        genres = pa.array([b"verse", b"\xff"]).view(pa.string())
        parquet.write_table(pa.table({"text": ["a", "b"], "genre": genres}), tmp_path / "a.parquet")
        first, second = read(tmp_path / "a.parquet")
        assert first.hints == Hints("verse")
        assert second.problem.message == "has a kind field 'genre' that is not UTF-8"
