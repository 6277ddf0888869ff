import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration, PerPath
from cleaner.corpus import clean_sources, dedup_phase, disk_texts
from cleaner.corpus.run import Run
from cleaner.corpus.run_options import RunOptions
from cleaner.errors import StageError
from cleaner.formats.io_options import ReadOptions
from cleaner.pipeline import Pipeline
from cleaner.store.root import Root
from cleaner.suppression import Suppression
from tests.corpora import corpora
from tests.corpus.runs import Counting, made, put, run, sources_of, tree, write
from tests.examples import examples
from tests.output_plan import plan

SLOW = examples(40)
CONFIGURATIONS = st.sampled_from(
    [
        Configuration(),
        Configuration(duplicates="report"),
        Configuration(duplicates="off"),
        Configuration(kind="verse", language="fr", per_path=(PerPath("1.txt", kind="prose", language="sw"),)),
        Configuration(per_path=(PerPath("1.txt", ignore=("duplicates", "whitespace")),)),
        Configuration(suppressions=(Suppression("0.txt", ("duplicates.near", "quotation"), "wanted"),)),
    ]
)
FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
MARKET = "The night market moves to the old tram depot while the square is dug up for the new drains."


@SLOW
@given(corpora(), CONFIGURATIONS)
def test_on_disk_comes_out_what_comes_out_in_memory(files, configuration):
    with tempfile.TemporaryDirectory() as folder:
        raw = put(Path(folder, "in"), files)
        sources = sources_of(raw, configuration)
        expected = plan(sources, clean_sources(sources, configuration), configuration)
        assert made(run(raw, Path(folder, "work"), configuration)) == expected


@SLOW
@given(corpora(), st.integers(1, 3))
def test_the_texts_are_the_same_however_the_corpus_is_cut(files, most):
    with tempfile.TemporaryDirectory() as folder:
        raw = put(Path(folder, "in"), files)
        whole = made(run(raw, Path(folder, "a")))
        pieces = run(raw, Path(folder, "b"), files=most)
        cut = made(pieces)
        assert {name: data for name, data in whole.items() if not name.startswith(".cleaner")} == {
            name: data for name, data in cut.items() if not name.startswith(".cleaner")
        }
        trails = [
            b"".join(data for name, data in sorted(files.items()) if "/trail/" in name)
            for files in (whole, cut)
        ]
        assert trails[0] == trails[1]
        assert pieces.manifest.documents == run(raw, Path(folder, "a")).manifest.documents


def jsonl(*texts: str) -> bytes:
    return b"".join(
        json.dumps({"id": number, "text": text, "n": 1.50}).encode() + b"\n"
        for number, text in enumerate(texts)
    )


def test_several_workers_make_the_same_files(tmp_path):
    files = {f"{number}.txt": f"{FERRY}\n\n{MARKET} {number}\n".encode() for number in range(12)}
    files["a.jsonl"] = jsonl(FERRY, "It isnâ€™t so.", MARKET)
    raw = put(tmp_path / "in", files)
    one = made(run(raw, tmp_path / "one", files=3, bytes=100))
    two = made(run(raw, tmp_path / "two", files=3, bytes=100, jobs=2))
    assert one == two and len(one) > 12


def test_a_record_keeps_its_bytes_but_for_its_text(tmp_path):
    line = b'{ "n":1.50,"text" : "The secu-rity comes first.  " ,"x":null}\r\n'
    raw = put(tmp_path / "in", {"a.jsonl": b"\n" + line + b'{"text":"Fine \\u00e9"}'})
    files = made(run(raw, tmp_path / "work"))
    assert files["a.jsonl"] == b"\n" + line.replace(b"secu-rity", b"security").replace(b".  ", b".") + (
        b'{"text":"Fine \\u00e9"}'
    )


def test_a_duplicate_record_stays_without_text_unless_it_is_to_go(tmp_path):
    raw = put(tmp_path / "in", {"a.jsonl": jsonl(FERRY, FERRY, MARKET)})
    kept = made(run(raw, tmp_path / "a"))["a.jsonl"]
    assert [json.loads(line)["text"] for line in kept.splitlines()] == [FERRY, "", MARKET]
    configuration = Configuration(reading=ReadOptions(drop_empty=True))
    done = run(raw, tmp_path / "b", configuration)
    dropped = made(done)
    assert [json.loads(line)["id"] for line in dropped["a.jsonl"].splitlines()] == [0, 2]
    [record] = [record for record in done.manifest.documents if record.status == "dropped"]
    assert dropped[".cleaner/quarantine/a.jsonl"] == jsonl(FERRY, FERRY).splitlines(keepends=True)[1]
    assert record.place is not None and record.place.kept == len(dropped[".cleaner/quarantine/a.jsonl"])


def test_of_records_with_one_id_the_first_stays(tmp_path):
    data = b'{"id":"x","text":"One."}\n{"id":"y","text":"Two."}\n{"id":"x","text":"Three."}\n'
    raw = put(tmp_path / "in", {"a.jsonl": data})
    done = run(raw, tmp_path / "work", Configuration(reading=ReadOptions(id_field="id")))
    assert made(done)["a.jsonl"] == b'{"id":"x","text":"One."}\n{"id":"y","text":"Two."}\n'
    assert done.problems == [
        "a.jsonl:3: has the id 'x' of an earlier record, at byte 50 "
        "(give each record an id of its own, or do not use --id-field)"
    ]
    assert done.tally.exit_code == 3


def test_a_record_that_a_bug_of_a_stage_costs_is_left_out_and_kept_beside(tmp_path, monkeypatch):
    cleaned = Pipeline.run

    def fails(pipeline, text):
        if text == FERRY:
            raise StageError("a bug")
        return cleaned(pipeline, text)

    monkeypatch.setattr(Pipeline, "run", fails)
    raw = put(tmp_path / "in", {"a.jsonl": jsonl(MARKET, FERRY, "A third text.")})
    done = run(raw, tmp_path / "work")
    lines = jsonl(MARKET, FERRY, "A third text.").splitlines(keepends=True)
    assert made(done)["a.jsonl"] == lines[0] + lines[2]
    assert made(done)[".cleaner/quarantine/a.jsonl"] == lines[1]


def test_a_row_of_parquet_with_the_id_of_another_is_named_by_its_row(tmp_path):
    import pyarrow
    from pyarrow import parquet

    rows = pyarrow.table({"id": ["x", "y", "x"], "text": ["One.", "Two.", "Three."]})
    (tmp_path / "in").mkdir()
    parquet.write_table(rows, tmp_path / "in" / "a.parquet")
    done = run(tmp_path / "in", tmp_path / "work", Configuration(reading=ReadOptions(id_field="id")))
    assert done.problems == [
        "a.parquet:3: has the id 'x' of an earlier record "
        "(give each record an id of its own, or do not use --id-field)"
    ]


def test_all_texts_of_a_record_go_with_one_that_goes(tmp_path):
    data = b'{"id":1,"a":"One.","b":"Two."}\n{"id":1,"a":"Three.","b":"Four."}\n'
    raw = put(tmp_path / "in", {"a.jsonl": data})
    reading = ReadOptions(text_fields=("a", "b"), id_field="id")
    done = run(raw, tmp_path / "work", Configuration(reading=reading))
    assert made(done)["a.jsonl"] == data.splitlines(keepends=True)[0]
    assert [record.name for record in done.manifest.documents] == [
        "a.jsonl:1#a",
        "a.jsonl:1#b",
        "a.jsonl:2#a",
        "a.jsonl:2#b",
    ]


def test_a_page_becomes_a_text(tmp_path):
    page = f"<html lang=en><title>Ferries</title><article><p>{FERRY}<p>{MARKET}</article></html>"
    raw = put(tmp_path / "in", {"a.html": page.encode()})
    done = run(raw, tmp_path / "work", Configuration(reading=ReadOptions(keep_raw=True)))
    files = made(done)
    assert files["a.html.txt"].decode() == f"{FERRY}\n\n{MARKET}\n"
    assert files[".cleaner/raw/a.html.txt"] == page.encode()
    [record] = done.manifest.documents
    assert record.metadata == {"title": "Ferries", "language": "en"} and record.page is not None


def test_what_was_done_is_not_done_again(tmp_path):
    files = {f"{number}.txt": f"{FERRY}\n\n{MARKET} {number}\n".encode() for number in range(6)}
    raw = put(tmp_path / "in", files)
    output = tmp_path / "out"
    first, second, third = Counting(), Counting(), Counting()
    write(raw, output, watch=first, files=1)
    before = {path: path.stat().st_ino for path in output.rglob("*.txt")}
    reference = tree(output)
    write(raw, output, watch=second, files=1)
    assert (first.documents, second.documents) == (6, 0)
    assert (
        tree(output) == reference and {path: path.stat().st_ino for path in output.rglob("*.txt")} == before
    )
    put(raw, {"3.txt": b"Nothing like the others.\n"})
    write(raw, output, watch=third, files=1)
    assert third.documents == 1
    moved = [path.name for path, number in before.items() if path.stat().st_ino != number]
    assert moved == ["3.txt"]


def test_a_result_that_is_not_whole_is_made_again(tmp_path):
    raw = put(tmp_path / "in", {"a.txt": FERRY.encode(), "b.txt": MARKET.encode()})
    reference = made(run(raw, tmp_path / "work", files=1))
    for path in sorted((tmp_path / "work").iterdir()):
        if path.is_file():
            whole = path.read_bytes()
            for damaged in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1])) if whole else ():
                path.write_bytes(damaged)
                assert made(run(raw, tmp_path / "work", files=1)) == reference, path.name


def test_a_file_that_changes_under_the_run_is_an_error(tmp_path):
    from cleaner.corpus.local_engine import LocalEngine
    from cleaner.errors import InputError

    raw = put(tmp_path / "in", {"a.jsonl": jsonl(FERRY, MARKET)})

    class Changing(LocalEngine):
        def decide(self, *given):
            put(raw, {"a.jsonl": jsonl(MARKET, FERRY)})
            return super().decide(*given)

    sources, configuration, running = (
        sources_of(raw, Configuration()),
        Configuration(),
        RunOptions(Root.create(tmp_path / "w")),
    )
    with pytest.raises(InputError, match="has changed while it was read"):
        Run(sources, configuration, running, Changing(sources, configuration, running)).run()


def test_many_documents_have_their_records_in_files_of_their_own(tmp_path, monkeypatch):
    from cleaner.store import document_stream, manifest

    raw = put(tmp_path / "in", {"a.jsonl": jsonl(FERRY, MARKET, "One."), "b.txt": b"Two.\n"})
    reference = run(raw, tmp_path / "a")
    monkeypatch.setattr(manifest, "INLINE_LIMIT", 3)
    output = tmp_path / "out"
    done = write(raw, output)
    assert not done.manifest.documents and list(done.manifest.documents_sha256) == [
        ".cleaner/documents/00000.jsonl"
    ]
    found = manifest.decode((output / manifest.NAME).read_bytes())
    assert (
        list(document_stream.stream_records(Root.open(output), found, document_stream.raise_damage))
        == reference.manifest.documents
    )


def test_workers_decide_the_same(tmp_path, monkeypatch):

    texts = [
        f"{FERRY} It was day {number % 3} of {number}.\n\n{MARKET}\n\nShare this: Facebook"
        for number in range(9)
    ]
    files = {f"{number}.txt": text.encode() for number, text in enumerate(texts)}
    files["a.jsonl"] = jsonl(*texts, FERRY, MARKET)
    raw = put(tmp_path / "in", files)
    configuration = Configuration(per_path=(PerPath("2.txt", ignore=("duplicates.near",)),))
    one = made(run(raw, tmp_path / "one", configuration))
    monkeypatch.setattr(dedup_phase, "SHARED", 0)
    assert made(run(raw, tmp_path / "two", configuration, jobs=2)) == one


@pytest.mark.parametrize("portion", [0, 900, 3000, 1 << 18])
@pytest.mark.parametrize("jobs", [1, 2])
def test_paragraphs_are_handed_by_their_places(tmp_path, monkeypatch, portion, jobs):
    from cleaner.duplicates import hashes

    ends = ("Bring a coat.", "Tickets are sold on board.", "Dogs travel free.")
    lines = [f"{FERRY} {ends[n % 3]}\n\n{MARKET} It is stall {n}.\n" for n in range(30)]
    raw = put(tmp_path / "in", {f"{n}.jsonl": jsonl(*lines[n::3]) for n in range(3)})
    one = made(run(raw, tmp_path / "one"))
    monkeypatch.setattr(dedup_phase, "SHARED", 0)
    monkeypatch.setattr(hashes, "WHOLE_UP_TO", 0)
    monkeypatch.setattr(disk_texts, "PORTION", portion)
    monkeypatch.setattr(disk_texts, "OPEN", 1)
    assert made(run(raw, tmp_path / "two", jobs=jobs)) == one
    assert b"duplicates.near" in one[".cleaner/trail/00000.jsonl"]


def test_what_was_decided_is_not_decided_again(tmp_path, monkeypatch):

    raw = put(
        tmp_path / "in", {f"{n}.txt": f"{FERRY}\n\nIt was day {n * 7919}.\n".encode() for n in range(9)}
    )
    first = made(run(raw, tmp_path / "work", files=3))
    asked = []
    monkeypatch.setattr(dedup_phase, "clean_corpus", lambda *given, **named: asked.append(given) or given[0])
    assert made(run(raw, tmp_path / "work", files=3)) == first and not asked
    (raw / "5.txt").write_text(f"Once more.\n\n{FERRY}\n", "utf-8")
    run(raw, tmp_path / "work", files=3)
    assert len(asked) == 1


def test_ids_are_counted_where_other_documents_come_first(tmp_path):
    data = b'{"id":"x","text":"One."}\n{"id":"y","text":"Two."}\n{"id":"x","text":"Three."}\n'
    raw = put(tmp_path / "in", {"a.parquet": b"PAR1 it is not", "b.jsonl": data})
    older = put(tmp_path / "older", {"c.jsonl": data[:25], "d.txt": b"Four.\n"})
    configuration = Configuration(reading=ReadOptions(id_field="id"))
    own, others = sources_of(raw, configuration), sources_of(older, configuration)
    done = Run(
        replace(own, reference=others.documents), configuration, RunOptions(Root.create(tmp_path / "work"))
    ).run()
    [told] = [problem for problem in done.problems if "b.jsonl" in problem]
    assert "b.jsonl:3: has the id 'x'" in told
    assert made(done)["b.jsonl"] == data[:50]


def test_a_file_that_is_not_what_it_is_called_costs_itself(tmp_path):
    raw = put(tmp_path / "in", {"a.parquet": b"PAR1 it is not", "b.jsonl": jsonl(FERRY)})
    done = run(raw, tmp_path / "work")
    assert made(done)["b.jsonl"] == jsonl(FERRY) and "a.parquet" not in made(done)
    assert done.tally.exit_code == 2 and "a.parquet" in done.problems[0]


def test_a_parquet_file_without_the_text_costs_itself(tmp_path):
    import pyarrow
    from pyarrow import parquet

    raw = put(tmp_path / "in", {"b.jsonl": jsonl(FERRY)})
    parquet.write_table(pyarrow.table({"other": ["One."]}), raw / "a.parquet")
    done = run(raw, tmp_path / "work")
    assert made(done)["b.jsonl"] == jsonl(FERRY) and "a.parquet" not in made(done)
    assert done.tally.exit_code == 2 and "'text'" in done.problems[0]


def test_fields_of_any_name_have_documents(tmp_path):
    raw = put(tmp_path / "in", {"a.jsonl": b'{"a//b": "One. ", "..": "Two."}\n'})
    output = tmp_path / "out"
    write(raw, output, Configuration(reading=ReadOptions(text_fields=("a//b", ".."))))
    from cleaner.store.verify import verify

    assert list(verify(output, read_data=True)) == []


def test_a_name_may_be_as_long_as_a_name_can_be(tmp_path):
    name = f"x.{'a' * 247}.jsonl"[-255:]
    raw = put(tmp_path / "in", {name: b'{"text": "a  "}\nbad\n', "b.txt": b"b\n"})
    write(raw, tmp_path / "out")
    assert (tmp_path / "out" / name).read_bytes() == b'{"text": "a"}\n'
    assert (tmp_path / "out/.cleaner/quarantine" / name).read_bytes() == b"bad\n"


def test_a_corpus_that_is_decided_several_times_comes_to_the_same_on_disk(tmp_path):
    library = "The library opened again on Friday after two years of building work.\n"
    header, crane = f" date 2026-03-14 {library}", f"{FERRY}\n"
    texts = {"0.txt": crane, "1.txt": crane + header + header, "2.txt": f"{MARKET}\n\nAnd so on, she said.\n"}
    raw = put(tmp_path / "in", {name: text.encode() for name, text in texts.items()})
    sources = sources_of(raw, Configuration())
    expected = plan(sources, clean_sources(sources, Configuration()), Configuration())
    assert made(run(raw, tmp_path / "work")) == expected
    assert expected["1.txt"].decode() == library
