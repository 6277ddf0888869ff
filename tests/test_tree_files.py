"""The working tree as a source of small files: what lies there, within limits."""

import os

import pytest

from cleaner.errors import InputError
from cleaner.tree_files import WORKING_TREE


def test_a_file_is_read_within_its_limit(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert (
        WORKING_TREE.find_kind(tmp_path / "a") == "file" and WORKING_TREE.read(tmp_path / "a", 5) == b"12345"
    )
    with pytest.raises(InputError):
        WORKING_TREE.read(tmp_path / "a", 4)


def test_what_has_a_name_is_there_also_when_it_cannot_be_read(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    kinds = {"fifo": "other", "link": "nowhere", "loop": "other", ".": "folder", "a\0b": "other"}
    for name, kind in kinds.items():
        assert WORKING_TREE.find_kind(tmp_path / name) == kind
        with pytest.raises(InputError):
            WORKING_TREE.read(tmp_path / name, 100)
    assert WORKING_TREE.find_kind(tmp_path / "nowhere") is None
    assert WORKING_TREE.find_kind(tmp_path / "fifo" / "x") is None
    with pytest.raises(InputError, match="does not exist"):
        WORKING_TREE.read(tmp_path / "nowhere", 100)


def test_a_link_out_is_refused(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "link").symlink_to("../a")
    WORKING_TREE.refuse_link_out(tmp_path / "sub" / "link", tmp_path, "")
    with pytest.raises(InputError, match="out of the tree"):
        WORKING_TREE.refuse_link_out(tmp_path / "sub" / "link", tmp_path / "sub", "")
