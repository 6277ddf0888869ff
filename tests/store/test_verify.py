"""Whatever happens to a cleaned corpus is found and named: a bit, a byte, a file."""

import json
import os
import random
import shutil
from itertools import pairwise

import msgspec
import pytest

from cleaner.config import Configuration
from cleaner.corpus.run import Run
from cleaner.corpus.run_options import RunOptions
from cleaner.errors import UsageError
from cleaner.hashing import sha256_hex
from cleaner.store import manifest, shards, trail
from cleaner.store.compress import SUFFIX
from cleaner.store.damage import Damage
from cleaner.store.folder import OutputFolder
from cleaner.store.root import Root
from cleaner.store.verify import verify
from tests.corpus.runs import put, sources_of
from tests.format_corpus import LEAVING_OUT, mixed
from tests.sample_corpus import HARBOUR, SAMPLE, tree, written

TIMES = int(os.environ.get("CLEANER_LAWS", "1"))
"""Makes 100 flips of a bit 1,000, and cuts at every byte instead of every seventh."""
TRAIL = ".cleaner/trail/00000.jsonl"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return written(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module", params=["inline", "shards"])
def every_format(request, tmp_path_factory):
    """A folder of files of records and pages, with records of documents in the manifest or beside it."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "shards":
            patch.setattr(manifest, "INLINE_LIMIT", 0)
            patch.setattr(shards, "SHARD_SIZE", 4000)
        folder = mixed(tmp_path_factory.mktemp("every"), LEAVING_OUT)
    shutil.rmtree(folder / ".cleaner/work")
    return folder


@pytest.fixture
def cleaned(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "clean")


def found(folder, *, read_data=True):
    return list(verify(folder, read_data=read_data))


def test_outputs_are_read_only_when_asked_for(cleaned):
    path = cleaned / "a.txt"
    path.write_bytes(path.read_bytes().replace(b"gate", b"gait"))
    assert list(verify(cleaned)) == []
    assert [damage.name for damage in verify(cleaned, read_data=True)] == ["a.txt"]


def test_another_seal_is_all_that_is_said(cleaned):
    seal = json.loads((cleaned / manifest.NAME).read_bytes())["sha256"]
    (cleaned / "a.txt").unlink()
    assert [damage.name for damage in verify(cleaned, seal=seal)] == ["a.txt"]
    [damage] = verify(cleaned, seal="0" * 64)
    assert damage.name == manifest.NAME and f"has the seal {seal}, not {'0' * 64}" in damage.problem


def test_the_sample_has_one_of_everything(whole):
    records = manifest.decode((whole / manifest.NAME).read_bytes()).documents
    assert {r.name: r.status for r in records} == {
        "a.txt": "written",
        "b.txt": "written",
        "copy.txt": "dropped",
        "stray.txt": "quarantined",
        "wide.txt": "written",
    }
    assert {edit["rule"] for edit in map(json.loads, (whole / TRAIL).read_bytes().splitlines())} >= {
        "duplicates.near",
        "duplicates.document",
    }


@pytest.mark.parametrize("read_data", [True, False])
def test_a_whole_corpus_is_passed(whole, read_data):
    assert found(whole, read_data=read_data) == []


@pytest.mark.parametrize("level", ["full", "counts", "none"])
def test_every_level_of_trail_can_be_verified(tmp_path, level):
    written(tmp_path, level=level)
    assert found(tmp_path) == []
    (tmp_path / "a.txt").write_bytes(b"?" * (tmp_path / "a.txt").stat().st_size)
    assert [damage.name for damage in found(tmp_path)] == ["a.txt"]
    (tmp_path / "a.txt").write_bytes(written(tmp_path / "again", level=level).joinpath("a.txt").read_bytes())
    shutil.rmtree(tmp_path / "again")
    for name in [name for name in tree(tmp_path) if "/trail/" in name]:
        (tmp_path / name).write_bytes(b"")
        assert [damage.name for damage in found(tmp_path, read_data=False)] == [name]


@pytest.mark.parametrize("compressed", [False, True])
def test_a_flipped_bit_is_found_in_the_file_that_has_it(tmp_path, monkeypatch, compressed):
    if compressed:
        monkeypatch.setattr(shards, "PLAIN_SIZE", 0)
    written(tmp_path)
    files = tree(tmp_path)
    assert any(name.endswith(SUFFIX) for name in files) == compressed
    dice = random.Random(7)
    for _ in range(100 * TIMES):
        name = dice.choice(sorted(files))
        data = bytearray(files[name])
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        (tmp_path / name).write_bytes(data)
        assert name in {damage.name for damage in found(tmp_path)}
        (tmp_path / name).write_bytes(files[name])
    assert found(tmp_path) == []


def test_every_truncation_of_every_file_is_found(whole, cleaned):
    for name, data in tree(whole).items():
        for length in range(0, len(data), 7 if TIMES == 1 else 1):
            (cleaned / name).write_bytes(data[:length])
            damages = found(cleaned, read_data="/trail/" not in name)
            assert name in {damage.name for damage in damages}, (name, length)
        (cleaned / name).write_bytes(data)


class TestEveryFormat:
    """Files of records, pages, what was left out of them, and records of documents in files of their own."""

    def test_is_passed_with_what_a_run_leaves_beside_it(self, every_format, tmp_path):
        clean = shutil.copytree(every_format, tmp_path / "clean")
        (clean / ".cleaner/work").mkdir()
        (clean / ".cleaner/work/x.frames").write_bytes(b"scratch")
        (clean / ".cleaner/lock").write_bytes(b"")
        assert found(clean) == found(clean, read_data=False) == []

    def test_has_one_of_every_file(self, every_format):
        names = set(tree(every_format))
        assert names >= {f".cleaner/quarantine/{name}" for name in ("a.jsonl", "b.jsonl.zst", "c.parquet")}
        assert names >= {".cleaner/raw/page.html.txt", "page.html.txt", "empty.jsonl", "sub/e.txt"}

    def test_a_flipped_bit_is_found_in_the_file_that_has_it(self, every_format, tmp_path):
        clean = shutil.copytree(every_format, tmp_path / "clean")
        dice = random.Random(11)
        for name, data in tree(every_format).items():
            for _ in range(3 * TIMES if data else 0):
                changed = bytearray(data)
                changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
                (clean / name).write_bytes(changed)
                assert name in {damage.name for damage in found(clean)}
            (clean / name).write_bytes(data)
        assert found(clean) == []

    @pytest.mark.parametrize("read_data", [True, False])
    def test_a_file_that_was_cut_or_is_gone_is_named(self, every_format, tmp_path, read_data):
        clean = shutil.copytree(every_format, tmp_path / "clean")
        for name, data in tree(every_format).items():
            if data:
                (clean / name).write_bytes(data[: len(data) // 2])
                assert name in {damage.name for damage in found(clean, read_data=read_data)}
            if name != manifest.NAME:
                (clean / name).unlink()
                assert Damage(name, "is missing") in found(clean, read_data=read_data)
            (clean / name).write_bytes(data)

    def test_two_files_that_were_swapped_are_named(self, every_format, tmp_path):
        clean = shutil.copytree(every_format, tmp_path / "clean")
        files = tree(every_format)
        names = sorted(set(files) - {manifest.NAME})
        for one, other in pairwise(names):
            (clean / one).write_bytes(files[other])
            (clean / other).write_bytes(files[one])
            assert {one, other} <= {damage.name for damage in found(clean)}
            (clean / one).write_bytes(files[one])
            (clean / other).write_bytes(files[other])

    @pytest.mark.parametrize("name", [".cleaner/quarantine/x.jsonl", ".cleaner/raw/x.html.txt", "a.jsonl.1"])
    def test_an_extra_file_is_named(self, every_format, tmp_path, name):
        clean = shutil.copytree(every_format, tmp_path / "clean")
        (clean / name).write_bytes(b"")
        assert found(clean) == [Damage(name, "does not belong here")]

    def test_every_damage_of_one_kind_is_named(self, every_format, tmp_path):
        clean = shutil.copytree(every_format, tmp_path / "clean")
        names = [name for name, data in tree(clean).items() if data and not name.startswith(".cleaner")]
        for name in names:
            (clean / name).write_bytes(b"x")
        assert {damage.name for damage in found(clean)} == set(names)


class TestSealedRecords:
    """Files of records of documents that carry right hashes over wrong contents."""

    @pytest.fixture
    def clean(self, tmp_path, monkeypatch):
        monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
        return mixed(tmp_path)

    def sealed(self, clean, change):
        [name] = manifest.decode((clean / manifest.NAME).read_bytes()).documents_sha256
        lines = change((clean / name).read_bytes().splitlines(keepends=True))
        (clean / name).write_bytes(b"".join(lines))
        made = manifest.decode((clean / manifest.NAME).read_bytes())
        digest = sha256_hex((clean / name).read_bytes())
        (clean / manifest.NAME).write_bytes(
            msgspec.structs.replace(made, documents_sha256={name: digest}).encode()
        )
        return name

    def test_a_document_too_little(self, clean):
        self.sealed(clean, lambda lines: lines[:-1])
        assert Damage(manifest.DOCUMENTS, "its counts are not those of the manifest") in found(clean)

    def test_characters_that_do_not_add_up(self, clean):
        change = b'"characters_removed":', b'"characters_removed":1'
        self.sealed(clean, lambda lines: [line.replace(*change) for line in lines])
        assert any("do not add up" in damage.problem for damage in found(clean, read_data=False))

    def test_a_file_that_stands_twice(self, clean):
        self.sealed(clean, lambda lines: [*lines, lines[-1]])
        assert Damage("wide.txt", "is named twice") in found(clean)

    @pytest.mark.parametrize("line", [b"{}\n", b'{"name": 1}\n', b"\xff\n"])
    def test_a_line_that_is_none(self, clean, line):
        name = self.sealed(clean, lambda lines: [line, *lines])
        assert name in {damage.name for damage in found(clean)}

    def test_a_name_that_leads_elsewhere(self, clean):
        name = self.sealed(clean, lambda lines: [line.replace(b'"wide.txt"', b'"../w"') for line in lines])
        assert any(
            damage.name == name and "no file of this folder" in damage.problem for damage in found(clean)
        )

    def test_a_packed_file_that_is_none(self, clean):
        made = manifest.decode((clean / manifest.NAME).read_bytes())
        (clean / ".cleaner/documents/x.jsonl.zst").write_bytes(b"nothing")
        digests = {".cleaner/documents/x.jsonl.zst": sha256_hex(b"nothing")}
        (clean / manifest.NAME).write_bytes(msgspec.structs.replace(made, documents_sha256=digests).encode())
        assert any("is damaged" in damage.problem for damage in found(clean))

    @pytest.mark.parametrize("line", [b"{\n", b"[]\n", b'{"document": 1}\n', b"\xff\n"])
    def test_a_line_of_the_trail_that_is_none(self, clean, line):
        (clean / TRAIL).write_bytes(line + (clean / TRAIL).read_bytes())
        made = manifest.decode((clean / manifest.NAME).read_bytes())
        digests = {TRAIL: sha256_hex((clean / TRAIL).read_bytes())}
        (clean / manifest.NAME).write_bytes(msgspec.structs.replace(made, trail_sha256=digests).encode())
        assert {damage.name for damage in found(clean)} >= {TRAIL}


def test_a_partner_outside_of_the_corpus_is_no_damage(tmp_path):
    put(tmp_path / "other", {"o.txt": f"{HARBOUR}\n".encode()})
    put(tmp_path / "raw", {"a.txt": f"One.\n\n{HARBOUR}\n".encode()})
    configuration = Configuration()
    sources = sources_of(tmp_path / "raw", configuration)
    others = sources_of(tmp_path / "other", configuration).documents
    clean = tmp_path / "clean"
    running = RunOptions(Root.create(clean / ".cleaner/work"), Root.open(clean))
    OutputFolder.open(clean).commit(Run(sources.with_reference(others), configuration, running).run().files)
    assert (clean / "a.txt").read_text() == "One.\n" and found(clean) == []


def test_a_missing_file_is_named(whole, cleaned):
    for name, data in tree(whole).items():
        if name != manifest.NAME:
            (cleaned / name).unlink()
            assert Damage(name, "is missing") in found(cleaned, read_data=False)
            (cleaned / name).write_bytes(data)


@pytest.mark.parametrize(
    "name",
    ["new.txt", "sub/new.txt", ".cleaner/new", ".cleaner/trail/00001.jsonl", ".cleaner/.new", "copy.txt"],
)
def test_an_extra_file_is_named(cleaned, name):
    (cleaned / name).parent.mkdir(exist_ok=True)
    (cleaned / name).write_bytes(b"")
    assert found(cleaned, read_data=False) == [Damage(name, "does not belong here")]


def test_an_extra_link_is_named_and_not_followed(cleaned):
    (cleaned / "link").symlink_to("/")
    assert found(cleaned) == [Damage("link", "does not belong here")]


def test_hidden_files_beside_our_own_are_nobodys_business(cleaned):
    (cleaned / ".git").mkdir()
    (cleaned / ".git" / "config").write_bytes(b"")
    (cleaned / ".gitkeep").write_bytes(b"")
    assert found(cleaned) == []


def test_a_link_in_place_of_a_file_is_named(whole, cleaned):
    (cleaned / "a.txt").unlink()
    (cleaned / "a.txt").symlink_to(whole / "a.txt")
    assert found(cleaned, read_data=False) == [Damage("a.txt", "is no regular file")]


def test_without_a_manifest_there_is_nothing_to_verify(tmp_path):
    with pytest.raises(UsageError, match="is not a cleaned corpus"):
        found(tmp_path)
    with pytest.raises(UsageError, match="gone: cannot be opened: No such file"):
        found(tmp_path / "gone")


def test_a_folder_has_the_seal_of_its_run_and_no_other(whole):
    seal = json.loads((whole / manifest.NAME).read_bytes())["sha256"]
    assert list(verify(whole, seal=seal)) == []
    [damage] = verify(whole, seal="0" * 64)
    assert damage == Damage(
        manifest.NAME, f"has the seal {seal}, not {'0' * 64}: another run made it, or a hand"
    )


def test_a_damaged_output_is_not_told_of_twice(cleaned):
    (cleaned / "a.txt").write_bytes(b"")
    assert [damage.name for damage in found(cleaned)] == ["a.txt"]


class TestSealedLies:
    """Records that carry a right seal over wrong contents, as a forger or a bug of ours would make."""

    def sealed(self, folder, change, *, lines=None):
        """Puts other records in the place of the true ones, hashes and all."""
        found = manifest.decode((folder / manifest.NAME).read_bytes())
        if lines is not None:
            (folder / TRAIL).write_bytes(lines)
            found = msgspec.structs.replace(found, trail_sha256={TRAIL: sha256_hex(lines)})
        (folder / manifest.NAME).write_bytes(change(found).encode())

    def trail(self, folder, change):
        records = [json.loads(line) for line in (folder / TRAIL).read_bytes().splitlines()]
        lines = b"".join(
            msgspec.json.encode(record) + b"\n" for record in records if change(record) is not False
        )
        self.sealed(folder, lambda found: found, lines=lines)

    def record(self, folder, name, **changes):
        def change(found):
            documents = [
                msgspec.structs.replace(record, **changes) if record.name == name else record
                for record in found.documents
            ]
            return msgspec.structs.replace(
                found, documents=documents, counts=manifest.count_documents(documents)
            )

        self.sealed(folder, change)

    def test_the_true_records_pass(self, cleaned):
        self.trail(cleaned, lambda record: None)
        assert found(cleaned) == []

    def test_an_edit_that_is_missing(self, cleaned):
        self.trail(cleaned, lambda record: record["rule"] != "hyphenation.broken-word")
        problems = {damage.name: damage.problem for damage in found(cleaned, read_data=False)}
        assert set(problems) == {"a.txt", "copy.txt", trail.FOLDER}
        assert "characters by the trail" in problems["a.txt"]

    def test_a_wrong_place(self, cleaned):
        self.trail(cleaned, lambda record: record.update(line=record["line"] + 1))
        assert {damage.problem for damage in found(cleaned)} == {
            "its trail gives other places than its edits have"
        }

    def test_a_trail_that_does_not_fit(self, cleaned):
        self.trail(cleaned, lambda record: record.update(removed="x" * len(record["removed"])))
        assert "what is rebuilt is not what was read" in found(cleaned)[0].problem

    def test_an_edit_outside_the_text(self, cleaned):
        self.trail(
            cleaned, lambda record: record.update(start=record["start"] + 9000, end=record["end"] + 9000)
        )
        assert "does not fit" in found(cleaned)[0].problem

    def test_a_damaged_line(self, cleaned):
        self.trail(cleaned, lambda record: record.update(round="1"))
        assert {damage.name for damage in found(cleaned)} == {trail.FOLDER}

    def test_a_document_that_the_manifest_does_not_know(self, cleaned):
        self.trail(cleaned, lambda record: record.update(document="z" + record["document"]))
        assert any("which the manifest does not know" in damage.problem for damage in found(cleaned))

    @pytest.mark.parametrize("partner", ["gone.txt:1", "copy.txt", "stray.txt:1", "a.txt:x"])
    def test_a_partner_that_is_not_there(self, cleaned, partner):
        self.trail(cleaned, lambda record: self.told(record, partner))
        problems = [damage.problem for damage in found(cleaned, read_data=False)]
        assert set(problems) == {f"lost a duplicate of {partner}, which is not there"}

    def test_a_partner_that_stands_elsewhere(self, cleaned):
        self.trail(
            cleaned,
            lambda record: record["rule"] == "duplicates.document" or self.told(record, "a.txt:2") or True,
        )
        assert found(cleaned, read_data=False) == []
        assert "lost a duplicate of a.txt:2, where no paragraph stands" in {d.problem for d in found(cleaned)}

    def told(self, record, partner):
        if "partner" in record["evidence"]:
            record["evidence"]["partner"] = partner

    def test_a_wrong_hash_of_the_raw_bytes(self, cleaned):
        self.record(cleaned, "a.txt", sha256_raw="0" * 64)
        assert found(cleaned) == [Damage("a.txt", "what is rebuilt is not what was read")]

    def test_a_wrong_count(self, cleaned):
        self.record(cleaned, "a.txt", paragraphs_raw=7)
        assert "characters and paragraphs" in found(cleaned)[0].problem

    def test_a_wrong_hash_of_a_partner(self, cleaned):
        self.record(cleaned, "a.txt", sha256_clean="0" * 64)
        assert {damage.name for damage in found(cleaned)} == {"a.txt"}

    def test_a_rule_of_another_version(self, cleaned):
        def other(record):
            record["rule"] = record["rule"].replace("broken-word", "broken-thing")

        def renamed(found):
            rules = {name.replace("broken-word", "broken-thing"): n for name, n in found.rules.items()}
            return msgspec.structs.replace(found, rules=rules)

        self.trail(cleaned, other)
        self.sealed(cleaned, renamed)
        assert "which knows hyphenation.broken-thing" in found(cleaned)[0].problem


def test_law_verify_passes_what_clean_wrote_whatever_it_was(tmp_path):
    for number, data in enumerate(SAMPLE.values()):
        folder = written(tmp_path / str(number), {"x": data, "y": bytes(range(256)), "z": b""})
        assert found(folder) == []
