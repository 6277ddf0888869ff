"""A packed text is found by its number, and is given only as the one that was written."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.errors import DamageError, UsageError
from cleaner.formats.io_options import ReadOptions, WriteOptions
from cleaner.hashing import sha256_hex
from cleaner.store import jsonl_output, manifest
from cleaner.store.archive import Archive
from cleaner.store.damage import Damage
from cleaner.store.folder import OutputFolder
from cleaner.store.jsonl_output import PackedFile, PackedLine, PackedTextReader, PackedTexts
from cleaner.store.restore import restore
from cleaner.store.root import Root
from cleaner.store.verify import verify
from tests.corpus.runs import put, tree, write

NAMES = st.text(st.characters(codec="utf-8") | st.sampled_from('\udc92\udcff\\"'), max_size=8)
TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from('\\"\u2028\r\n'), max_size=12)


def folder_of(folder, *files):
    """Files of these lines, and what the manifest would say of them."""
    told = []
    for number, lines in enumerate(files):
        name, data = f"corpus-{number:05}.jsonl", b"".join(lines)
        (folder / name).write_bytes(data)
        told.append(PackedFile(name=name, sha256=sha256_hex(data), bytes=len(data), documents=len(lines)))
    return PackedTextReader(Root.open(folder), PackedTexts(files=told))


def line(name, text="Some text.\n"):
    return jsonl_output.encode(PackedLine(id=name, text=text, metadata={}))


@given(NAMES, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=2))
def test_a_line_is_read_as_it_was_written(name, text, metadata):
    given = PackedLine(id=name, text=text, metadata=metadata)
    data = jsonl_output.encode(given)
    assert jsonl_output.decode(data) == given
    assert data.index(b"\n") == len(data) - 1
    assert list(json.loads(data)) == ["id", "text", "metadata"]


@given(st.lists(st.binary(min_size=1, max_size=9).map(lambda b: b.replace(b"\n", b"") + b"\n"), max_size=9))
def test_files_hold_all_lines_in_order_and_are_as_long_as_they_may_be(lines):
    files = [(name, list(own)) for name, own in jsonl_output.split_into_files(lines, 12)]
    assert [each for _, own in files for each in own] == lines
    assert [name for name, _ in files] == [f"corpus-{number:05}.jsonl" for number in range(len(files))]
    for number, (_, own) in enumerate(files):
        assert len(b"".join(own)) <= 12 or len(own) == 1
        if number:
            assert len(b"".join([*files[number - 1][1], own[0]])) > 12


def test_texts_are_found_in_any_order(tmp_path):
    unpacking = folder_of(tmp_path, [line("a", "1"), line("b", "2")], [line("c", "3"), line("d", "4")])
    for number in (0, 1, 2, 3, 3, 0, 2, 1, 0):
        assert unpacking.read_text(number, "abcd"[number]) == "1234"[number]
    assert [unpacking.locate(number) for number in (1, 2)] == [
        ("corpus-00000.jsonl", 2),
        ("corpus-00001.jsonl", 1),
    ]


def test_texts_in_ascending_order_are_read_in_one_pass(tmp_path):
    """No line is read twice: the first one is gone by the time that the second is read."""
    unpacking = folder_of(tmp_path, [line("a"), line("b", "2")])
    unpacking.read_text(0, "a")
    path = tmp_path / "corpus-00000.jsonl"
    path.write_bytes(path.read_bytes().replace(b"\n", b" ", 1))
    assert unpacking.read_text(1, "b") == "2"


def test_another_text_is_damage(tmp_path):
    with pytest.raises(DamageError, match=r"corpus-00000\.jsonl:2 holds another text"):
        folder_of(tmp_path, [line("a"), line("b")]).read_text(1, "a")


def test_a_number_too_large_is_damage(tmp_path):
    with pytest.raises(DamageError, match="no file holds its text"):
        folder_of(tmp_path, [line("a")]).read_text(1, "b")


@pytest.mark.parametrize(
    "data", [b"{\n", b'{"id":"a"}\n', b'{"id":"a","text":1,"metadata":{}}\n', b'"\\ud800\n']
)
def test_a_line_that_is_none_is_damage(tmp_path, data):
    with pytest.raises(DamageError, match="a line is damaged"):
        folder_of(tmp_path, [data]).read_text(0, "a")


def test_a_file_is_compared_with_its_hash_once(tmp_path, monkeypatch):
    unpacking = folder_of(tmp_path, [line("a"), line("b")], [line("c")])
    (tmp_path / "corpus-00000.jsonl").write_bytes(line("a") + line("B"))
    looked = []
    check = jsonl_output.check_file
    monkeypatch.setattr(jsonl_output, "check_file", lambda *told: looked.append(told[1]) or check(*told))
    for number, name in enumerate("ab"):
        with pytest.raises(DamageError, match="is not as it was written"):
            unpacking.read_text(number, name)
    assert unpacking.read_text(2, "c") == "Some text.\n"
    assert looked == ["corpus-00000.jsonl", "corpus-00001.jsonl"]


@pytest.fixture
def cleaned(tmp_path):
    put(tmp_path / "in", {f"{n}.txt": f"The ferry leaves at {n}.\n".encode() for n in range(4)})
    write(tmp_path / "in", tmp_path / "out", Configuration(writing=WriteOptions("jsonl", 150)))
    return tmp_path / "out"


def resealed(folder, **changes):
    """The folder with another manifest, sealed again."""
    found = manifest.decode((folder / manifest.NAME).read_bytes())
    files = [msgspec.structs.replace(file, **changes) for file in found.packed.files]
    other = msgspec.structs.replace(found, packed=PackedTexts(files=files))
    (folder / manifest.NAME).write_bytes(other.encode())
    return folder


def test_a_manifest_that_tells_of_fewer_texts_is_found(cleaned, tmp_path):
    resealed(cleaned, documents=1)
    damages = list(verify(cleaned, read_data=True))
    assert Damage(manifest.NAME, "says of other numbers of texts that they are packed") in damages
    assert any(damage == Damage("3.txt", "no file holds its text") for damage in damages)
    assert any(each.damage for each in restore(cleaned, tmp_path / "back"))


def test_a_manifest_that_names_a_file_elsewhere_is_refused(cleaned):
    resealed(cleaned, name="../a.txt")
    [damage] = verify(cleaned)
    assert "names '../a.txt', which is no file of this folder" in damage.problem


def test_a_manifest_of_files_says_nothing_of_packed_ones(tmp_path):
    put(tmp_path / "in", {"a.txt": b"The ferry leaves at nine.\n"})
    write(tmp_path / "in", tmp_path / "out")
    assert "packed" not in json.loads((tmp_path / "out" / manifest.NAME).read_bytes())


def test_what_is_packed_comes_back(cleaned, tmp_path):
    assert list(verify(cleaned, read_data=True)) == []
    assert [each.damage for each in restore(cleaned, tmp_path / "back")] == [""] * 4
    assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_a_damaged_file_is_named_once_and_its_texts_are_not_restored(cleaned, tmp_path):
    path = cleaned / "corpus-00001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"ferry", b"fairy"))
    assert [damage.name for damage in verify(cleaned, read_data=True)] == [path.name]
    assert [bool(each.damage) for each in restore(cleaned, tmp_path / "back")] == [False, False, True, True]


def test_each_text_has_its_place(cleaned, tmp_path):
    archive = Archive.open(cleaned)
    assert [place for _, place in archive.locate_packed_texts()] == [
        "corpus-00000.jsonl:1",
        "corpus-00000.jsonl:2",
        "corpus-00001.jsonl:1",
        "corpus-00001.jsonl:2",
    ]
    with pytest.raises(UsageError, match=r"holds many documents \(name one of them by its id\)"):
        archive.find_document("corpus-00001.jsonl")
    with pytest.raises(UsageError, match=r"holds no corpus-00002\.jsonl"):
        archive.find_document("corpus-00002.jsonl")
    write(tmp_path / "in", tmp_path / "files")
    assert [place for _, place in Archive.open(tmp_path / "files").locate_packed_texts()] == [""] * 4


def test_a_lost_file_of_records_of_documents_costs_its_own_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
    put(tmp_path / "in", {f"{n}.txt": f"The ferry leaves at {n}.\n".encode() for n in range(6)})
    done = write(
        tmp_path / "in", tmp_path / "out", Configuration(writing=WriteOptions("jsonl", 150)), files=2
    )
    assert list(verify(tmp_path / "out", read_data=True)) == []
    archive = Archive.open(tmp_path / "out")
    assert [record.name for record, _ in archive.locate_packed_texts()] == [f"{n}.txt" for n in range(6)]
    _, lost, *_ = done.manifest.documents_sha256
    (tmp_path / "out" / lost).unlink()
    restored = list(restore(tmp_path / "out", tmp_path / "back"))
    [damaged] = [each for each in restored if each.damage]
    assert damaged.name == lost and f"{lost} is missing" in damaged.damage
    with pytest.raises(DamageError, match=lost):
        list(archive.locate_packed_texts())
    back = tree(tmp_path / "back")
    assert "0.txt" in back and "5.txt" in back and back.items() < tree(tmp_path / "in").items()


def test_packed_files_are_ours_and_go_with_the_format(cleaned, tmp_path):
    plan = {"0.txt": b"0", manifest.NAME: (cleaned / manifest.NAME).read_bytes()}
    folder = OutputFolder.open(cleaned)
    assert sorted(folder.output_hashes) == ["corpus-00000.jsonl", "corpus-00001.jsonl"]
    folder.refuse_conflicts([str(root) for root in folder.manifest.roots], plan)
    folder.commit(plan)
    assert sorted(path.name for path in cleaned.iterdir()) == [".cleaner", "0.txt"]


def test_the_raw_bytes_of_a_page_are_beside_its_packed_text(tmp_path):
    page = (
        "<html lang=en><title>Frost</title><body><p>A late frost took most of the cherries this year.</html>"
    )
    put(tmp_path / "in", {"a.html": page.encode(), "b.jsonl": b'{"text":"One."}\n'})
    configuration = Configuration(reading=ReadOptions(keep_raw=True), writing=WriteOptions("jsonl"))
    write(tmp_path / "in", tmp_path / "out", configuration)
    assert list(verify(tmp_path / "out", read_data=True)) == []
    assert [each.damage for each in restore(tmp_path / "out", tmp_path / "back")] == ["", ""]
    assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_a_name_that_is_no_text_is_escaped():
    data = line("caf\udce9.txt", "Café \\udce9")
    assert data == '{"id":"caf\\udce9.txt","text":"Café \\\\udce9","metadata":{}}\n'.encode()
    assert jsonl_output.decode(data) == PackedLine(id="caf\udce9.txt", text="Café \\udce9", metadata={})
