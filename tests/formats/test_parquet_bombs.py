"""Files of Parquet that unpack to far more than they are: measured by their pages, and refused."""

import contextlib
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.formats.parquet.codec import ParquetCodec
from cleaner.formats.parquet.file import open_parquet
from cleaner.formats.parquet.page_headers import read_page_headers
from cleaner.formats.parquet.unpacking import measure_group
from cleaner.formats.record_codec import BadRecord, Fields, RecordSlice, RecordText, Slice
from tests.examples import examples

pyarrow = pytest.importorskip("pyarrow")
from pyarrow import parquet  # noqa: E402

TABLE = {
    "text": [f"Text {number} of a harbour." for number in range(5000)],
    "kind": ["prose", "verse"] * 2500,
    "none": pyarrow.nulls(5000, pyarrow.int64()),
    "flag": [True, False] * 2500,
    "tags": [["a", "b", None], []] * 2500,
    "inner": [{"body": "x", "size": 1.5}] * 5000,
}


def read(path):
    codec = ParquetCodec()
    slices = list(codec.cut_slices(path))
    return [item for each in slices for item in codec.read(RecordSlice(path, each))]


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize(
    "options", [{}, {"use_dictionary": False}, {"compression": "zstd", "data_page_size": 500}]
)
def test_the_headers_are_those_of_all_pages(tmp_path, version, options):
    path = tmp_path / "a.parquet"
    table = pyarrow.table(TABLE)
    parquet.write_table(
        table, path, data_page_version=version, write_page_checksum=True, row_group_size=3000, **options
    )
    with open_parquet(path) as file:
        for group in range(2):
            measured = measure_group(file.parquet, file.stream, group)
            assert not measured.problem and measured.least <= measured.most and measured.rows > 1
            for number in range(file.metadata.num_columns):
                column = file.metadata.row_group(group).column(number)
                start = min(filter(None, (column.dictionary_page_offset, column.data_page_offset)))
                pages = list(read_page_headers(file.stream, start, column.total_compressed_size))
                assert sum(page.values for page in pages if not page.is_dictionary) == column.num_values
                assert sum(page.unpacked for page in pages) <= column.total_uncompressed_size
    assert len(read(path)) == 5000


@examples(200)
@given(st.binary(max_size=60), st.integers(0, 100))
def test_what_is_no_header_is_an_error_of_one_kind(data, size):
    with contextlib.suppress(ValueError):
        assert all(page.packed >= 0 for page in read_page_headers(io.BytesIO(data), 0, size))


FORGED = {
    "deep": b"\x1c" * 100,
    "long number": b"\x15" + b"\xff" * 20,
    "long string": b"\x18\xff\xff\xff\xff\x0f",
    "long list": b"\x19\xfc\xff\xff\xff\xff\x0f",
    "unknown type": b"\x1f\x00",
    "without a size": b"\x15\x00\x00",
}


@pytest.mark.parametrize("header", FORGED.values(), ids=FORGED)
def test_a_forged_header_costs_no_time_and_no_memory(header):
    with pytest.raises(ValueError, match=r"deep|64 bits|bytes|type 15|ends|size"):
        list(read_page_headers(io.BytesIO(header + b"\0" * 99), 0, 1000))


@pytest.mark.parametrize(("start", "size"), [(-1, 5), (5, -6), (1 << 62, 1), (1, 1 << 63)])
def test_a_column_in_a_place_that_no_file_has_is_an_error_of_one_kind(start, size):
    with pytest.raises(ValueError, match="a place that no file has"):
        list(read_page_headers(io.BytesIO(b"\0" * 9), start, size))


def test_a_page_without_bytes_ends_the_reading():
    # A page of no bytes is passed over by its header alone, so that each takes a byte of the range at least.
    page = b"\x15\x00\x15\x00\x15\x00\x5c\x15\x00\x00\x00"
    assert len(list(read_page_headers(io.BytesIO(page * 10), 0, len(page) * 10))) == 10


def write(path, texts, **options):
    table = pyarrow.table({"text": pyarrow.array(texts, options.pop("type", pyarrow.string()))})
    parquet.write_table(table, path, compression="zstd", **options)
    return path


def test_a_text_that_stands_in_many_rows_is_refused_and_the_other_group_read(tmp_path):
    indices = pyarrow.array([0] * 2000, pyarrow.int32())
    texts = pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(["x" * 500_000]))
    path = tmp_path / "a.parquet"
    with parquet.ParquetWriter(
        path, pyarrow.schema({"text": pyarrow.string()}), compression="zstd"
    ) as writer:
        writer.write_table(pyarrow.table({"text": ["One."]}))
        writer.write_table(pyarrow.table({"text": texts.cast(pyarrow.string())}))
    assert path.stat().st_size < 5000
    one, bad = read(path)
    assert isinstance(one, RecordText) and isinstance(bad, BadRecord)
    assert bad.problem.message == (
        "is damaged, which loses rows 2 to 2001: it unpacks to more than 1000 times its size"
    )


@pytest.mark.parametrize("type", [pyarrow.string(), pyarrow.dictionary(pyarrow.int8(), pyarrow.string())])
def test_a_text_that_stands_in_some_rows_is_read(tmp_path, type):
    assert len(read(write(tmp_path / "a.parquet", ["x" * 500_000] * 20, type=type))) == 20


def test_rows_without_a_text_are_refused_by_their_number(tmp_path):
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"text": pyarrow.nulls(1_000_000, pyarrow.string())})
    parquet.write_table(table, path, row_group_size=len(table))
    [bad] = read(path)
    assert isinstance(bad, BadRecord) and "unpacks to more than" in bad.problem.message


def test_lists_are_measured_by_reading_them(tmp_path):
    path = tmp_path / "a.parquet"
    lists = pyarrow.array([["word" * 50_000] * 1000], pyarrow.list_(pyarrow.string()))
    parquet.write_table(pyarrow.table({"text": ["One."], "lists": lists}), path, compression="zstd")
    [bad] = read(path)
    assert isinstance(bad, BadRecord) and "unpacks to more than" in bad.problem.message


def test_a_file_that_we_wrote_may_unpack_to_any_size(tmp_path):
    path = write(tmp_path / "a.parquet", ["x" * 500_000] * 200)
    assert isinstance(read(path)[0], BadRecord)
    with open(os.devnull, "wb") as out:
        ParquetCodec().restore(path, Fields(), iter([None] * 200), iter(()), out)


def test_a_slice_of_a_group_names_its_rows(tmp_path):
    path = write(tmp_path / "a.parquet", ["x" * 500_000] * 200)
    [bad] = ParquetCodec().read(RecordSlice(path, Slice(0, 1, 41)))
    assert bad.number == 41 and "rows 41 to 240" in bad.problem.message


def test_a_dictionary_that_clean_texts_may_outgrow_is_refused(tmp_path):
    small = pyarrow.dictionary(pyarrow.int8(), pyarrow.string())
    texts = [f"Text {number}." for number in range(100)]
    assert len(read(write(tmp_path / "a.parquet", texts, type=small))) == 100
    with pytest.raises(InputError, match=r"in a dictionary of int8, which clean texts may outgrow"):
        read(write(tmp_path / "a.parquet", texts * 2, type=small))
