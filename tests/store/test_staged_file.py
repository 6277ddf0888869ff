from pathlib import Path

from cleaner.store.staged_file import StagedFile, has_content, hash_content


def test_a_content_stands_where_a_regular_file_holds_it(tmp_path):
    data = b"one"
    content = StagedFile.of_bytes(data)
    assert hash_content(content) == hash_content(data)
    assert not content.is_in(None, "a") and not content.is_in(tmp_path, "a")
    (tmp_path / "a").write_bytes(data)
    assert content.is_in(tmp_path, "a") and has_content(tmp_path / "a", data)
    (tmp_path / "a").write_bytes(b"two")
    assert not content.is_in(tmp_path, "a") and not has_content(tmp_path / "a", data)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert not StagedFile.of_bytes(b"two").is_in(tmp_path, "b")


def test_what_waits_is_known_by_its_bytes(tmp_path):
    content = StagedFile.of_bytes(b"one").stage(tmp_path / "x/y", b"one")
    assert content == StagedFile.of_path(tmp_path / "x/y") and content.path == tmp_path / "x/y"


def test_a_file_that_goes_while_it_is_looked_at_is_not_there(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"one")

    def gone(*given):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "open", gone)
    assert not has_content(path, b"one")
