"""The output folder: ours is updated in place, what is not ours is never touched without --force."""

import contextlib
import json

import pytest

from cleaner.errors import DamageError, OutputError
from cleaner.hashing import sha256_hex
from cleaner.store import atomic, manifest
from cleaner.store.earlier_outputs import PENDING
from cleaner.store.folder import Difference, OutputFolder
from cleaner.store.manifest import DocumentRecord, Manifest
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import StagedFile


def plan(roots=("in",), **files):
    """A plan as a run would make it: outputs `name=text`, and the manifest."""
    records = [
        DocumentRecord(name=name, status="written", sha256_clean=sha256_hex(data))
        for name, data in files.items()
    ]
    made = Manifest(
        format=manifest.FORMAT,
        version="1",
        configuration={},
        configuration_sha256="",
        roots=list(roots),
        skipped={},
        counts=manifest.count_documents(records),
        rules={},
        trail_sha256={},
        documents=records,
    )
    return {**files, manifest.NAME: made.encode()}


def tree(path):
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


@pytest.fixture
def cleaned(tmp_path):
    OutputFolder.open(tmp_path).commit(plan(a=b"1", b=b"2"))
    return tmp_path


def test_a_new_folder_holds_the_plan(tmp_path):
    wanted = plan(**{"x/a": b"1"})
    OutputFolder.open(tmp_path / "out").commit(wanted)
    assert tree(tmp_path / "out") == wanted


def test_an_update_rewrites_what_changed_and_removes_what_has_no_input(cleaned):
    untouched = (cleaned / "a").stat().st_mtime_ns
    wanted = plan(a=b"1", c=b"3")
    OutputFolder.open(cleaned).commit(wanted)
    assert tree(cleaned) == wanted
    assert (cleaned / "a").stat().st_mtime_ns == untouched


def test_our_own_files_are_no_hindrance(cleaned):
    OutputFolder.open(cleaned).refuse_conflicts(["in"], plan(a=b"new"))


def test_other_roots_are_refused(cleaned):
    with pytest.raises(OutputError, match="was cleaned from in, not other"):
        OutputFolder.open(cleaned).refuse_conflicts(["other"], plan())


def test_a_foreign_file_is_refused(cleaned):
    (cleaned / "foreign").write_bytes(b"")
    with pytest.raises(OutputError, match="foreign is not ours"):
        OutputFolder.open(cleaned).refuse_conflicts(["in"], plan())


def test_hidden_files_are_nobodys_business(cleaned):
    (cleaned / ".gitkeep").write_bytes(b"")
    OutputFolder.open(cleaned).refuse_conflicts(["in"], plan(a=b"1", b=b"2"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a.txt": b"1", "b": b"2"}, {"a.txt/c.txt": b"3", "b": b"2"}),
        ({"a.txt/c.txt": b"3", "b": b"2"}, {"a.txt": b"1", "b": b"2"}),
        ({"x/a.txt/c/d": b"3", "x/a.txt/e": b"4"}, {"x/a.txt": b"1"}),
    ],
)
def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(tmp_path, before, after):
    OutputFolder.open(tmp_path).commit(plan(**before))
    wanted = plan(**after)
    folder = OutputFolder.open(tmp_path)
    folder.refuse_conflicts(["in"], wanted)
    folder.commit(wanted)
    assert tree(tmp_path) == wanted
    OutputFolder.open(tmp_path).commit(plan(**before))
    assert tree(tmp_path) == plan(**before)


def test_a_run_that_broke_off_before_the_folder_was_there_can_be_taken_back(tmp_path):
    OutputFolder.open(tmp_path).commit(plan(a=b"1"))
    (tmp_path / PENDING).write_bytes(json.dumps({"a/b": sha256_hex(b"2")}).encode())
    OutputFolder.open(tmp_path).commit(plan(a=b"1"))
    assert tree(tmp_path) == plan(a=b"1")


def test_a_hidden_output_is_an_output(tmp_path):
    wanted = plan(**{".a.txt": b"1", ".b/c.txt": b"2"})
    OutputFolder.open(tmp_path).commit(wanted)
    assert OutputFolder.open(tmp_path).find_differences(wanted) == []
    (tmp_path / ".a.txt").write_bytes(b"by hand")
    assert OutputFolder.open(tmp_path).find_differences(wanted) == [Difference("edited", ".a.txt")]
    with pytest.raises(OutputError, match="edited by hand"):
        OutputFolder.open(tmp_path).refuse_conflicts(["in"], plan(**{".a.txt": b"new"}))


def test_a_foreign_hidden_file_is_not_written_over(cleaned):
    (cleaned / ".c.txt").write_bytes(b"foreign")
    with pytest.raises(OutputError, match="is not ours"):
        OutputFolder.open(cleaned).refuse_conflicts(["in"], plan(**{".c.txt": b"new"}))


def test_an_output_edited_by_hand_is_refused(cleaned):
    (cleaned / "a").write_bytes(b"by hand")
    with pytest.raises(OutputError, match="edited by hand"):
        OutputFolder.open(cleaned).refuse_conflicts(["in"], plan(a=b"new"))


def test_an_edit_that_says_what_we_would_say_is_no_edit(cleaned):
    (cleaned / "a").write_bytes(b"new")
    OutputFolder.open(cleaned).refuse_conflicts(["in"], plan(a=b"new"))


def test_differences_are_named_by_kind(cleaned):
    (cleaned / "b").write_bytes(b"by hand")
    (cleaned / "foreign").write_bytes(b"")
    found = OutputFolder.open(cleaned).find_differences(plan(a=b"changed", b=b"2", c=b"3"))
    assert found == [
        Difference("stale", manifest.NAME),
        Difference("stale", "a"),
        Difference("edited", "b"),
        Difference("missing", "c"),
        Difference("extra", "foreign"),
    ]


def test_no_difference_when_it_is_current(cleaned):
    assert OutputFolder.open(cleaned).find_differences(plan(a=b"1", b=b"2")) == []


@pytest.mark.parametrize("last", range(7))
def test_interrupted_anywhere_the_next_run_knows_what_is_ours(cleaned, monkeypatch, last):
    """Each write or removal in turn is the one at which the run dies."""
    wanted = plan(a=b"new", c=b"3", d=b"4")
    calls = []

    def dying(real):
        def call(*args, **kwargs):
            if len(calls) == last:
                raise KeyboardInterrupt
            calls.append(args)
            return real(*args, **kwargs)

        return call

    monkeypatch.setattr(atomic, "write", dying(atomic.write))
    monkeypatch.setattr(atomic, "remove_file", dying(atomic.remove_file))
    with contextlib.suppress(KeyboardInterrupt):
        OutputFolder.open(cleaned).commit(wanted)
    monkeypatch.undo()
    assert set(tree(cleaned).items()) <= {*wanted.items(), *plan(a=b"1", b=b"2").items(), *pending(cleaned)}
    again = OutputFolder.open(cleaned)
    again.refuse_conflicts(["in"], wanted)
    again.commit(wanted)
    assert tree(cleaned) == wanted


def pending(folder):
    path = folder / PENDING
    return {(PENDING, path.read_bytes())} if path.exists() else set()


def test_what_a_killed_write_left_is_removed(cleaned):
    (cleaned / f".123{atomic.TEMPORARY_SUFFIX}").write_bytes(b"half")
    OutputFolder.open(cleaned).commit(plan(a=b"1"))
    assert set(tree(cleaned)) == {"a", manifest.NAME}


def test_a_damaged_plan_of_an_interrupted_run_is_damage(cleaned):
    (cleaned / PENDING).write_bytes(b"{")
    with pytest.raises(DamageError, match="remove it by hand"):
        OutputFolder.open(cleaned)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="is not a folder"):
        OutputFolder.open(tmp_path / "out")


def test_a_symbolic_link_inside_the_folder_is_refused(cleaned, tmp_path):
    (cleaned / "sub").symlink_to("/tmp")
    with pytest.raises(OutputError, match="is a symbolic link"):
        OutputFolder.open(cleaned).commit(plan(**{"sub/a": b"1"}))


def test_records_that_cannot_be_read_are_one_error(cleaned):
    (cleaned / manifest.NAME).unlink()
    (cleaned / manifest.NAME).mkdir()
    with pytest.raises(OutputError, match="is no regular file"):
        OutputFolder.open(cleaned)


def test_what_can_be_refused_before_there_is_a_plan(tmp_path):
    out = tmp_path / "out"
    OutputFolder.open(out).commit(plan(**{"a.txt": b"One.\n"}))
    folder = OutputFolder.open(out)
    folder.refuse_conflicts(("in",))
    (out / "a.txt").write_bytes(b"Edited.\n")
    OutputFolder.open(out).refuse_conflicts(("in",))
    (out / "foreign.txt").write_bytes(b"")
    with pytest.raises(OutputError, match="is not ours"):
        OutputFolder.open(out).refuse_conflicts(("in",))


def test_scratch_and_lock_are_no_part_of_the_corpus(tmp_path):
    out = tmp_path / "out"
    wanted = plan(**{"a.txt": b"One.\n"})
    OutputFolder.open(out).commit(wanted)
    for name in (".cleaner/work/x", f".cleaner/work/.1{atomic.TEMPORARY_SUFFIX}", ".cleaner/lock"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(b"")
    assert OutputFolder.open(out).find_differences(wanted) == []
    OutputFolder.open(out).commit(wanted)
    assert (out / ".cleaner/work/x").exists() and (out / ".cleaner/lock").exists()


@pytest.mark.parametrize("at", ["the start", "the end"])
def test_a_folder_that_is_replaced_under_a_commit_is_an_error(tmp_path, monkeypatch, at):
    out, other = tmp_path / "out", tmp_path / "other"
    OutputFolder.open(out).commit(plan(a=b"1"))
    other.mkdir()
    folder = OutputFolder.open(out)

    def replace(*given):
        out.rename(tmp_path / "before")
        out.symlink_to(other)
        return True

    if at == "the end":
        monkeypatch.setattr(atomic, "remove_file", replace)
    else:
        replace()
    with pytest.raises(OutputError, match="was replaced while it was in use"):
        folder.commit(plan(a=b"2"))
    assert list(other.iterdir()) == []
    assert (tmp_path / "before/a").read_bytes() == (b"2" if at == "the end" else b"1")


def test_an_edited_output_without_an_input_stays_and_is_named(cleaned):
    (cleaned / "a").write_bytes(b"by hand")
    assert OutputFolder.open(cleaned).commit(plan(c=b"3")) == ["a"]
    assert set(tree(cleaned)) == {"a", "c", manifest.NAME} and (cleaned / "a").read_bytes() == b"by hand"


@pytest.mark.parametrize("folder", [".cleaner", ".cleaner/work", ".cleaner/trail", "sub", "old", "old/er"])
def test_a_link_in_the_place_of_a_folder_is_refused(tmp_path, folder):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    OutputFolder.open(out).commit(plan(**{"old/er/o": b"1"}))
    elsewhere.mkdir()
    opened = OutputFolder.open(out)
    if (out / folder).exists():
        (out / folder).rename(tmp_path / "before")
    (out / folder).symlink_to(elsewhere)
    wanted = plan(**{"sub/a": b"1", ".cleaner/trail/0": b""})
    for call in (opened.refuse_links, opened.commit):
        with pytest.raises(OutputError, match=f"out/{folder} is a symbolic link"):
            call(wanted)
    assert list(elsewhere.iterdir()) == []


def test_a_link_to_a_folder_is_a_file_that_is_not_ours(cleaned, tmp_path_factory):
    (cleaned / "link").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(OutputError, match="link is not ours"):
        OutputFolder.open(cleaned).refuse_conflicts(["in"])
    assert Difference("extra", "link") in OutputFolder.open(cleaned).find_differences(plan(a=b"1", b=b"2"))


def test_nothing_is_refused_in_a_folder_that_is_not_there(tmp_path):
    folder = OutputFolder.open(tmp_path / "out")
    folder.refuse_links(["a/b"])
    folder.refuse_conflicts(["in"], plan(a=b"1"))
    assert [found.kind for found in folder.find_differences(plan(a=b"1"))] == ["missing", "missing"]


def test_a_folder_without_records_has_none_of_ours(tmp_path):
    found = OutputFolder.open(tmp_path).find_differences(plan(a=b"1"))
    assert found == [Difference("missing", manifest.NAME), Difference("missing", "a")]


def test_a_staged_file_is_moved_and_one_in_its_place_is_left(tmp_path):
    root = Root.open(tmp_path)
    wanted = plan(a=b"1", b=b"2")
    (tmp_path / "a").write_bytes(b"1")
    waiting = StagedFile.of_bytes(b"2").stage(ScratchFile(root, ".cleaner/work/staged/b"), b"2")
    OutputFolder.open(tmp_path).commit(wanted | {"a": StagedFile.of_bytes(b"1"), "b": waiting})
    assert tree(tmp_path) == wanted


def test_a_path_that_the_system_refuses_is_an_error(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        OutputFolder.open(tmp_path / ("a" * 300))
