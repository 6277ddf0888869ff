import pytest

from cleaner.store import shards
from cleaner.store.shards import Shards


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
    monkeypatch.setattr(shards, "SHARD", 6)
    written: dict[str, bytes] = {}
    gathered = Shards("t", written.__setitem__)
    for each in lines:
        gathered.add(each)
    assert list(gathered.close()) == names == list(written)
    assert b"".join(written.values()) == b"".join(lines)
