"""An archive finds documents by name, reads no more than it must, and says why it finds none."""

import shutil

import msgspec
import pytest

from cleaner.errors import DamageError, UsageError
from cleaner.store import manifest
from cleaner.store.archive import Archive, Partner, explain_unknown_name, find_archive, read_manifest
from cleaner.store.record_file import RecordFile
from cleaner.store.root import Root
from tests.corpus.runs import put
from tests.format_corpus import LEAVING_OUT, mixed
from tests.store.test_document_stream import shard, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return mixed(tmp_path_factory.mktemp("archive"), LEAVING_OUT)


@pytest.fixture
def copied(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copy")


def reseal(folder, **values):
    corpus_manifest = msgspec.structs.replace(manifest.decode(read_manifest(Root.open(folder))), **values)
    (folder / manifest.NAME).write_bytes(corpus_manifest.encode())


@pytest.mark.parametrize(
    ("rule", "evidence", "partner"),
    [
        ("duplicates.exact", {"partner": "a.txt:12"}, Partner("a.txt", 12)),
        ("duplicates.near", {"partner": "b.jsonl:17#title:3"}, Partner("b.jsonl:17#title", 3)),
        ("duplicates.document", {"partner": "b.jsonl:17"}, Partner("b.jsonl:17", None)),
        ("duplicates.exact", {"partner": "a.txt"}, Partner("a.txt", None)),
        ("duplicates.exact", {"partner": "a:" + "9" * 18}, Partner("a", 10**18 - 1)),
        ("duplicates.exact", {"partner": "a:" + "9" * 19}, Partner("a:" + "9" * 19, None)),
        ("duplicates.exact", {"partner": ":7"}, Partner(":7", None)),
        ("duplicates.exact", {"partner": "a.txt:x"}, Partner("a.txt:x", None)),
        ("duplicates.exact", {"partner": 7}, None),
        ("whitespace.trailing", {}, None),
    ],
)
def test_a_partner_is_read_from_the_evidence(rule, evidence, partner):
    assert Partner.of(rule, evidence) == partner


def test_every_document_comes_once_and_in_order(folder):
    archive = Archive.open(folder)
    names = [document.record.name for document in archive.stream_documents()]
    assert names == [record.name for record in archive.stream_records()]
    assert len(names) == len(set(names)) == archive.manifest.counts.documents_found


def test_a_name_with_colons_can_stand_in_each_file_that_it_begins_with(folder):
    archive = Archive.open(folder)
    assert list(archive._list_files_of("a.jsonl:1#text")) == ["a.jsonl:1#text", "a.jsonl"]
    assert list(archive._list_files_of("other:1")) == ["other:1"]


def test_no_record_behind_the_last_name_is_read(tmp_path):
    archive = Archive(Root.open(tmp_path), write(tmp_path), {})
    put(tmp_path, {"a": b"two", "b": b"nothing to do", "c": b"three", shard(1): b""})
    assert [document.record.name for document in archive.stream_documents(["a", "b"])] == ["a", "b"]
    with pytest.raises(DamageError, match=f"{shard(1)} is not as it was written"):
        list(archive.stream_documents(["a", "c"]))


def test_no_file_without_one_of_the_names_is_read(copied):
    (copied / "c.parquet").write_bytes(b"")
    archive = Archive.open(copied)
    assert [d.record.name for d in archive.stream_documents(["a.jsonl:1#text"])] == ["a.jsonl:1#text"]
    with pytest.raises(DamageError, match=r"c\.parquet is not as it was written"):
        list(archive.stream_documents(["c.parquet:1#text"]))


def test_damage_of_a_file_costs_no_document_of_another_that_is_asked_for(copied):
    (copied / "a.jsonl").write_bytes(b"")
    archive = Archive.open(copied)
    assert [d.record.name for d in archive.stream_documents(["c.parquet:1#text"])] == ["c.parquet:1#text"]


def test_a_file_of_records_is_opened_when_its_hash_is_right(copied):
    archive = Archive.open(copied)
    assert isinstance(archive.open_record_file("a.jsonl"), RecordFile)
    (copied / manifest.QUARANTINE / "a.jsonl").write_bytes(b"")
    with pytest.raises(DamageError, match="is not as it was written"):
        archive.open_record_file("a.jsonl")
    with pytest.raises(DamageError, match="is no file of records"):
        archive.open_record_file("sub/e.txt")


def test_raw_bytes_of_a_record_that_could_not_be_read(folder):
    archive = Archive.open(folder)
    unread = next(d for d in archive.stream_documents() if d.record.name == "a.jsonl:4")
    assert unread.get_entry() is None and archive.read_raw(unread) == unread.quarantine_bytes != b""


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("a.jsonl", "a.jsonl holds many documents", "name one of them, as a.jsonl:1"),
        ("nothing", "holds no nothing", "see its manifest for the names"),
    ],
)
def test_a_name_that_no_document_has_is_explained(folder, name, message, remedy):
    error = explain_unknown_name(Archive.open(folder), name)
    assert message in error.message and error.remedy == remedy


def test_rules_of_another_version_are_damage(copied):
    counts = manifest.RuleCount(edits=1, characters_removed=0, characters_inserted=0, reports=0)
    reseal(copied, rules={"future.rule": counts})
    with pytest.raises(DamageError, match=r"which knows future\.rule"):
        _ = Archive.open(copied).rules


def test_a_folder_without_a_manifest_is_no_archive(tmp_path):
    with pytest.raises(UsageError, match="is not a cleaned corpus"):
        Archive.open(tmp_path)
    with pytest.raises(UsageError, match="lies in no cleaned corpus"):
        find_archive(tmp_path / "a.txt")


def test_the_archive_of_a_path_is_the_nearest_folder_above_it(folder):
    assert find_archive(folder / "x" / "not there") == (folder, "x/not there")
