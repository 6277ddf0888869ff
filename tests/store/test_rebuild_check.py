"""Every text is rebuilt, and compared with what the records and the trail say of it."""

import shutil

import msgspec
import pytest

from cleaner.hashing import sha256_hex
from cleaner.store import trail
from cleaner.store.archive import Archive, Partner
from cleaner.store.damage import Damage
from cleaner.store.missing_partners import open_partner_table
from cleaner.store.rebuild_check import RebuildCheck
from cleaner.store.root import Root
from tests.format_corpus import LEAVING_OUT, mixed
from tests.sample_corpus import written

TRAIL = f"{trail.FOLDER}/00000.jsonl"


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return written(tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="module")
def record_files(tmp_path_factory):
    return mixed(tmp_path_factory.mktemp("records"), LEAVING_OUT)


def check(archive, damaged_names=(), partners=()):
    with open_partner_table() as table:
        for document, partner in partners:
            table.add(document, partner)
        return list(RebuildCheck(archive, table, set(damaged_names)).find_damage())


def forge(folder, name="", **values):
    """The archive of a folder, with other values in the record of one document."""
    archive = Archive.open(folder)
    documents = [
        msgspec.structs.replace(record, **values) if record.name == name else record
        for record in archive.manifest.documents
    ]
    corpus_manifest = msgspec.structs.replace(archive.manifest, documents=documents)
    return Archive(Root.open(folder), corpus_manifest, archive.files, archive.packed_texts)


def test_whole_corpora_have_no_damage(texts, record_files):
    assert check(forge(texts)) == check(forge(record_files)) == []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"sha256_raw": "0"}, "what is rebuilt is not what was read"),
        ({"paragraphs_raw": 900}, "characters and paragraphs, raw and clean, not"),
        ({"characters_clean": 900}, "characters and paragraphs, raw and clean, not"),
    ],
)
def test_a_text_that_is_not_as_its_record_says_is_named(texts, values, problem):
    [damage] = check(forge(texts, "a.txt", **values))
    assert damage.name == "a.txt" and problem in damage.problem


def test_a_trail_with_other_lines_is_found(texts, tmp_path):
    folder = shutil.copytree(texts, tmp_path / "clean")
    lines = (folder / TRAIL).read_bytes()
    data = lines.replace(b'"line":1,', b'"line":9,', 1)
    assert data != lines
    (folder / TRAIL).write_bytes(data)
    archive = Archive.open(folder)
    corpus_manifest = msgspec.structs.replace(archive.manifest, trail_sha256={TRAIL: sha256_hex(data)})
    [damage] = check(Archive(Root.open(folder), corpus_manifest, archive.files))
    assert damage.problem == "its trail gives other places than its edits have"


def test_a_partner_line_where_no_paragraph_begins_is_found(texts):
    partners = [("b.txt", Partner("a.txt", 1)), ("x.txt", Partner("a.txt", 900))]
    assert check(forge(texts), partners=partners) == [
        Damage("x.txt", "lost a duplicate of a.txt:900, where no paragraph stands")
    ]


def test_a_file_that_is_known_to_be_damaged_is_not_read(record_files, tmp_path):
    folder = shutil.copytree(record_files, tmp_path / "clean")
    (folder / "a.jsonl").write_bytes(b"")
    [damage] = check(forge(folder))
    assert damage.name == "a.jsonl" and "is not as it was written" in damage.problem
    assert check(forge(folder), ["a.jsonl"]) == check(forge(folder), [".cleaner/quarantine/a.jsonl"]) == []


def test_one_text_of_a_file_of_records_is_named_and_not_the_file(record_files):
    [damage] = check(forge(record_files, "a.jsonl:1#text", sha256_raw="0"))
    assert damage == Damage("a.jsonl:1#text", "what is rebuilt is not what was read")


def test_a_file_of_records_is_compared_as_a_whole(record_files):
    archive = forge(record_files)
    files = {
        name: msgspec.structs.replace(file, sha256_raw="0") if name == "a.jsonl" else file
        for name, file in archive.files.items()
    }
    [damage] = check(Archive(Root.open(record_files), archive.manifest, files))
    assert damage.name == "a.jsonl" and "what is rebuilt is not what was read" in damage.problem
