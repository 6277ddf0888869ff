"""A file of a cleaned folder is read when its hash is right, and is damage otherwise."""

import pytest

from cleaner.errors import DamageError
from cleaner.hashing import sha256_hex
from cleaner.store.checked_read import check_file, read_file, read_lines
from cleaner.store.compress import StreamCompressor
from cleaner.store.root import Root

LINES = b"one\ntwo\nthree"


def compressed(data):
    compressor = StreamCompressor()
    compressor.add(data)
    return compressor.close()


def put(folder, name, data):
    (folder / name).write_bytes(data)
    return Root.open(folder), name, sha256_hex(data)


def test_a_file_with_the_right_hash_is_read(tmp_path):
    stored = put(tmp_path, "a.txt", LINES)
    check_file(*stored)
    assert read_file(*stored) == LINES


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.zst"])
def test_lines_come_one_by_one_also_from_a_compressed_file(tmp_path, name):
    stored = put(tmp_path, name, compressed(LINES) if name.endswith(".zst") else LINES)
    assert list(read_lines(*stored)) == [b"one\n", b"two\n", b"three"]


@pytest.mark.parametrize("read", [check_file, read_file, lambda *stored: next(read_lines(*stored))])
def test_an_edited_file_is_damage_before_its_first_byte_is_used(tmp_path, read):
    stored = put(tmp_path, "a.txt", LINES)
    (tmp_path / "a.txt").write_bytes(LINES + b"!")
    with pytest.raises(DamageError, match="is not as it was written") as caught:
        read(*stored)
    assert caught.value.remedy == "undo the edit, or clean the raw files again"


def test_a_file_that_is_gone_is_damage(tmp_path):
    with pytest.raises(DamageError, match="is missing or cannot be read: No such file"):
        check_file(Root.open(tmp_path), "a.txt", "")


@pytest.mark.parametrize("name", ["link/a.txt", "b.txt"])
def test_a_file_behind_a_link_is_damage_and_not_read(tmp_path, name):
    stored = put(tmp_path, "a.txt", LINES)
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "b.txt").symlink_to("a.txt")
    with pytest.raises(DamageError, match="is a symbolic link"):
        check_file(stored[0], name, stored[2])


@pytest.mark.parametrize("data", [compressed(LINES)[:-3], b"no Zstandard at all"])
def test_a_compressed_file_that_was_written_wrong_is_damage_though_its_hash_is_right(tmp_path, data):
    with pytest.raises(DamageError, match="is damaged"):
        list(read_lines(*put(tmp_path, "a.jsonl.zst", data)))
