"""Files of records and pages come back as law 2 says, and one that is damaged costs nothing but itself."""

import json
import shutil
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.errors import DamageError, OutputError, UsageError
from cleaner.formats.io_options import ReadOptions
from cleaner.hashing import sha256_hex
from cleaner.store import atomic, manifest, shards
from cleaner.store.archive import Archive, Partner, find_paragraph
from cleaner.store.folder import OutputFolder
from cleaner.store.restore import RestoredFile, restore
from cleaner.store.verify import verify
from tests.corpora import documents
from tests.corpus.runs import tree
from tests.format_corpus import LEAVING_OUT, LINES, MIXED, TWO_FIELDS, mixed, parquet, values
from tests.sample_corpus import HARBOUR
from tests.test_laws import law

CONFIGURATIONS = {"plain": TWO_FIELDS, "leaving out": LEAVING_OUT}


@pytest.fixture(scope="module", params=CONFIGURATIONS)
def whole(request, tmp_path_factory):
    return mixed(tmp_path_factory.mktemp("whole"), CONFIGURATIONS[request.param])


@pytest.fixture(scope="module")
def left_out(tmp_path_factory):
    return mixed(tmp_path_factory.mktemp("left-out"), LEAVING_OUT)


@pytest.fixture(params=["inline", "shards"])
def layout(request, monkeypatch):
    """Both forms of records of documents; in the second, many small files of them, compressed."""
    if request.param == "shards":
        monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
        monkeypatch.setattr(shards, "SHARD_SIZE", 1000)
        monkeypatch.setattr(shards, "PLAIN_SIZE", 0)
    return request.param


def same(corpus, folder, *, page="page.html.txt"):
    """Whether all is there again, the page under this name."""
    back = tree(folder)
    names = [page if name == "page.html" else name for name in corpus]
    assert sorted(back) == sorted(names)
    for name, data in corpus.items():
        if name != "page.html":
            assert values(name, back[name]) == values(name, data), name
    return back


def damages(restored):
    return {each.name: each.damage for each in restored if each.damage}


class TestEverything:
    def test_comes_back_value_for_value_and_plain_files_byte_for_byte(self, whole, tmp_path):
        kept = (whole / ".cleaner/raw").exists()
        assert damages(restore(whole, tmp_path)) == {}
        back = same(MIXED, tmp_path, page="page.html" if kept else "page.html.txt")
        if kept:
            assert back["page.html"] == MIXED["page.html"]
        else:
            assert b"cherries of the whole valley this year." in back["page.html.txt"]
        assert damages(restore(whole, tmp_path)) == {}  # what is there already is left

    @pytest.mark.parametrize("name", CONFIGURATIONS)
    def test_comes_back_from_many_files_of_records(self, tmp_path, layout, name):
        folder = mixed(tmp_path, CONFIGURATIONS[name])
        found = manifest.decode((folder / manifest.NAME).read_bytes())
        assert bool(found.documents) == (layout == "inline")
        assert (len(found.trail_sha256) > 1) == (layout == "shards")
        assert list(verify(folder, read_data=True)) == []
        assert damages(restore(folder, tmp_path / "back")) == {}
        same(MIXED, tmp_path / "back", page="page.html" if name == "leaving out" else "page.html.txt")

    def test_leaves_nothing_behind_but_the_files(self, whole, tmp_path):
        list(restore(whole, tmp_path))
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


SPACE = st.sampled_from([b"", b" ", b"\t", b"  "])
SPELT = st.sampled_from([True, False])


@st.composite
def lines(draw):
    """A line of JSONL as people write them: good ones in odd spelling, bad ones, blank ones."""
    kind = draw(st.sampled_from(["good"] * 6 + ["blank", "broken", "no text", "half", "bytes"]))
    ending = draw(st.sampled_from([b"\n", b"\n", b"\r\n", b" \n"]))
    if kind == "blank":
        return draw(SPACE) + ending
    if kind == "broken":
        return b'{"text": ' + ending
    if kind == "no text":
        return b'{"id": 4}' + ending
    if kind == "half":
        return b'{"text": "\\udc92", "title": ""}' + ending
    if kind == "bytes":
        return b'{"text": "\xff\xfe", "title": "x"}' + ending
    fields = [
        (b'"' + key + b'"', json.dumps(text, ensure_ascii=draw(SPELT)).encode())
        for key, text in (
            (b"text", draw(documents()).encode("utf-8", "replace").decode()),
            (b"title", draw(st.sampled_from(["", "A ti-tle", "Secu-rity  first", HARBOUR]))),
        )
    ]
    fields += [(b'"id"', draw(st.sampled_from([b"1", b'"a"', b"null", b"2.50"]))), (b'"n"', b"[1.0, {}]")]
    order = draw(st.permutations(fields))
    members = (draw(SPACE) + key + draw(SPACE) + b":" + draw(SPACE) + value for key, value in order)
    return b"{" + b",".join(members) + draw(SPACE) + b"}" + ending


@st.composite
def files(draw):
    data = b"".join(draw(st.lists(lines(), max_size=6)))
    if draw(st.booleans()):
        data = b"\xef\xbb\xbf" + data
    return data.removesuffix(b"\n") if draw(st.booleans()) else data


@law
@given(
    files(), st.booleans(), st.sampled_from([("text",), ("text", "title"), ("title", "text")]), st.booleans()
)
def test_law_2_for_plain_jsonl(tmp_path_factory, data, drop_empty, fields, with_id):
    folder = tmp_path_factory.mktemp("law")
    reading = ReadOptions(text_fields=fields, id_field="id" if with_id else None, drop_empty=drop_empty)
    corpus = {"a.jsonl": data, "b.txt": f"{HARBOUR}\n".encode()}
    clean = mixed(folder, Configuration(reading=reading), corpus)
    assert list(verify(clean, read_data=True)) == []
    assert damages(restore(clean, folder / "back")) == {}
    assert tree(folder / "back") == corpus
    shutil.rmtree(folder)


@law
@given(st.lists(st.tuples(st.one_of(st.none(), documents()), st.integers()), max_size=6), st.booleans())
def test_law_2_for_parquet(tmp_path_factory, rows, drop_empty):
    folder = tmp_path_factory.mktemp("law")
    texts = [None if text is None else text.encode("utf-8", "replace").decode() for text, _ in rows]
    data = parquet(text=texts or ["One."], n=[n % 2**31 for _, n in rows] or [1])
    configuration = Configuration(reading=ReadOptions(drop_empty=drop_empty))
    if not any(text is not None for text in texts) and texts:
        return  # a column of nulls alone has no type of strings
    clean = mixed(folder, configuration, {"a.parquet": data})
    assert list(verify(clean, read_data=True)) == []
    assert damages(restore(clean, folder / "back")) == {}
    assert values("a.parquet", (folder / "back/a.parquet").read_bytes()) == values("a.parquet", data)
    shutil.rmtree(folder)


class TestNames:
    def test_of_files_and_of_single_documents(self, left_out, tmp_path):
        wanted = ["a.jsonl:10#text", "a.jsonl:10#title", "a.jsonl:4", "a.jsonl:5#text", "c.parquet:1#text"]
        made = list(restore(left_out, tmp_path, [*wanted, "sub/e.txt", "page.html.txt"]))
        assert damages(made) == {}
        assert tree(tmp_path) == {
            "a.jsonl:10#text": HARBOUR.encode(),
            "a.jsonl:10#title": b"A second title",
            "a.jsonl:4": LINES[3],
            "a.jsonl:5#text": b"No matter what it says.",
            "c.parquet:1#text": b"A text  here. ",
            "sub/e.txt": MIXED["sub/e.txt"],
            "page.html": MIXED["page.html"],
        }

    def test_of_a_file_of_records(self, whole, tmp_path):
        assert list(restore(whole, tmp_path, ["empty.jsonl", "a.jsonl"])) == [
            RestoredFile("a.jsonl"),
            RestoredFile("empty.jsonl"),
        ]
        assert tree(tmp_path) == {name: MIXED[name] for name in ("a.jsonl", "empty.jsonl")}

    @pytest.mark.parametrize("name", ["a.jsonl:99", "a.jsonl:1", "z.txt", "a.jsonl:1#other"])
    def test_that_there_are_not(self, whole, tmp_path, name):
        with pytest.raises(UsageError, match="holds no"):
            list(restore(whole, tmp_path, ["a.jsonl", name]))
        assert tree(tmp_path) == {}

    def test_a_file_of_records_is_no_document(self, whole):
        with pytest.raises(
            UsageError, match=r"a\.jsonl holds many documents \(name one of them, as a\.jsonl:1\)"
        ):
            Archive.open(whole).find_entry("a.jsonl")

    def test_a_record_in_quarantine_has_no_entry(self, whole):
        with pytest.raises(UsageError, match="was not cleaned: is not JSON"):
            Archive.open(whole).find_entry("a.jsonl:4")


class TestDamage:
    """Every file of the folder in turn is damaged or gone: the others come back, and nothing wrong does."""

    @pytest.mark.parametrize("change", ["flip", "cut", "gone"])
    def test_costs_what_depends_on_it(self, left_out, tmp_path, change):
        files = tree(left_out)
        for number, (name, data) in enumerate(sorted(files.items())):
            if name == manifest.NAME or not data:
                continue
            clean = shutil.copytree(left_out, tmp_path / f"clean{number}")
            if change == "gone":
                (clean / name).unlink()
            else:
                middle = len(data) // 2
                flipped = data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]
                (clean / name).write_bytes(flipped if change == "flip" else data[:-1])
            back = tmp_path / f"back{number}"
            found = damages(restore(clean, back))
            assert found, name
            made = tree(back)
            for other, raw in MIXED.items():
                if other in made:
                    assert values(other, made[other]) == values(other, raw)
            if "/trail/" not in name:
                assert len(made) == len(MIXED) - 1 and len(found) == 1, (name, found)
            shutil.rmtree(clean)
            shutil.rmtree(back)

    @pytest.mark.parametrize("kind", ["documents", "trail"])
    def test_of_one_of_many_files_of_records_costs_its_own_documents(self, tmp_path, monkeypatch, kind):
        monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
        monkeypatch.setattr(shards, "SHARD_SIZE", 1000)
        clean = mixed(tmp_path)
        names = [name for name in tree(clean) if f".cleaner/{kind}/" in name]
        assert len(names) > 3
        for number, name in enumerate(sorted(names)):
            data = (clean / name).read_bytes()
            (clean / name).write_bytes(data[:-2])
            back = tmp_path / f"back{number}"
            found = damages(restore(clean, back))
            assert name in found and len(tree(back)) >= 4, found
            for other, raw in tree(back).items():
                assert other == "page.html.txt" or values(other, raw) == values(other, MIXED[other])
            (clean / name).write_bytes(data)

    def test_a_record_that_was_too_large_is_named_and_the_other_files_come_back(self, tmp_path):
        large = LINES[5] * 3 + b'{"title": "", "text": "' + b"x" * 3000 + b'"}\n' + LINES[2]
        table = parquet(title=["", "a"], text=["y" * 3000, "b"])
        corpus = {"a.jsonl": large, "b.parquet": table, "c.jsonl": LINES[2]}
        reading = replace(TWO_FIELDS.reading, limit=2000, id_field=None)
        clean = mixed(tmp_path, replace(TWO_FIELDS, reading=reading), corpus)
        assert list(verify(clean, read_data=True)) == []
        found = damages(restore(clean, tmp_path / "back"))
        start = 3 * len(LINES[5])
        stop = start + large[start:].index(b"\n") + 1
        assert found.keys() == {"a.jsonl", "b.parquet"}
        assert f"line 4, bytes {start} to {stop}, was not kept: it is larger than" in found["a.jsonl"]
        assert "row 1 was not kept: it is larger than" in found["b.parquet"]
        assert tree(tmp_path / "back") == {"c.jsonl": corpus["c.jsonl"]}

    @pytest.mark.parametrize("configuration", CONFIGURATIONS.values())
    def test_a_page_that_could_not_be_read_comes_back_under_its_own_name(self, tmp_path, configuration):
        corpus = {"sub/deep.html": b"<div>" * 20_000 + b"text"}
        clean = mixed(tmp_path, configuration, corpus)
        assert list(verify(clean, read_data=True)) == []
        assert list(restore(clean, tmp_path / "back")) == [RestoredFile("sub/deep.html")]
        assert tree(tmp_path / "back") == corpus

    def test_a_packed_file_that_broke_off_comes_back_as_far_as_it_was_read(self, tmp_path):
        data = MIXED["b.jsonl.zst"][:-1]
        clean = mixed(tmp_path, corpus={"b.jsonl.zst": data})
        assert list(verify(clean, read_data=True)) == []
        assert damages(restore(clean, tmp_path / "back")) == {}
        assert values("b.jsonl.zst", MIXED["b.jsonl.zst"]).startswith(
            values("b.jsonl.zst", (tmp_path / "back/b.jsonl.zst").read_bytes())
        )


class TestInTheWay:
    def test_another_file_stays(self, whole, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(b"mine")
        with pytest.raises(OutputError, match="is another file"):
            list(restore(whole, tmp_path))
        assert tree(tmp_path) == {"a.jsonl": b"mine"}

    def test_a_full_disk_is_an_error_and_leaves_no_file(self, whole, tmp_path, monkeypatch):
        def full(*_):
            raise OutputError("the disk is full")

        monkeypatch.setattr(atomic, "move_into_place", full)
        with pytest.raises(OutputError, match="the disk is full"):
            list(restore(whole, tmp_path))
        assert tree(tmp_path) == {}


class TestSealedLies:
    """Records with a right seal over wrong contents: an error of ours, and never a wrong file."""

    def forged(self, folder, tmp_path, change):
        clean = shutil.copytree(folder, tmp_path / "clean")
        found = manifest.decode((clean / manifest.NAME).read_bytes())
        (clean / manifest.NAME).write_bytes(change(found, clean).encode())
        return clean

    def told(self, clean, tmp_path, name="a.jsonl"):
        """What restore says of the file; verify finds it, too."""
        assert list(verify(clean, read_data=True))
        found = damages(restore(clean, tmp_path / "back"))
        assert name in found and name not in tree(tmp_path / "back")
        return found[name]

    def document(self, of, **changes):
        def change(found, _):
            documents = []
            for record in found.documents:
                if record.name == of:
                    own = {k: v for k, v in changes.items() if k in record.__struct_fields__}
                    within = {k: v for k, v in changes.items() if k not in own}
                    place = record.place and msgspec.structs.replace(record.place, **within)
                    record = msgspec.structs.replace(record, **{"place": place, **own})
                documents.append(record)
            return msgspec.structs.replace(
                found, documents=documents, counts=manifest.count_documents(documents)
            )

        return change

    def file(self, **changes):
        def change(found, _):
            first, *rest = found.files
            return msgspec.structs.replace(found, files=[msgspec.structs.replace(first, **changes), *rest])

        return change

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            (("a.jsonl:1#text", {"sha256_raw": "0"}), "what is rebuilt is not what was read"),
            (("a.jsonl:1#text", {"sha256_clean": "0"}), "its text is not as it was written"),
            (("a.jsonl:1#text", {"field": "other", "name": "a.jsonl:1#other"}), "has no text for"),
            (("a.jsonl:1#text", {"number": 900}), "is not the name of a record"),
            (
                ("a.jsonl:3#text", {"number": 1, "field": "", "name": "a.jsonl:1"}),
                "is not the name of a record",
            ),
            (("a.jsonl:3#text", {"spelling": ""}), "what is rebuilt is not what was read"),
            (("a.jsonl:4", {"sha256_raw": "0"}), "its bytes are not those that were read"),
            (("a.jsonl:4", {"kept": 1}), "is not what"),
            (("a.jsonl:4", {"kept": 10**6}), "ends within"),
            (("a.jsonl:5#text", {"sha256_raw": "0"}), "its text is not the one that was read"),
            (("a.jsonl:5#text", {"field": "other", "name": "a.jsonl:5#other"}), "are not all there"),
            (("a.jsonl:10#title", {"sha256_clean": "0"}), "its text is not as it was written"),
            (("a.jsonl:10#title", {"status": "quarantined", "sha256_raw": "0"}), "not the one that was read"),
            (("a.jsonl:1#text", {"status": "quarantined"}), "not the one that was read"),
            (("a.jsonl:1#text", {"place": None}), "its text is not as it was written"),
        ],
    )
    def test_about_a_document(self, left_out, tmp_path, change, complaint):
        clean = self.forged(left_out, tmp_path, self.document(change[0], **change[1]))
        assert complaint in self.told(clean, tmp_path) or complaint == "is not what"

    @pytest.mark.parametrize(
        ("changes", "complaint"),
        [
            ({"sha256_raw": "0"}, "what is rebuilt is not what was read"),
            ({"sha256_clean": "0"}, "is not as it was written"),
            ({"format": "csv"}, "there is no format 'csv'"),
            ({"format": "txt"}, "there is no format 'txt'"),
            ({"text_fields": ["title"]}, ""),
            ({"text_fields": ["other"]}, "has no text field"),
            ({"bytes_quarantine": 0}, "ends within"),
        ],
    )
    def test_about_a_file(self, left_out, tmp_path, changes, complaint):
        assert complaint in self.told(self.forged(left_out, tmp_path, self.file(**changes)), tmp_path)

    def test_a_document_too_little(self, left_out, tmp_path):
        def change(found, _):
            documents = [record for record in found.documents if not record.name.startswith("a.jsonl:11")]
            return msgspec.structs.replace(
                found, documents=documents, counts=manifest.count_documents(documents)
            )

        assert "more texts than its records say" in self.told(
            self.forged(left_out, tmp_path, change), tmp_path
        )

    def test_a_lost_record_too_little(self, left_out, tmp_path):
        def change(found, _):
            documents = [record for record in found.documents if record.name != "a.jsonl:4"]
            return msgspec.structs.replace(
                found, documents=documents, counts=manifest.count_documents(documents)
            )

        assert self.told(self.forged(left_out, tmp_path, change), tmp_path)

    @pytest.mark.parametrize("source", ["../page.html", "", "/page.html"])
    def test_a_page_of_a_name_that_leads_elsewhere(self, left_out, tmp_path, source):
        def change(found, _):
            documents = [
                msgspec.structs.replace(record, page=msgspec.structs.replace(record.page, source=source))
                if record.page
                else record
                for record in found.documents
            ]
            return msgspec.structs.replace(found, documents=documents)

        clean = self.forged(left_out, tmp_path, change)
        found = damages(restore(clean, tmp_path / "back"))
        assert "is no name of a page" in found["page.html.txt"]

    def test_a_file_that_the_manifest_does_not_know(self, left_out, tmp_path):
        def change(found, _):
            return msgspec.structs.replace(found, files=found.files[1:])

        clean = self.forged(left_out, tmp_path, change)
        found = damages(restore(clean, tmp_path / "back"))
        assert any("is no file of records" in damage for damage in found.values())

    def test_bytes_of_another_text_in_the_quarantine(self, left_out, tmp_path):
        """Its hash is made right; what the records say of it is not."""

        def change(found, clean):
            name = f"{manifest.QUARANTINE}/a.jsonl"
            data = (clean / name).read_bytes().replace(b"No matter what", b"As it happened")
            data = data.replace(b"A second title", b"A first  title")
            (clean / name).write_bytes(data)
            return self.file(sha256_quarantine=sha256_hex(data))(found, clean)

        assert self.told(self.forged(left_out, tmp_path, change), tmp_path)

    @pytest.mark.parametrize(("name", "old"), [("a.jsonl", b'{"id": 1, "title"'), ("c.parquet", None)])
    def test_records_in_quarantine_that_are_none(self, left_out, tmp_path, name, old):
        def change(found, clean):
            path = clean / f"{manifest.QUARANTINE}/{name}"
            data = path.read_bytes()
            data = b"?" * len(data) if old is None else data.replace(old, b"?" * len(old))
            path.write_bytes(data)
            files = [
                msgspec.structs.replace(file, sha256_quarantine=sha256_hex(data))
                if file.name == name
                else file
                for file in found.files
            ]
            return msgspec.structs.replace(found, files=files)

        assert self.told(self.forged(left_out, tmp_path, change), tmp_path, name)

    def test_a_clean_file_that_is_none(self, left_out, tmp_path):
        def change(found, clean):
            data = b"{"
            (clean / "a.jsonl").write_bytes(data)
            return self.file(sha256_clean=sha256_hex(data), bytes_clean=1)(found, clean)

        assert "is not JSON" in self.told(self.forged(left_out, tmp_path, change), tmp_path)


def test_a_document_that_is_damaged_is_named_when_it_is_asked_for(left_out, tmp_path):
    lies = TestSealedLies()
    change = lies.document("a.jsonl:1#text", sha256_clean="0")
    archive = Archive.open(lies.forged(left_out, tmp_path, change))
    with pytest.raises(DamageError, match=r"a\.jsonl:1#text: its text is not as it was written"):
        archive.find_entry("a.jsonl:1#text")
    with pytest.raises(DamageError, match=r"a\.jsonl:1#text"):
        list(archive.stream_entries())
    assert archive.find_entry("a.jsonl:1#title").document.text == "One security."


class TestArchive:
    @pytest.mark.parametrize(
        ("rule", "told", "partner"),
        [
            ("duplicates.document", "a.jsonl:7", Partner("a.jsonl:7", None)),
            ("duplicates.near", "a.jsonl:7:3", Partner("a.jsonl:7", 3)),
            ("duplicates.near", "an index, paragraph 3", Partner("an index, paragraph 3", None)),
            ("duplicates.near", 3, None),
        ],
    )
    def test_a_partner_is_a_document_or_a_line_of_one(self, rule, told, partner):
        assert Partner.of(rule, {"partner": told}) == partner

    def test_documents_of_some_names_come_in_their_order_from_those_files_alone(self, left_out, tmp_path):
        clean = shutil.copytree(left_out, tmp_path / "clean")
        (clean / "d.ndjson.gz").unlink()
        names = ["c.parquet:1#text", "a.jsonl:4", "a.jsonl:10#title", "a.jsonl:3#text"]
        made = list(Archive.open(clean).stream_entries(names))
        assert [(record.name, entry.document.text) for record, entry in made] == [
            ("a.jsonl:3#text", "café  and three more."),
            ("a.jsonl:10#title", "A second title"),
            ("c.parquet:1#text", "A text  here."),
        ]
        with pytest.raises(DamageError, match=r"d\.ndjson\.gz is missing"):
            list(Archive.open(clean).stream_entries())

    def test_a_paragraph_by_its_line_in_the_raw_text(self, left_out):
        entry = Archive.open(left_out).find_entry("sub/e.txt")
        span = find_paragraph(entry, 3)
        assert entry.document.text[span.start : span.end] == "Another one."
        assert find_paragraph(entry, 1) is None

    def test_the_next_run_knows_its_folder_by_records_in_files_of_their_own(self, tmp_path, monkeypatch):
        monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
        clean = mixed(tmp_path)
        again = OutputFolder.open(clean)
        assert again.output_hashes.keys() == {
            name for name in tree(clean) if not name.startswith(".cleaner/")
        }
        [name] = again.manifest.documents_sha256
        (clean / name).write_bytes(b"")
        with pytest.raises(DamageError, match="not as it was written"):
            OutputFolder.open(clean)

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            ({"end": 10**6}, "the trail does not fit the text: "),
            ({"removed": "x" * len(HARBOUR)}, "the trail does not fit the text"),
        ],
    )
    def test_a_trail_that_does_not_fit_a_record_that_was_left_out(
        self, left_out, tmp_path, change, complaint
    ):
        def forge(found, clean):
            [name] = found.trail_sha256
            lines = [json.loads(line) for line in (clean / name).read_bytes().splitlines()]
            [line] = [line for line in lines if line["document"] == "a.jsonl:10#text"]
            line.update(change)
            data = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
            (clean / name).write_bytes(data)
            return msgspec.structs.replace(found, trail_sha256={name: sha256_hex(data)})

        clean = TestSealedLies().forged(left_out, tmp_path, forge)
        assert complaint in damages(restore(clean, tmp_path / "back"))["a.jsonl"]

    def test_a_document_that_has_no_place_in_its_file(self, tmp_path, monkeypatch):
        monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
        clean = mixed(tmp_path)
        made = manifest.decode((clean / manifest.NAME).read_bytes())
        [name] = made.documents_sha256
        first, *rest = (clean / name).read_bytes().splitlines(keepends=True)
        record = msgspec.structs.replace(manifest.decode_record(first), name="a.jsonl", place=None)
        data = b"".join((manifest.encode_record(record), b"\n", *rest))
        (clean / name).write_bytes(data)
        forged = msgspec.structs.replace(made, documents_sha256={name: sha256_hex(data)})
        (clean / manifest.NAME).write_bytes(forged.encode())
        assert "a.jsonl has no place in its file" in damages(restore(clean, tmp_path / "back"))["a.jsonl"]
