import pytest

from cleaner.store import shards
from cleaner.store.compress import decompress
from cleaner.store.shards import ShardWriter


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([], ["t.jsonl"]),
        ([b"ab\n", b"c\n"], ["t.jsonl"]),
        ([b"abcd\n", b"ef\n", b"g\n"], ["t.jsonl", "t-1.jsonl"]),
        ([b"abcdefgh\n", b"", b"i\n"], ["t.jsonl", "t-1.jsonl"]),
        ([b"abcdefgh\n", b"abcdefgh\n", b""], ["t.jsonl", "t-1.jsonl"]),
        ([b"abcdefgh\n", b""], ["t.jsonl"]),
    ],
)
def test_lines_of_a_document_are_in_one_file(monkeypatch, lines, names):
    monkeypatch.setattr(shards, "SHARD_SIZE", 6)
    written: dict[str, bytes] = {}
    gathered = ShardWriter("t", written.__setitem__)
    for each in lines:
        gathered.add(each)
    assert list(gathered.close()) == names == list(written)
    assert b"".join(written.values()) == b"".join(lines)


def test_a_large_file_is_compressed_on_the_way(monkeypatch):
    monkeypatch.setattr(shards, "PLAIN_SIZE", 8)
    monkeypatch.setattr(shards, "SHARD_SIZE", 40)
    written: dict[str, bytes] = {}
    gathered = ShardWriter("t", written.__setitem__)
    lines = [b"abcd\n", b"", b"efghij\n", b"k\n", b"lmnopqrstuv\n", b"w" * 30 + b"\n", b"x\n"]
    for each in lines:
        gathered.add(each)
    assert gathered.close() == tuple(written) == ("t.jsonl.zst", "t-1.jsonl.zst")
    found = [decompress(data, name) for name, data in written.items()]
    assert found == [b"".join(lines[:5]), b"".join(lines[5:])]


def test_a_file_of_just_the_size_stays_plain(monkeypatch):
    monkeypatch.setattr(shards, "PLAIN_SIZE", 10)
    written: dict[str, bytes] = {}
    gathered = ShardWriter("t", written.__setitem__)
    gathered.add(b"abcd\n")
    gathered.add(b"efgh\n")
    gathered.close()
    assert written == {"t.jsonl": b"abcd\nefgh\n"}
