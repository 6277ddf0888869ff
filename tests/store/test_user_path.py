"""A file that the user named appears whole; a link is replaced, a device is written to."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from cleaner.errors import OutputError
from cleaner.store.user_path import write_path


def test_a_file_is_written_and_replaced(tmp_path):
    write_path(tmp_path / "a", b"one")
    write_path(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two" and len(list(tmp_path.iterdir())) == 1


def test_folders_are_created_only_when_asked_for(tmp_path):
    with pytest.raises(OutputError, match="cannot be opened: No such file or directory"):
        write_path(tmp_path / "b/c/a", b"one")
    write_path(tmp_path / "b/c/a", b"one", create=True)
    assert (tmp_path / "b/c/a").read_bytes() == b"one"


@pytest.mark.parametrize("target", ["victim", "nothing"])
def test_a_link_is_replaced_and_not_followed(tmp_path, target):
    (tmp_path / "victim").write_bytes(b"theirs")
    (tmp_path / "a").symlink_to(tmp_path / target)
    write_path(tmp_path / "a", b"ours")
    assert (tmp_path / "a").read_bytes() == b"ours" and not (tmp_path / "a").is_symlink()
    assert (tmp_path / "victim").read_bytes() == b"theirs" and not (tmp_path / "nothing").exists()


def test_a_fifo_is_written_to(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    write_path(fifo, b"one" * 30)
    with open(reader, "rb") as file:
        assert file.read() == b"one" * 30


def test_a_reader_of_a_fifo_that_is_slow_is_waited_for(tmp_path):
    """More than a FIFO holds: its writer has to wait until some of it is read."""
    fifo, data = tmp_path / "fifo", b"one" * 300_000
    os.mkfifo(fifo)
    descriptor = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    first_writer = os.open(fifo, os.O_WRONLY)  # else the reader would find no writer, and end
    os.set_blocking(descriptor, True)
    with open(descriptor, "rb") as reader, ThreadPoolExecutor() as pool:
        reading = pool.submit(reader.read)
        try:
            write_path(fifo, data)
        finally:
            os.close(first_writer)
        assert reading.result() == data


def test_a_fifo_that_nobody_reads_is_an_error_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(OutputError, match="fifo: cannot be written: No such device or address"):
        write_path(tmp_path / "fifo", b"one")


def test_a_folder_is_an_error(tmp_path):
    with pytest.raises(OutputError, match="cannot be written: Is a directory"):
        write_path(tmp_path, b"one")


def test_a_name_that_is_none_is_an_error(tmp_path):
    with pytest.raises(OutputError, match="is no name"):
        write_path(tmp_path / "gone" / "..", b"one", create=True)


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1"])
def test_standard_output_is_written_to_also_where_it_is_a_file(tmp_path, path):
    code = f"import pathlib, cleaner.store.user_path as u; u.write_path(pathlib.Path({path!r}), b'1')"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"1"


def test_a_path_that_the_system_refuses_is_an_error(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        write_path(tmp_path / ("a" * 300), b"one")
