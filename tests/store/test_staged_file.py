import os

from cleaner.hashing import sha256_hex
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import StagedFile, has_content, hash_content, hash_output


def test_a_content_stands_where_a_regular_file_holds_it(tmp_path):
    data = b"one"
    content = StagedFile.of_bytes(data)
    assert hash_content(content) == hash_content(data)
    root = Root.open(tmp_path)
    assert not content.is_in(None, "a") and not content.is_in(root, "a")
    (tmp_path / "a").write_bytes(data)
    assert content.is_in(root, "a") and has_content(root, "a", data)
    (tmp_path / "a").write_bytes(b"two")
    assert not content.is_in(root, "a") and not has_content(root, "a", data)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert not StagedFile.of_bytes(b"two").is_in(root, "b")


def test_a_content_of_the_same_size_is_another(tmp_path):
    root, contents = Root.open(tmp_path), [b"one", b"two", b"six"]
    for data in contents:
        (tmp_path / "a").write_bytes(data)
        assert [has_content(root, "a", other) for other in contents] == [data == other for other in contents]


def test_what_waits_is_known_by_its_bytes(tmp_path):
    file = ScratchFile(Root.open(tmp_path), "x/y")
    content = StagedFile.of_bytes(b"one").stage(file, b"one")
    assert content == StagedFile.of_file(file) == StagedFile(sha256_hex(b"one"), 3, file)


def test_what_is_no_regular_file_has_no_hash(tmp_path):
    root = Root.open(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("a")
    os.mkfifo(tmp_path / "fifo")
    assert [hash_output(root, name) for name in ("folder", "link", "fifo", "gone")] == [""] * 4
