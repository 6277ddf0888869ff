"""Raw files come back byte for byte or not at all, and nothing is ever written outside the folder."""

import contextlib
import json
import random
import shutil

import msgspec
import pytest

from cleaner.config import Configuration
from cleaner.errors import CleanerError, DamageError, InputError, OutputError, UsageError
from cleaner.formats.encoding_detection import decode
from cleaner.formats.io_options import ReadOptions
from cleaner.formats.sources import Sources
from cleaner.hashing import sha256_hex
from cleaner.outcome import Outcome
from cleaner.store import manifest, shards
from cleaner.store.archive import Archive, find_archive
from cleaner.store.folder import OutputFolder
from cleaner.store.restore import restore
from cleaner.text import Document
from tests.corpus.runs import put, write
from tests.output_plan import plan
from tests.sample_corpus import KEEPING, SAMPLE, tree, written


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return written(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def cleaned(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "clean")


def names(restored):
    """The names of files that all came back."""
    found = list(restored)
    assert [each for each in found if each.damage] == []
    return [each.name for each in found]


def test_everything_comes_back(whole, tmp_path):
    assert names(restore(whole, tmp_path)) == sorted(SAMPLE)
    assert tree(tmp_path) == SAMPLE
    assert names(restore(whole, tmp_path)) == sorted(SAMPLE)  # what is there already is left


def test_one_name_or_some(whole, tmp_path):
    assert names(restore(whole, tmp_path, ["stray.txt", "copy.txt"])) == ["copy.txt", "stray.txt"]
    assert tree(tmp_path) == {name: SAMPLE[name] for name in ("stray.txt", "copy.txt")}


@pytest.mark.parametrize("level", ["counts", "none"])
def test_less_than_a_full_trail_cannot_be_restored_and_says_so(tmp_path, level):
    folder = written(tmp_path / "clean", level=level)
    with pytest.raises(UsageError, match=f"written with --trail {level}: what was removed is not kept"):
        list(restore(folder, tmp_path / "raw"))


def test_a_compressed_trail_restores(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "PLAIN_SIZE", 0)
    folder = written(tmp_path / "clean")
    assert (folder / ".cleaner/trail/00000.jsonl.zst").exists()
    list(restore(folder, tmp_path / "raw"))
    assert tree(tmp_path / "raw") == SAMPLE


def test_two_lone_halves_of_a_character_come_back(tmp_path):
    """UTF-32 can hold them side by side; JSON would make one character of the two."""
    corpus = {"a.txt": "a \ud83d\ude00 b \\\ud83d\n".encode("utf-32", "surrogatepass")}
    folder = written(tmp_path / "clean", corpus)
    list(restore(folder, tmp_path / "raw"))
    assert tree(tmp_path / "raw") == corpus


@pytest.mark.parametrize(
    "name", ["../out.txt", "/out.txt", "a/../../out.txt", "a//b.txt", "./a.txt", "", ".", "a\0b", "a.txt/"]
)
def test_a_name_that_leads_outside_is_damage(cleaned, tmp_path, name):
    found = manifest.decode((cleaned / manifest.NAME).read_bytes())
    documents = [msgspec.structs.replace(found.documents[0], name=name), *found.documents[1:]]
    (cleaned / manifest.NAME).write_bytes(msgspec.structs.replace(found, documents=documents).encode())
    before = tree(tmp_path)
    with pytest.raises(DamageError, match="no file of this folder"):
        list(restore(cleaned, tmp_path / "raw"))
    assert tree(tmp_path) == before


def test_a_name_that_stands_twice_is_damage(cleaned, tmp_path):
    found = manifest.decode((cleaned / manifest.NAME).read_bytes())
    documents = [*found.documents, found.documents[0]]
    forged = msgspec.structs.replace(found, documents=documents, counts=manifest.count_documents(documents))
    (cleaned / manifest.NAME).write_bytes(forged.encode())
    with pytest.raises(DamageError, match="twice"):
        list(restore(cleaned, tmp_path / "raw"))


def test_a_link_in_the_way_is_not_followed(tmp_path):
    folder = written(tmp_path / "clean", {"sub/a.txt": b"one  \n"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a symbolic link"):
        list(restore(folder, tmp_path / "raw"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_another_file_in_the_way_stays(whole, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"mine")
    with pytest.raises(OutputError, match="is another file"):
        list(restore(whole, tmp_path))
    assert tree(tmp_path) == {"a.txt": b"mine"}


@pytest.mark.parametrize("seed", range(40))
def test_a_forged_trail_never_passes_for_the_raw_text(cleaned, tmp_path, seed):
    """Its hash is made right; numbers and texts in it are not: an error of ours, and no wrong file."""
    dice = random.Random(seed)
    path = cleaned / ".cleaner/trail/00000.jsonl"
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    record = dice.choice(records)
    key = dice.choice(["start", "end", "removed", "replacement", "round", "stage", "document"])
    record[key] = dice.choice([-5, 0, 3, 10**9, "", "x" * 50, None, 2.5, [], {"a": 1}, "b.txt"])
    lines = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    path.write_bytes(lines)
    found = manifest.decode((cleaned / manifest.NAME).read_bytes())
    forged = msgspec.structs.replace(found, trail_sha256={".cleaner/trail/00000.jsonl": sha256_hex(lines)})
    (cleaned / manifest.NAME).write_bytes(forged.encode())
    with contextlib.suppress(CleanerError):
        list(restore(cleaned, tmp_path / "raw"))
    for name, data in tree(tmp_path / "raw").items():
        assert data == SAMPLE[name]


def test_a_name_that_was_never_read(whole, tmp_path):
    archive = Archive.open(whole)
    with pytest.raises(UsageError, match="holds no z"):
        archive.find_document("z")
    with pytest.raises(UsageError, match="holds no z"):
        list(restore(whole, tmp_path, ["z"]))
    with pytest.raises(UsageError, match="was not cleaned"):
        archive.find_entry("stray.txt")


def test_the_corpus_that_a_path_lies_in(whole, tmp_path):
    assert find_archive(whole / "sub" / "a.txt") == (whole, "sub/a.txt")
    with pytest.raises(UsageError, match="lies in no cleaned corpus"):
        find_archive(tmp_path / "a.txt")


def test_an_input_that_was_never_read_is_passed_over_and_refused_by_name(tmp_path):
    refused = Outcome("fifo.txt", b"", None, Document.of(""), InputError("is a FIFO", path="fifo.txt"))
    done = Outcome("a.txt", b"a\n", decode(b"a\n"), Document.of("a\n"))
    files = plan(Sources((), ("in",), {}, (), ()), [done, refused], KEEPING)
    OutputFolder.open(tmp_path / "clean").commit(files)
    assert names(restore(tmp_path / "clean", tmp_path / "raw")) == ["a.txt"]
    with pytest.raises(UsageError, match=r"fifo\.txt was never read: is a FIFO"):
        list(restore(tmp_path / "clean", tmp_path / "raw", ["fifo.txt"]))


def test_a_missing_file_is_named_and_the_others_come_back(cleaned, tmp_path):
    (cleaned / "a.txt").unlink()
    made = {each.name: each.damage for each in restore(cleaned, tmp_path / "raw")}
    assert made.keys() == SAMPLE.keys() and "a.txt is missing" in made["a.txt"]
    assert [name for name, damage in made.items() if damage] == ["a.txt"]
    assert tree(tmp_path / "raw") == {name: data for name, data in SAMPLE.items() if name != "a.txt"}


@pytest.mark.parametrize("field", ["/../../../x", "a//b", "\0"])
def test_a_text_whose_field_is_no_name_of_a_file_is_not_written(tmp_path, field):
    put(tmp_path / "in", {"c.jsonl": json.dumps({"text": "One.", field: "Two."}).encode() + b"\n"})
    reading = ReadOptions(text_fields=("text", field))
    write(tmp_path / "in", tmp_path / "clean", Configuration(reading=reading))
    with pytest.raises(OutputError, match="is no name of a file below a folder") as caught:
        list(restore(tmp_path / "clean", tmp_path / "back/a/b", [f"c.jsonl:1#{field}"]))
    assert caught.value.remedy == "restore the whole file of records"
    assert not (tmp_path / "x").exists() and not list((tmp_path / "back").rglob("x"))
