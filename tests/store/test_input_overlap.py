"""Output and input folders that overlap are refused, by device and inode too."""

import os

import pytest

from cleaner.errors import OutputError
from cleaner.store.input_overlap import refuse_overlap


@pytest.fixture
def source(tmp_path):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_bytes(b"")
    return tmp_path / "in"


def test_the_input_itself(source):
    with pytest.raises(OutputError, match=" is the input /"):
        refuse_overlap(source / "sub" / "..", [source])


def test_inside_the_input(source):
    with pytest.raises(OutputError, match=" lies in the input /"):
        refuse_overlap(source / "sub" / "new", [source])


def test_around_the_input(source):
    with pytest.raises(OutputError, match=" holds the input /"):
        refuse_overlap(source.parent, [source / "sub"])


def test_through_a_symbolic_link(source, tmp_path):
    (tmp_path / "link").symlink_to(source)
    with pytest.raises(OutputError, match=" is the input /"):
        refuse_overlap(tmp_path / "link", [source])


def test_the_folder_of_an_input_file(source):
    with pytest.raises(OutputError, match=" is the folder of the input /"):
        refuse_overlap(source, [source / "a.txt"])


def test_behind_an_input_that_is_missing(source, tmp_path):
    with pytest.raises(OutputError, match=" is the input /"):
        refuse_overlap(source, [tmp_path / "missing", source])


def test_beside_is_well(source, tmp_path):
    refuse_overlap(tmp_path / "out", [source, source / "a.txt", tmp_path / "missing"])


@pytest.mark.skipif(os.geteuid() != 0, reason="a bind mount needs root")
def test_a_folder_that_cannot_be_asked_is_another(source, tmp_path):
    refuse_overlap(tmp_path / "nowhere" / "out", [source])
