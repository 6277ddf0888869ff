"""A small file is regular and within its limit; each failure of a parser is one error."""

import json
import os
import socket
import tomllib
from pathlib import Path

import msgspec
import pytest

from cleaner.errors import DamageError, InputError
from cleaner.small_file import (
    explain_bad_input,
    explain_damage,
    read_small,
    read_small_if_present,
    refuse_link_out,
)

PATH = Path("some/file")


def test_a_file_of_the_limit_is_read_and_a_larger_one_is_not(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"x" * 10)
    assert read_small(path, 10) == b"x" * 10
    with pytest.raises(InputError, match=r"/f: is larger than 9 bytes, .* \(is it the right file\?\)$"):
        read_small(path, 9)


def test_nothing_of_a_file_that_is_too_large_is_read(tmp_path):
    path = tmp_path / "f"
    path.touch()
    os.truncate(path, 1 << 40)  # holes, which take no room
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        read_small(path, 1 << 20)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file of size 0 that is not empty")
def test_a_file_is_counted_as_it_is_read_and_not_by_its_size():
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    assert b"Pid:" in read_small(path, 1 << 20)
    with pytest.raises(InputError, match="is larger than 9 bytes"):
        read_small(path, 9)


def test_a_link_to_a_regular_file_is_followed(tmp_path):
    (tmp_path / "f").write_bytes(b"x")
    (tmp_path / "l").symlink_to("f")
    assert read_small(tmp_path / "l", 10) == b"x"


def test_all_else_is_refused_and_nothing_is_waited_for(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        for name, message in (("fifo", "FIFO"), ("folder",) * 2, ("device",) * 2, ("socket",) * 2):
            with pytest.raises(InputError, match=f"{name}: is a {message} ") as caught:
                read_small_if_present(tmp_path / name, 10)
            assert caught.value.remedy
    for name in ("nul\0", "surrogate\ud800"):
        with pytest.raises(InputError, match="is no path"):
            read_small_if_present(tmp_path / name, 10)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(InputError, match="Too many levels of symbolic links"):
        read_small_if_present(tmp_path / "loop", 10)


def test_a_file_that_is_not_there_is_an_error_or_none(tmp_path):
    (tmp_path / "f").touch()
    (tmp_path / "dangling").symlink_to("gone")
    for path in (tmp_path / "gone", tmp_path / "f" / "below", tmp_path / "dangling"):
        assert read_small_if_present(path, 10) is None
    with pytest.raises(InputError, match="does not exist"):
        read_small(tmp_path / "gone", 10)
    assert read_small_if_present(tmp_path / "f", 10) == b""


def test_a_link_that_leads_out_of_the_tree_is_refused(tmp_path):
    top = tmp_path / "tree"
    (top / "sub").mkdir(parents=True)
    (tmp_path / "secret").touch()
    (top / "f").touch()
    (top / "sub" / "inside").symlink_to("../f")
    (top / "sub" / "out").symlink_to("../../secret")
    (top / "folder").symlink_to("..")
    refuse_link_out(top / "f", top, "copy it")
    refuse_link_out(top / "sub" / "inside", top, "copy it")
    for path in (top / "sub" / "out", top / "folder" / "secret"):
        with pytest.raises(InputError, match=r"is a symbolic link out of the tree \(copy it\)"):
            refuse_link_out(path, top, "copy it")


@pytest.mark.parametrize(
    ("parse", "shown"),
    [
        (lambda: json.loads(b"[" * 100_000), "is bad: it nests too deep"),
        (lambda: msgspec.json.decode(b"[" * 100_000), "is bad: it nests too deep"),
        (lambda: tomllib.loads("a=" + "[" * 100_000), "is bad: it nests too deep"),
        (lambda: json.loads("9" * 5000), "is bad: it holds a number that is too large"),
        (lambda: tomllib.loads("a=" + "9" * 5000), "is bad: it holds a number that is too large"),
        (lambda: int(float(json.loads("1e999"))), "is bad: it holds a number that is too large"),
        (lambda: json.loads(b'{\n"a": \xff}'), "is bad: it is not UTF-8, at byte 7"),
        (lambda: tomllib.loads("a=\n"), "is bad: Invalid value (at line 1, column 3)"),
        (lambda: msgspec.convert([], dict), "is bad: Expected `object`, got `array`"),
    ],
)
def test_each_failure_of_a_parser_is_one_error(parse, shown):
    with pytest.raises(InputError) as caught, explain_bad_input(PATH, "is bad"):
        parse()
    assert str(caught.value) == f"{PATH}: {shown}"
    with pytest.raises(DamageError, match=r"^m\.json is damaged: "), explain_damage("m.json is damaged"):
        parse()


def test_the_line_is_that_of_the_parser_or_the_one_that_is_given():
    with pytest.raises(InputError) as caught, explain_bad_input(PATH, "is bad", remedy="mend it"):
        json.loads("{\n]")
    expected = "Expecting property name enclosed in double quotes"
    assert str(caught.value) == f"{PATH}:2: is bad: {expected} (mend it)"
    with pytest.raises(InputError) as caught, explain_bad_input(PATH, "is bad", line=7):
        json.loads(b"\xff")
    assert str(caught.value) == f"{PATH}:7: is bad: it is not UTF-8"


def test_an_error_that_is_none_of_a_parser_stays_what_it_is():
    with pytest.raises(KeyError), explain_bad_input(PATH, "is bad"):
        raise KeyError("a bug")
