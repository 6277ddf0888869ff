"""Texts and pages that come out as records, many to a file, and go back to what they were."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import json_codec
from cleaner.config import Configuration
from cleaner.corpus import clean_sources
from cleaner.errors import UsageError
from cleaner.formats.io_options import ReadOptions, WriteOptions
from cleaner.store import manifest
from cleaner.store.archive import Archive
from cleaner.store.damage import Damage
from cleaner.store.folder import OutputFolder
from cleaner.store.restore import restore
from cleaner.store.verify import verify
from tests import console
from tests.corpora import corpora
from tests.corpus.runs import made, put, run, sources_of, tree, write
from tests.examples import examples
from tests.format_corpus import parquet
from tests.output_plan import plan

SLOW = examples(25)
JSONL = Configuration(writing=WriteOptions("jsonl"))
SMALL = Configuration(writing=WriteOptions("jsonl", 400))
KEEPING = Configuration(reading=ReadOptions(keep_raw=True), writing=WriteOptions("jsonl", 400))
FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
MARKET = "The night market moves to the old tram depot while the square is dug up for the new drains."
FILES = {
    "a.txt": f"It isnâ€™t so.\r\n\r\n{FERRY}\r\n".encode(),
    "b.jsonl": json.dumps({"n": 1, "text": f"{MARKET}  "}).encode() + b"\n",
    "c/copy.md": FERRY.encode(),
    "c/page.html": f"<html lang=en><title>Frost</title><body><p>{MARKET}<p>A late frost came, the growers of "
    "the valley said, and took most of the cherries of this year.</html>".encode(),
    "d.txt": b"A matter of secu-rity.  \n" + MARKET.replace("new", "old").encode(),
    "wide.txt": "Four lines of café\r\nand <b>three</b> more.".encode("utf-16-le"),
}


def texts(files: dict[str, bytes]) -> dict[str, str]:
    """The packed texts by name, in their order."""
    lines = [
        line for name in sorted(files) if name.startswith("corpus-") for line in files[name].splitlines()
    ]
    return {record["id"]: record["text"] for record in map(json_codec.decode, lines)}


def outputs(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not name.startswith(".cleaner")}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    put(folder / "in", FILES)
    write(folder / "in", folder / "out", KEEPING)
    shutil.rmtree(folder / "out/.cleaner/work")
    return folder / "out"


@SLOW
@given(corpora(), st.sampled_from([JSONL, SMALL]))
def test_on_disk_comes_out_what_comes_out_in_memory(files, configuration):
    with tempfile.TemporaryDirectory() as folder:
        raw = put(Path(folder, "in"), files)
        sources = sources_of(raw, configuration)
        expected = plan(sources, clean_sources(sources, configuration), configuration)
        assert made(run(raw, Path(folder, "work"), configuration)) == expected


@SLOW
@given(corpora(), st.integers(1, 3))
def test_the_texts_are_the_same_however_the_corpus_is_cut_and_as_files(files, most):
    with tempfile.TemporaryDirectory() as folder:
        raw = put(Path(folder, "in"), files)
        whole = outputs(made(run(raw, Path(folder, "a"), SMALL)))
        assert outputs(made(run(raw, Path(folder, "b"), SMALL, files=most))) == whole
        alone = outputs(made(run(raw, Path(folder, "c"))))
        assert texts(whole) == {name: data.decode() for name, data in alone.items()}
        assert list(texts(whole)) == sorted(alone)


@SLOW
@given(corpora(), st.sampled_from([JSONL, SMALL]))
def test_what_is_packed_is_verified_and_comes_back(files, configuration):
    with tempfile.TemporaryDirectory() as folder:
        raw, out, back = Path(folder, "in"), Path(folder, "out"), Path(folder, "back")
        put(raw, files)
        done = write(raw, out, configuration)
        assert list(verify(out, read_data=True)) == []
        assert [each for each in restore(out, back) if each.damage] == []
        kept = {record.name for record in done.manifest.documents if record.sha256_raw}
        assert tree(back) == {name: data for name, data in files.items() if name in kept}


@SLOW
@given(corpora())
def test_cleaning_what_was_packed_yields_no_edit(files):
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder, "in"), files)
        once = outputs(made(run(Path(folder, "in"), Path(folder, "a"), SMALL)))
        if once:
            again = run(put(Path(folder, "again"), once), Path(folder, "b"), Configuration())
            assert outputs(made(again)) == once
            assert sum(count.edits for count in again.manifest.rules.values()) == 0


def test_a_line_is_the_name_the_text_and_what_the_page_said(packed):
    lines = b"".join(path.read_bytes() for path in sorted(packed.glob("*.jsonl")) if "corpus" in path.name)
    first, page = lines.splitlines(keepends=True)[0], lines.splitlines()[1]
    assert first == f'{{"id":"a.txt","text":"It isn’t so.\\n\\n{FERRY}\\n","metadata":{{}}}}\n'.encode()
    found = json.loads(page)
    assert list(found) == ["id", "text", "metadata"]
    assert found["id"] == "c/page.html.txt" and found["metadata"]["title"] == "Frost"
    records = manifest.decode((packed / manifest.NAME).read_bytes()).documents
    assert found["metadata"] == {record.name: record for record in records}["c/page.html.txt"].metadata


def test_files_are_cut_where_a_line_would_not_fit(packed):
    told = manifest.decode((packed / manifest.NAME).read_bytes()).packed
    assert [file.name for file in told.files] == [f"corpus-{n:05}.jsonl" for n in range(len(told.files))]
    assert len(told.files) > 1 and sum(file.documents for file in told.files) == 4
    for file, after in zip(told.files, told.files[1:], strict=False):
        first = (packed / after.name).read_bytes().splitlines(keepends=True)[0]
        assert file.bytes + len(first) > 400
        assert file.bytes <= 400 or file.documents == 1


def test_records_stay_the_file_that_they_are(packed):
    assert json.loads((packed / "b.jsonl").read_bytes()) == {"n": 1, "text": MARKET}
    assert sorted(path.name for path in packed.iterdir() if "corpus" not in path.name) == [
        ".cleaner",
        "b.jsonl",
    ]


def test_every_raw_file_comes_back_and_single_ones(packed, tmp_path):
    assert [each for each in restore(packed, tmp_path / "all") if each.damage] == []
    assert tree(tmp_path / "all") == FILES
    assert [each.name for each in restore(packed, tmp_path / "some", ["d.txt", "b.jsonl:1"])] == [
        "b.jsonl:1",
        "d.txt",
    ]
    assert (tmp_path / "some/d.txt").read_bytes() == FILES["d.txt"]


def test_texts_are_found_in_any_order(packed):
    archive = Archive.open(packed)
    for name in ("d.txt", "a.txt", "c/page.html.txt", "wide.txt", "a.txt"):
        assert archive.find_document(name).get_entry() is not None


def test_a_flipped_byte_is_found_and_costs_its_file_alone(packed, tmp_path):
    out = shutil.copytree(packed, tmp_path / "out")
    name = "corpus-00000.jsonl"
    data = bytearray((out / name).read_bytes())
    data[30] ^= 1
    (out / name).write_bytes(data)
    assert list(verify(out)) == []
    [damage] = verify(out, read_data=True)
    assert damage.name == name and "is not as it was written" in damage.problem
    restored = {each.name: each.damage for each in restore(out, tmp_path / "back")}
    assert name in restored["a.txt"] and restored["d.txt"] == ""
    assert (tmp_path / "back/d.txt").read_bytes() == FILES["d.txt"]


def test_what_is_missing_or_does_not_belong_is_named(packed, tmp_path):
    out = shutil.copytree(packed, tmp_path / "out")
    (out / "corpus-00001.jsonl").unlink()
    (out / "a.txt").write_bytes(b"It was a file of its own.\n")
    assert set(verify(out)) == {
        Damage("corpus-00001.jsonl", "is missing"),
        Damage("a.txt", "does not belong here"),
    }


def test_a_lost_file_of_records_of_documents_costs_its_own_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
    raw = put(tmp_path / "in", {f"{n}.txt": f"{FERRY} {n} {MARKET}\n".encode() for n in range(6)})
    done = write(raw, tmp_path / "out", SMALL, files=2)
    assert list(verify(tmp_path / "out", read_data=True)) == []
    lost, *_ = done.manifest.documents_sha256
    (tmp_path / "out" / lost).unlink()
    restored = list(restore(tmp_path / "out", tmp_path / "back"))
    assert [each.name for each in restored if each.damage] == [lost]
    back = tree(tmp_path / "back")
    assert 0 < len(back) < 6 and back.items() <= tree(raw).items()


def test_the_format_can_change_between_two_runs(tmp_path):
    raw = put(tmp_path / "in", FILES)
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    for configuration in (Configuration(), SMALL, JSONL, Configuration()):
        done = run(raw, out / ".cleaner/work", configuration, output=out)
        folder = OutputFolder.open(out)
        folder.refuse_conflicts(done.manifest.roots, done.files)
        folder.commit(done.files)
        assert list(verify(out, read_data=True)) == []
        shutil.rmtree(fresh, ignore_errors=True)
        write(raw, fresh, configuration)
        assert tree(out) == tree(fresh)
        assert OutputFolder.open(out).find_differences(run(raw, tmp_path / "w", configuration).files) == []


def test_a_switch_prepares_nothing_anew(tmp_path):
    raw = put(tmp_path / "in", FILES)
    before = run(raw, tmp_path / "work", Configuration(), files=1)
    made_once = [name for name in before.checkpoints if name.endswith(".frames")]
    frames = {name: (tmp_path / "work" / name).stat().st_mtime_ns for name in made_once}
    assert frames
    after = run(raw, tmp_path / "work", SMALL, files=1)
    assert after.checkpoints == before.checkpoints
    assert frames == {name: (tmp_path / "work" / name).stat().st_mtime_ns for name in frames}


def test_several_workers_make_the_same_files(tmp_path):
    raw = put(tmp_path / "in", {f"{n}.txt": f"{FERRY} {n}\n\n{MARKET}\n".encode() for n in range(8)} | FILES)
    one = made(run(raw, tmp_path / "one", SMALL, files=3, bytes=100))
    assert one == made(run(raw, tmp_path / "two", SMALL, files=3, bytes=100, jobs=2))
    assert len(outputs(one)) > 3


def test_a_text_without_words_stays_a_record_and_a_copy_goes(tmp_path):
    raw = put(tmp_path / "in", {"a.txt": f"{FERRY}\n".encode(), "b.txt": b"", "c.txt": f"{FERRY}\n".encode()})
    write(raw, tmp_path / "out", JSONL)
    assert texts(tree(tmp_path / "out")) == {"a.txt": f"{FERRY}\n", "b.txt": ""}
    assert [each.damage for each in restore(tmp_path / "out", tmp_path / "back")] == ["", "", ""]
    assert tree(tmp_path / "back") == tree(raw)


def test_a_name_that_is_no_text_is_found_again(tmp_path):
    raw = put(tmp_path / "in", {"caf\udce9.txt": f"{FERRY}  \n".encode()})
    write(raw, tmp_path / "out", JSONL)
    assert (tmp_path / "out/corpus-00000.jsonl").read_bytes().startswith(b'{"id":"caf\\udce9.txt",')
    assert list(verify(tmp_path / "out", read_data=True)) == []
    assert [each.name for each in restore(tmp_path / "out", tmp_path / "back")] == ["caf\udce9.txt"]
    assert tree(tmp_path / "back") == tree(raw)


def test_parquet_and_a_name_that_is_taken_are_refused(tmp_path):
    rows = put(tmp_path / "in", {"a.txt": b"One.\n", "b.parquet": parquet(text=[FERRY])})
    with pytest.raises(UsageError, match="Parquet is not written as JSON Lines"):
        run(rows, tmp_path / "work", JSONL)
    taken = put(tmp_path / "other", {"Corpus-00000.jsonl": b'{"text":"One."}\n'})
    with pytest.raises(UsageError, match="would have the name of a file that --output-format makes"):
        run(taken, tmp_path / "work", JSONL)
    given = Configuration(reading=ReadOptions(input_format="parquet"), writing=WriteOptions("jsonl"))
    with pytest.raises(UsageError, match="Parquet is not written as JSON Lines"):
        run(taken, tmp_path / "work", given)


def test_what_is_refused_leaves_no_folder(tmp_path):
    put(tmp_path / "in", {"b.parquet": parquet(text=[FERRY])})
    done = console.run("clean", tmp_path / "in", "-o", tmp_path / "out", "--output-format", "jsonl")
    assert done.returncode == 2 and b"Parquet is not written as JSON Lines" in done.stderr
    assert not (tmp_path / "out").exists()


def called(*words: object, **more: object) -> str:
    done = console.run(*words, **more)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_commands_know_a_packed_text_by_its_name(packed, tmp_path):
    assert "encoding.mojibake" in called("why", packed / "a.txt:1")
    assert "hyphenation.broken-word" in called("why", packed, "d.txt:1")
    assert called("why", packed / "corpus-00000.jsonl:1") == called("why", packed, "corpus-00000.jsonl:1")
    assert "encoding.mojibake" in called("why", packed, "corpus-00000.jsonl:1")
    assert called("why", packed, "corpus-00000.jsonl:1:1") == called("why", packed, "a.txt:1")
    done = console.run("restore", packed, "-o", tmp_path / "back", "corpus-00000.jsonl")
    assert done.returncode == 2 and b"holds many documents (name one of them by its id)" in done.stderr
    assert called("map", packed / "a.txt", "--to", "raw", "7:8").strip()
    report = tmp_path / "report.html"
    called("report", packed, "-o", report)
    assert "c/page.html" in report.read_text(encoding="utf-8")
    spans = tmp_path / "spans.jsonl"
    spans.write_text('{"document":"d.txt","spans":[{"start":12,"end":21}]}\n', encoding="utf-8")
    called("project", spans, "--corpus", packed, "-o", tmp_path / "moved.jsonl")
    assert json.loads((tmp_path / "moved.jsonl").read_text())["spans"] == [{"start": 12, "end": 20}]


def test_the_option_and_its_key(tmp_path):
    raw = put(tmp_path / "in", {"a.txt": f"{FERRY}\n".encode(), "b.txt": f"{MARKET}\n".encode()})
    options = ("clean", raw, "-q", "-j", "1")
    called(*options, "-o", tmp_path / "a", "--output-format", "jsonl", "--shard-size", "150")
    called(
        *options, "-o", tmp_path / "b", env={"CLEANER_CORPUS_FORMAT": "jsonl", "CLEANER_SHARD_SIZE": "150"}
    )
    file = tmp_path / "cleaner.toml"
    file.write_text('corpus-format = "jsonl"\nshard-size = "150"\noutput-format = "full"\n')
    called(*options, "-o", tmp_path / "c", "--config", file)
    assert tree(tmp_path / "a") == tree(tmp_path / "b") == tree(tmp_path / "c")
    assert sorted(outputs(tree(tmp_path / "a"))) == ["corpus-00000.jsonl", "corpus-00001.jsonl"]
    called(*options, "-o", tmp_path / "a", "--check", "--output-format", "jsonl", "--shard-size", "150")
    assert called("clean", "-", "-q", "--config", file, stdin=f"{FERRY}\n".encode()) == f"{FERRY}\n"
    done = console.run("clean", "-", "--output-format", "jsonl", stdin=b"One.\n")
    assert done.returncode == 2 and b"is for an output folder" in done.stderr
