import pytest

from cleaner.store.scratch import create_file, write_file


def test_nothing_stands_there_before_all_of_it_does(tmp_path):
    with create_file(tmp_path / "new" / "a") as file:
        file.write(b"one")
        file.flush()
        assert not (tmp_path / "new" / "a").exists()
    assert (tmp_path / "new" / "a").read_bytes() == b"one"


def test_where_writing_ends_early_the_file_stays_what_it_was(tmp_path):
    write_file(tmp_path / "a", b"one")
    with pytest.raises(KeyboardInterrupt), create_file(tmp_path / "a") as file:
        file.write(b"tw")
        raise KeyboardInterrupt
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"one")]


def test_two_that_write_the_same_do_not_meet(tmp_path):
    with create_file(tmp_path / "a") as first:
        first.write(b"on")
        with create_file(tmp_path / "a") as second:
            second.write(b"one")
        assert (tmp_path / "a").read_bytes() == b"one"
        first.write(b"e")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"one")]
