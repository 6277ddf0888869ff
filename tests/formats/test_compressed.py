"""Compressed files: the same records, the same bytes on every run, and damage that costs the rest only."""

import gzip
import io
import os
import struct
import tracemalloc

import pytest

from cleaner import zstd
from cleaner.errors import InputError
from cleaner.formats import compressed
from cleaner.formats.compressed import open_compressor, open_decompressed
from cleaner.formats.jsonl.codec import JsonlCodec
from cleaner.formats.record_codec import LIMIT, BadRecord, Fields, RecordSlice, RecordText, Slice

CODEC = JsonlCodec()
FIELDS = Fields()
SUFFIXES = (".gz", ".zst")
LINES = [b'{"text": "text %d"}\n' % number for number in range(2000)]
PLAIN = b"".join(LINES)


def pack(data, suffix):
    if suffix == ".gz":
        return gzip.compress(data)
    return zstd.import_zstd().compress(data, options=zstd.compressor_options(3))


def unpack(data, suffix):
    return gzip.decompress(data) if suffix == ".gz" else zstd.import_zstd().decompress(data)


@pytest.fixture(params=SUFFIXES)
def suffix(request):
    return request.param


@pytest.fixture
def path(tmp_path, suffix):
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(pack(PLAIN, suffix))
    return path


def read(path, limit=LIMIT):
    (part,) = CODEC.cut_slices(path, 10)
    assert part == Slice(0, path.stat().st_size, 1)
    return list(CODEC.read(RecordSlice(path, part, FIELDS, limit)))


def test_places_are_those_of_what_is_inside(path):
    items = read(path)
    assert [item.text for item in items] == [f"text {number}" for number in range(2000)]
    assert items[-1].number == 2000
    assert items[-1].offset + items[-1].length + 1 == len(PLAIN)


def test_members_and_frames_are_one_stream(path, suffix):
    pieces = [PLAIN[start : start + 9000] for start in range(0, len(PLAIN), 9000)]
    path.write_bytes(b"".join(pack(piece, suffix) for piece in [b"", *pieces, b""]))
    assert [item.text for item in read(path)] == [f"text {number}" for number in range(2000)]


@pytest.mark.parametrize("block", [1, 7, 1 << 18])
def test_blocks_of_any_size_give_the_same(path, suffix, monkeypatch, block):
    monkeypatch.setattr(compressed, "BLOCK", block)
    path.write_bytes(pack(PLAIN[:5000], suffix) + pack(PLAIN[5000:9000], suffix))
    with open_decompressed(path) as stream:
        assert stream.file.read() == PLAIN[:9000]
        assert not stream.damage()


def test_what_is_written_is_the_same_on_every_run_and_names_nothing(path, suffix):
    written = []
    for _ in range(2):
        out = io.BytesIO()
        CODEC.rewrite(RecordSlice(path, Slice(0, 0, 1), FIELDS), iter(item.text for item in read(path)), out)
        written.append(out.getvalue())
    assert written[0] == written[1]
    assert unpack(written[0], suffix) == PLAIN
    if suffix == ".gz":
        flags, moment = struct.unpack("<BI", written[0][3:8])
        assert (flags, moment) == (0, 0)
    else:
        assert zstd.import_zstd().get_frame_info(written[0]).decompressed_size in (None, len(PLAIN))
        damaged = bytearray(written[0])
        damaged[-1] ^= 1
        with pytest.raises(zstd.import_zstd().ZstdError, match="checksum"):
            zstd.import_zstd().decompress(bytes(damaged))


def test_a_raw_file_is_restored(path, suffix, tmp_path):
    answers = [None if number % 3 == 0 else f"new {number}" for number in range(2000)]
    clean = tmp_path / f"clean.jsonl{suffix}"
    with clean.open("wb") as out:
        CODEC.rewrite(RecordSlice(path, Slice(0, 0, 1), FIELDS), iter(answers), out)
    raws = [(f"text {number}", "") for number in range(2000) if number % 3]
    out = io.BytesIO()
    CODEC.restore(clean, FIELDS, iter(raws), CODEC.take(path, Slice(0, 0, 1), range(1, 2001, 3)), out)
    assert unpack(out.getvalue(), suffix) == PLAIN


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_breaks_off_gives_what_came_before(path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    *good, bad = read(path)
    assert [item.text for item in good] == [f"text {number}" for number in range(len(good))]
    check_rest(path, good, bad, "breaks off")


def check_rest(path, good, bad, message):
    """One bad record, after the last whole line, with all that was left."""
    assert isinstance(bad, BadRecord)
    assert all(isinstance(item, RecordText) for item in good)
    before = sum(map(len, LINES[: len(good)]))
    assert (bad.number, bad.offset, bad.length) == (len(good) + 1, before, len(bad.data))
    assert PLAIN[before:].startswith(bad.data) and b"\n" not in bad.data
    assert str(bad.problem) == (
        f"{path}:{bad.number}: {message}, at byte {bad.offset} (get an undamaged copy of the file)"
    )
    out = io.BytesIO()
    CODEC.rewrite(RecordSlice(path, Slice(0, 0, 1), FIELDS), iter(item.text for item in good), out)
    assert unpack(out.getvalue(), path.suffix) == PLAIN[:before]


def test_a_stream_that_breaks_off_between_its_members_is_whole(path, suffix):
    path.write_bytes(pack(PLAIN, suffix) + pack(PLAIN, suffix)[:3])
    *good, bad = read(path)
    check_rest(path, good, bad, "breaks off")
    assert len(good) == 2000


@pytest.mark.parametrize("place", [-5, -1])
@pytest.mark.parametrize("size", [10, 2000])
def test_a_wrong_checksum_of_gzip_costs_no_record(tmp_path, place, size):
    path = tmp_path / "a.jsonl.gz"
    plain = b"".join(LINES[:size])
    data = bytearray(pack(plain, ".gz"))
    data[place] ^= 1
    path.write_bytes(bytes(data) + pack(plain, ".gz"))
    *good, bad = read(path)
    assert [item.text for item in good] == [f"text {number}" for number in range(size)]
    assert isinstance(bad, BadRecord) and "is damaged: " in str(bad.problem) and bad.data == b""


def test_a_wrong_checksum_is_said(path, suffix):
    data = bytearray(path.read_bytes())
    data[-5 if suffix == ".gz" else -1] ^= 1
    path.write_bytes(data)
    items = read(path)
    assert isinstance(items[-1], BadRecord)
    assert "is damaged: " in str(items[-1].problem)
    assert all(isinstance(item, RecordText) for item in items[:-1])


@pytest.mark.parametrize("rest", [b"garbage", b"\0garbage"])
def test_what_follows_the_last_member_is_damage(path, rest):
    path.write_bytes(path.read_bytes() + rest)
    *good, bad = read(path)
    assert len(good) == 2000
    assert isinstance(bad, BadRecord) and bad.data == b""


def test_zeros_after_gzip_are_padding(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(pack(PLAIN, ".gz") + bytes(1 << 19))
    assert len(read(path)) == 2000


def test_a_plain_file_with_a_compressed_name_is_damage(path):
    path.write_bytes(PLAIN)
    (bad,) = read(path)
    assert isinstance(bad, BadRecord) and bad.offset == 0


def test_a_bomb_is_passed_over(path, suffix):
    with path.open("wb") as file, open_compressor(path, file) as out:
        out.write(b'{"text":"one"}\n')
        for _ in range(200):
            out.write(b"x" * (1 << 20))
        out.write(b'\n{"text":"two"}\n')
    tracemalloc.start()
    items = read(path, 1 << 20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(item) for item in items] == [RecordText, BadRecord, RecordText]
    assert items[1][:4] == (2, 15, (200 << 20) + 1, None)
    assert peak < 8 << 20


def test_a_large_line_that_breaks_off_is_one_bad_record(path, suffix):
    path.write_bytes(pack(b'{"text":"one"}\n' + os.urandom(3 << 20).replace(b"\n", b" "), suffix)[:-1000])
    items = read(path, 1 << 20)
    assert [type(item) for item in items] == [RecordText, BadRecord]
    assert items[1].data is None and "breaks off" in str(items[1].problem)


def test_what_is_no_regular_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "a.jsonl")
    for name, message in (("a.jsonl", "is a FIFO"), ("b.jsonl.gz", "does not exist"), ("", "is a folder")):
        with pytest.raises(InputError, match=message), open_decompressed(tmp_path / name):
            pass
