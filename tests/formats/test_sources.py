"""From paths to documents: the one order, output names, and what is refused, each with one clear error."""

import errno
import os
import re
from pathlib import Path

import pytest

from cleaner import regular_file
from cleaner.errors import InputError, UsageError
from cleaner.formats.sources import find_sources
from cleaner.regular_file import read


def fill(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def names(sources):
    return [source.name for source in sources.documents]


def test_one_root_gives_names_relative_to_it(tmp_path):
    assert names(find_sources([fill(tmp_path / "in", "b.txt", "a/c.md")])) == ["a/c.md", "b.txt"]


def test_several_roots_prefix_the_name_in_any_order(tmp_path):
    one, two = fill(tmp_path / "one", "a.txt"), fill(tmp_path / "two", "a.txt")
    assert names(find_sources([two, one])) == names(find_sources([one, two])) == ["one/a.txt", "two/a.txt"]


def test_a_root_named_twice_counts_once(tmp_path):
    root = fill(tmp_path / "in", "a.txt")
    assert names(find_sources([root, tmp_path / "in" / ".." / "in"])) == ["a.txt"]


def test_files_named_by_hand_keep_their_names(tmp_path):
    fill(tmp_path, "a.txt", "b.MD")
    assert names(find_sources([tmp_path / "b.MD", tmp_path / "a.txt"])) == ["a.txt", "b.MD"]


def test_unknown_types_in_folders_are_counted(tmp_path):
    found = find_sources([fill(tmp_path / "in", "a.txt", "b.pdf", "c.PDF", "d")])
    assert found.skipped == {"(no extension)": 1, ".pdf": 2}


def test_hidden_files_and_our_own_folder_are_no_inputs(tmp_path):
    assert names(find_sources([fill(tmp_path / "in", "a.txt", ".b.txt", ".cleaner/trail/c.txt")])) == [
        "a.txt"
    ]


def test_an_unknown_type_named_by_hand_is_an_error_and_costs_only_itself(tmp_path):
    fill(tmp_path, "a.txt", "b.pdf")
    found = find_sources([tmp_path / "b.pdf", tmp_path / "a.txt"])
    assert names(found) == ["a.txt"]
    assert "unknown type (.pdf)" in str(found.missing[0])


def test_a_missing_path_is_an_error(tmp_path):
    (error,) = find_sources([tmp_path / "gone.txt"]).missing
    assert str(error) == f"{tmp_path / 'gone.txt'}: does not exist (check the path)"


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="no files to clean"):
        find_sources([tmp_path])
    fill(tmp_path, "a.pdf")
    with pytest.raises(UsageError, match=r"passed over: 1 \.pdf"):
        find_sources([tmp_path])


@pytest.mark.parametrize(
    ("one", "two"), [("a.txt", "A.txt"), ("é.txt", "e\u0301.txt"), ("x/ß.txt", "X/SS.txt")]
)
def test_of_names_that_a_file_system_would_hold_as_one_the_later_is_refused(tmp_path, one, two):
    found = find_sources([fill(tmp_path / "in", one, two, "b.txt")])
    first, later = sorted([one, two], key=str.encode)
    assert set(names(found)) == {first, "b.txt"}
    [refused] = found.refused
    assert refused.name == later and f"in the output as {tmp_path / 'in' / first}" in str(refused.error)


def test_roots_of_one_name_are_an_error(tmp_path):
    one, two = fill(tmp_path / "x" / "in", "a.txt"), fill(tmp_path / "y" / "in", "b.txt")
    with pytest.raises(UsageError, match="the same name"):
        find_sources([one, two])


def test_a_fifo_is_refused_and_never_waited_for(tmp_path):
    root = fill(tmp_path / "in", "a.txt")
    os.mkfifo(root / "b.txt")
    found = find_sources([root])
    assert names(found) == ["a.txt"]
    assert "is a FIFO" in str(found.refused[0].error)
    assert "is a FIFO" in str(find_sources([root / "b.txt"]).missing[0])
    with pytest.raises(InputError, match="is a FIFO"):
        read(root / "b.txt")


def test_a_device_is_refused(tmp_path):
    root = fill(tmp_path / "in", "a.txt")
    (root / "null.txt").symlink_to("/dev/null")
    assert "is a device" in str(find_sources([root]).refused[0].error)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


def test_symbolic_links_stay_inside(tmp_path):
    root = fill(tmp_path / "in", "a.txt")
    fill(tmp_path, "outside.txt")
    (root / "dangling.txt").symlink_to("nowhere.txt")
    (root / "escaping.txt").symlink_to("../outside.txt")
    (root / "inside.txt").symlink_to("a.txt")
    (root / "loop.txt").symlink_to("loop.txt")
    (root / "folder").symlink_to("..")
    found = find_sources([root])
    assert names(found) == ["a.txt", "inside.txt"]
    told = {refused.name: refused.error.message for refused in found.refused}
    assert told["dangling.txt"] == "is a symbolic link to nothing"
    assert told["escaping.txt"] == "is a symbolic link out of the input folder"
    assert told["loop.txt"] == "is a symbolic link to nothing"


def test_an_unreadable_file_is_one_error(tmp_path, monkeypatch):
    """The system's refusal is made up: whoever runs the tests as root can read everything."""
    path = fill(tmp_path, "a.txt") / "a.txt"

    def refuse(*_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(regular_file.os, "open", refuse)
    with pytest.raises(InputError, match="lack the permission"):
        read(path)


def test_an_input_that_vanishes_between_walk_and_read_is_one_error(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read(tmp_path / "gone.txt")


def test_other_refusals_of_the_system_are_told_as_they_are(tmp_path):
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        read(tmp_path / ("a" * 300))


def test_a_page_whose_text_would_have_the_name_of_a_folder_is_refused(tmp_path):
    found = find_sources([fill(tmp_path / "in", "p.html", "p.html.txt/a.txt", "p.html.txt/b.txt")])
    assert names(found) == ["p.html.txt/a.txt", "p.html.txt/b.txt"]
    [refused] = found.refused
    assert refused.name == "p.html"
    assert re.search(r"p\.html: would have the name of the folder of .*b\.txt", str(refused.error))


def test_a_page_and_a_text_of_one_output_name_are_told_apart(tmp_path):
    found = find_sources([fill(tmp_path / "in", "p.html", "p.html.txt")])
    assert (names(found), [each.name for each in found.refused]) == (["p.html.txt"], ["p.html"])


def test_a_name_that_the_output_could_not_have_is_refused(tmp_path):
    fits, too_long = "a" * 246 + ".html", "b" * 247 + ".html"
    found = find_sources([fill(tmp_path / "in", fits, too_long, "c" * 251 + ".txt")])
    assert len(names(found)) == 2
    [refused] = found.refused
    assert refused.name == too_long and "would have 256 bytes (rename it: 255 bytes" in str(refused.error)


@pytest.mark.parametrize(("part", "depth"), [("d", 256), ("d" * 200, 10)])
def test_what_stands_too_deep_is_one_problem(tmp_path, part, depth):
    raw = fill(tmp_path / "in", "a.txt", "z/z.txt", "/".join([part] * depth + ["x.txt"]))
    assert len(names(find_sources([raw]))) == 3
    descriptor = os.open(raw / Path(*[part] * depth), os.O_RDONLY)
    for _ in range(depth):  # by descriptors: a path could not be so long
        os.mkdir(part, dir_fd=descriptor)
        os.close(os.open("y.txt", os.O_CREAT, dir_fd=descriptor))
        descriptor, before = os.open(part, os.O_RDONLY, dir_fd=descriptor), descriptor
        os.close(before)
    os.close(descriptor)
    found = find_sources([raw])
    [refused] = found.refused
    assert "stands too deep" in str(refused.error) and "move it up: 256 folders" in str(refused.error)
    assert {"a.txt", "z/z.txt"} <= set(names(found))


def test_an_input_that_is_called_as_our_records_are_is_refused_beside_others(tmp_path):
    own, other = fill(tmp_path / ".cleaner", "a.txt"), fill(tmp_path / "in", "b.txt")
    assert names(find_sources([own])) == ["a.txt"]
    with pytest.raises(UsageError, match="among the records of the cleaned corpus"):
        find_sources([own, other])


def test_an_input_that_is_called_as_a_record_of_another_is_refused(tmp_path):
    others = fill(tmp_path / "in", "b.jsonl", "c.jsonl:1#x.md", "b.jsonl:x.md", "b.jsonl:1.md")
    assert len(names(find_sources([others]))) == 4
    found = find_sources([fill(others, "b.jsonl:1#x.md")])
    assert len(names(found)) == 4
    [refused] = found.refused
    assert "b.jsonl:1#x.md: has the name of a record of b.jsonl" in str(refused.error)
