"""What the caller says of a text decides, reaches each worker and each run after a drop, and stands in the
manifest."""

import json

import pytest

from cleaner.config import Configuration, PerPath
from cleaner.corpus import clean_sources
from cleaner.store.restore import restore
from cleaner.structure import Hints
from tests.corpus.runs import Counting, made, put, run, sources_of, tree, write
from tests.hinted_corpus import BROKEN, CONFIGURATION, FERRY, FILES, MENDED


@pytest.fixture
def raw(tmp_path):
    return put(tmp_path / "in", FILES)


def test_a_path_and_a_record_decide_and_the_record_goes_first(raw, tmp_path):
    files = made(run(raw, tmp_path / "work", CONFIGURATION))
    assert files["a.txt"].decode() == f"{MENDED[0]}\n"
    assert files["swahili/b.txt"].decode() == f"{BROKEN[1]}\n\n{FERRY}\n"
    # What a drop leaves goes through the stages once more, with the same hints.
    assert files["swahili/c.txt"].decode() == f"{BROKEN[2]}\n"
    texts = [json.loads(line)["text"] for line in files["swahili/d.jsonl"].splitlines()]
    assert texts == [BROKEN[3], MENDED[4], BROKEN[5]]


def test_the_record_of_each_document_says_what_was_said(raw, tmp_path):
    done = run(raw, tmp_path / "work", CONFIGURATION)
    assert {record.name: record.hints for record in done.manifest.documents} == {
        "a.txt": Hints(),
        "swahili/b.txt": Hints(None, "sw"),
        "swahili/c.txt": Hints(None, "sw"),
        "swahili/d.jsonl:1": Hints(None, "sw"),
        "swahili/d.jsonl:2": Hints(None, "en-GB"),
        "swahili/d.jsonl:3": Hints(),  # in quarantine, as it was not read
        "swahili/d.jsonl:4": Hints("list", "sw"),
    }
    [outcome] = [each for each in done.outcomes() if each.name == "swahili/d.jsonl:4"]
    assert outcome.hints == Hints("list", "sw")
    assert done.problems == [
        f"{raw}/swahili/d.jsonl:3: has a wrong language in the field 'lang': 'english' is no tag of a "
        "language, at byte 423 (write one of BCP 47, such as fr or pt-BR)"
    ]


def test_without_hints_the_manifest_has_no_word_of_them(tmp_path):
    raw = put(tmp_path / "in", {"a.txt": b"One.\n"})
    manifest = json.loads(made(run(raw, tmp_path / "work"))[".cleaner/manifest.json"])
    assert not {"kind", "language"} & {*manifest["configuration"], *manifest["documents"][0]}


def test_the_manifest_has_the_options(raw, tmp_path):
    configuration = Configuration(kind="verse", language="fr", reading=CONFIGURATION.reading)
    manifest = json.loads(made(run(raw, tmp_path / "work", configuration))[".cleaner/manifest.json"])
    options = manifest["configuration"]
    assert (options["kind"], options["language"]) == ("verse", "fr")
    assert (options["reading"]["kind_field"], options["reading"]["language_field"]) == ("genre", "lang")
    per_path = Configuration(per_path=(PerPath("*", kind="verse"), PerPath("b", language="fr"))).record()
    assert [table["kind"] for table in per_path["per_path"] if "kind" in table] == ["verse"]


def test_memory_disk_and_any_number_of_workers_make_the_same_files(raw, tmp_path):
    in_memory = clean_sources(sources_of(raw, CONFIGURATION), CONFIGURATION)
    done = run(raw, tmp_path / "one", CONFIGURATION)
    records = [outcome.record() for outcome in in_memory if outcome.problem is None]
    assert records == [record for record in done.manifest.documents if not record.problem]
    one = made(done)
    cut = {"files": 1, "bytes": 150}
    pieces = made(run(raw, tmp_path / "pieces", CONFIGURATION, **cut))
    two = made(run(raw, tmp_path / "two", CONFIGURATION, jobs=2, **cut))
    assert pieces == two
    assert {name: data for name, data in one.items() if not name.startswith(".cleaner")} == {
        name: data for name, data in two.items() if not name.startswith(".cleaner")
    }


def test_another_hint_is_another_run_and_the_same_is_none(raw, tmp_path):
    cut = {"files": 1, "bytes": 150}
    first = Counting()
    write(raw, tmp_path / "out", CONFIGURATION, watch=first, **cut)
    again = Counting()
    write(raw, tmp_path / "out", CONFIGURATION, watch=again, **cut)
    assert (first.documents > 0, again.documents) == (True, 0)
    other = Configuration(language="sw")
    before = tree(tmp_path / "out")
    write(raw, tmp_path / "out", other, **cut)
    assert tree(tmp_path / "out") != before
    assert tree(tmp_path / "out")["a.txt"].decode() == f"{BROKEN[0]}\n"


def test_the_raw_files_come_back(raw, tmp_path):
    write(raw, tmp_path / "out", CONFIGURATION)
    assert len(list(restore(tmp_path / "out", tmp_path / "back"))) == len(FILES)
    assert tree(tmp_path / "back") == FILES
