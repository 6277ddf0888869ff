from pathlib import Path

from cleaner.store.staged_file import Staged, digest, is_file


def test_a_content_stands_where_a_regular_file_holds_it(tmp_path):
    data = b"one"
    content = Staged.of(data)
    assert digest(content) == digest(data)
    assert not content.stands(None, "a") and not content.stands(tmp_path, "a")
    (tmp_path / "a").write_bytes(data)
    assert content.stands(tmp_path, "a") and is_file(tmp_path / "a", data)
    (tmp_path / "a").write_bytes(b"two")
    assert not content.stands(tmp_path, "a") and not is_file(tmp_path / "a", data)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert not Staged.of(b"two").stands(tmp_path, "b")


def test_what_waits_is_known_by_its_bytes(tmp_path):
    content = Staged.of(b"one").put(tmp_path / "x/y", b"one")
    assert content == Staged.file(tmp_path / "x/y") and content.path == tmp_path / "x/y"


def test_a_file_that_goes_while_it_is_looked_at_is_not_there(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"one")

    def gone(*given):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "open", gone)
    assert not is_file(path, b"one")
