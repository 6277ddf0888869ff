"""A second run writes what is missing or no longer matches, and nothing else."""

import os
import shutil
from pathlib import Path

import pytest

from cleaner.config import Configuration
from cleaner.corpus.run import RunResult
from cleaner.errors import OutputError
from cleaner.formats.io_options import ReadOptions, WriteOptions
from cleaner.store.folder import OutputFolder
from tests.corpus.runs import put, run, sources_of, tree, write
from tests.corpus.test_run import FERRY, MARKET, jsonl

HALL = "The town hall stays closed on Monday while the lifts are looked at, the caretaker told us."
TEXTS = {
    "a.txt": f"{FERRY}  \n\nIt isnâ€™t so.\n".encode(),
    "b.txt": f"{MARKET}\n".encode(),
    "c.txt": f"{HALL}\n\n{FERRY}\n".encode(),
}
RECORDS = jsonl(FERRY, f"{MARKET}  ", HALL, "It isnâ€™t so.") + b"no record\n" + jsonl(MARKET, "One.", HALL)


def standing(output: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of each file of an output folder."""
    return {
        name: ((output / name).stat().st_ino, (output / name).stat().st_mtime_ns)
        for name in tree(output)
        if not name.endswith("manifest.json")
    }


def again(
    raw: Path, output: Path, configuration: Configuration | None = None, **running: object
) -> RunResult:
    """A further run, which is compared with one into a new folder: it must come to the same."""
    done = write(raw, output, configuration, **running)
    shutil.rmtree(raw.parent / "new", ignore_errors=True)
    write(raw, raw.parent / "new", configuration, **running)
    assert tree(output) == tree(raw.parent / "new")
    assert done.tally.sums == write(raw, raw.parent / "new", configuration, **running).tally.sums
    return done


def test_where_nothing_changed_nothing_is_written(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS | {"d.jsonl": RECORDS}), tmp_path / "out"
    assert len(write(raw, output, files=1, bytes=150).written) > 5
    before = standing(output)
    assert not again(raw, output, files=1, bytes=150).written
    assert standing(output) == before


def test_of_a_changed_file_only_its_own_task_is_written(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    write(raw, output, files=1)
    before = standing(output)
    put(raw, {"b.txt": f"{MARKET}\n\nAnd so on.\n".encode()})
    assert again(raw, output, files=1).written == {1}
    moved = {name for name, told in standing(output).items() if told != before[name]}
    assert "b.txt" in moved and all(name == "b.txt" or "/00001." in name for name in moved)


def test_a_file_that_loses_something_else_is_written_though_it_did_not_change(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    write(raw, output, files=1)
    assert (output / "c.txt").read_text() == f"{HALL}\n"
    put(raw, {"a.txt": b"All is new.\n"})
    assert again(raw, output, files=1).written == {0, 2}
    assert (output / "c.txt").read_text() == f"{HALL}\n\n{FERRY}\n"


@pytest.mark.parametrize("name", ["b.txt", ".cleaner/trail/00001.jsonl"])
def test_what_is_missing_is_written(tmp_path, name):
    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    write(raw, output, files=1)
    before = standing(output)
    (output / name).unlink()
    assert again(raw, output, files=1).written == {1}
    assert {each: told for each, told in standing(output).items() if each != name} == {
        each: told for each, told in before.items() if each != name
    }


def test_another_level_of_the_trail_is_another_trail(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    write(raw, output, files=1)
    texts = {name: told for name, told in standing(output).items() if "/" not in name}
    for level in ("counts", "none", "full"):
        assert again(raw, output, files=1, level=level).written == {0, 1, 2}
        assert not again(raw, output, files=1, level=level).written
        assert {name: told for name, told in standing(output).items() if "/" not in name} == texts


def test_a_record_that_is_not_as_it_was_written_is_none(tmp_path):
    raw, output = put(tmp_path / "in", {"a.txt": TEXTS["a.txt"], "d.jsonl": RECORDS}), tmp_path / "out"
    write(raw, output, files=1, bytes=150)
    before = standing(output)
    records = sorted(path for end in ("written", "joined") for path in output.rglob(f"*.{end}"))
    assert len(records) > 4
    for path in records:
        whole = path.read_bytes()
        for at in range(0, len(whole), 37):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            done = write(raw, output, files=1, bytes=150)
            assert done.written, (path, at)
            path.write_bytes(whole)
    assert standing(output) == before and not again(raw, output, files=1, bytes=150).written


@pytest.mark.parametrize("writing", [WriteOptions(), WriteOptions("jsonl", 150)])
def test_whatever_byte_of_the_work_folder_changes_the_output_is_that_of_a_fresh_run(tmp_path, writing):
    raw, output = put(tmp_path / "in", TEXTS | {"d.jsonl": RECORDS}), tmp_path / "out"
    configuration = Configuration(writing=writing)
    write(raw, output, configuration, files=1, bytes=150)
    fresh = tree(output)
    records = {path: path.read_bytes() for path in (output / ".cleaner/work").iterdir() if path.is_file()}
    ends = {path.suffix or path.name for path in records}
    joined_or_packed = ".joined" if writing.output_format is None else ".record"
    assert ends >= {".json", ".written", ".frames", "changes", joined_or_packed}
    assert any(path.name == "decided.json" for path in records)
    for path, whole in records.items():
        for at in range(0, len(whole), len(whole) // 3 + 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            write(raw, output, configuration, files=1, bytes=150)
            assert tree(output) == fresh, (path, at)


def test_a_decision_with_another_document_in_it_is_none(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS | {"d.txt": TEXTS["b.txt"]}), tmp_path / "out"
    write(raw, output, files=1)
    fresh = tree(output)
    assert "b.txt" in fresh and "d.txt" not in fresh
    path = output / ".cleaner/work/decided.json"
    whole = path.read_bytes()
    assert whole.count(b"[3,") == 1
    path.write_bytes(whole.replace(b"[3,", b"[1,"))  # b.txt goes, and not d.txt
    write(raw, output, files=1)
    assert tree(output) == fresh


def test_a_record_of_the_writing_of_other_inputs_is_none(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    write(raw, output, files=1)
    records = sorted(output.rglob("*.written"))
    data = [path.read_bytes() for path in records]
    for path, other in zip(records, [*data[1:], data[0]], strict=True):
        path.write_bytes(other)
    assert again(raw, output, files=1).written == {0, 1, 2}


def test_of_a_file_in_pieces_all_are_written_where_one_is_another(tmp_path):
    raw, output = put(tmp_path / "in", {"a.txt": TEXTS["a.txt"], "d.jsonl": RECORDS}), tmp_path / "out"
    first = write(raw, output, files=1, bytes=150)
    before = standing(output)
    put(raw, {"d.jsonl": RECORDS.replace(b'"One."', b'"Two."')})
    done = again(raw, output, files=1, bytes=150)
    assert done.written == first.written - {0}
    moved = {name for name, told in standing(output).items() if told != before[name]}
    assert "d.jsonl" in moved and ".cleaner/quarantine/d.jsonl" not in moved
    (output / ".cleaner/quarantine/d.jsonl").unlink()
    assert again(raw, output, files=1, bytes=150).written == first.written - {0}
    (output / "d.jsonl").unlink()
    assert again(raw, output, files=1, bytes=150).written == first.written - {0}


def test_other_bytes_beside_the_texts_of_a_record_are_another_file(tmp_path):
    raw, output = put(tmp_path / "in", {"a.txt": TEXTS["a.txt"], "d.jsonl": RECORDS}), tmp_path / "out"
    write(raw, output, files=1, bytes=150)
    put(raw, {"d.jsonl": RECORDS.replace(b"1.5", b"2.5", 1)})
    assert again(raw, output, files=1, bytes=150).written
    assert b"2.5" in (output / "d.jsonl").read_bytes()


def test_packed_texts_are_written_again_only_where_one_is_another(tmp_path):
    configuration = Configuration(writing=WriteOptions("jsonl", 150))
    raw, output = put(tmp_path / "in", TEXTS | {"d.jsonl": RECORDS}), tmp_path / "out"
    write(raw, output, configuration, files=1)
    before = standing(output)
    assert not again(raw, output, configuration, files=1).written
    assert standing(output) == before
    put(raw, {"c.txt": f"{HALL}\n\nAll is new.\n".encode()})
    assert again(raw, output, configuration, files=1).written == {0, 1, 2}
    (output / "corpus-00001.jsonl").unlink()
    assert again(raw, output, configuration, files=1).written == {0, 1, 2}
    smaller = Configuration(writing=WriteOptions("jsonl", 100))
    assert again(raw, output, smaller, files=1).written == {0, 1, 2}


def test_an_edit_by_hand_is_found_and_stays(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS | {"d.jsonl": RECORDS}), tmp_path / "out"
    write(raw, output, files=1, bytes=150)
    for name in ("b.txt", "d.jsonl"):
        whole = (output / name).read_bytes()
        (output / name).write_bytes(whole + b"\n")
        done = run(raw, output / ".cleaner/work", output=output, files=1, bytes=150)
        folder = OutputFolder.open(output)
        assert [(each.kind, each.name) for each in folder.find_differences(done.files)] == [("edited", name)]
        with pytest.raises(OutputError, match="edited by hand"):
            folder.refuse_conflicts(sources_of(raw, Configuration()).roots, done.files)
        (output / name).write_bytes(whole)


def test_kept_pages_are_written_once(tmp_path):
    configuration = Configuration(reading=ReadOptions(keep_raw=True))
    pages = {
        f"{number}.html": f"<html><article><p>{text}</article></html>".encode()
        for number, text in enumerate((FERRY, MARKET))
    }
    raw, output = put(tmp_path / "in", pages), tmp_path / "out"
    write(raw, output, configuration, files=1)
    assert not again(raw, output, configuration, files=1).written
    (output / ".cleaner/raw/1.html.txt").unlink()
    assert again(raw, output, configuration, files=1).written == {1}


def test_names_and_records_of_any_kind_are_remembered(tmp_path):
    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    (raw / os.fsdecode(b"n\xff.txt")).write_bytes(f"{FERRY}\n\nNone but this.  \n".encode())
    (raw / os.fsdecode(b"o\xfe.jsonl")).write_bytes(RECORDS)
    write(raw, output, files=1)
    assert not again(raw, output, files=1).written


def test_many_documents_are_remembered_in_files_of_their_own(tmp_path, monkeypatch):
    from cleaner.store import manifest

    raw, output = put(tmp_path / "in", TEXTS), tmp_path / "out"
    write(raw, output, files=1)
    monkeypatch.setattr(manifest, "INLINE_LIMIT", 2)
    assert again(raw, output, files=1).written == {0, 1, 2}
    (output / ".cleaner/documents/00001.jsonl").unlink()
    done = run(raw, output / ".cleaner/work", output=output, files=1)
    assert done.written == {1}
