"""A corpus on Spark makes the files that it makes on one machine, to the byte."""

from dataclasses import replace

import pytest

from cleaner.config import Configuration, PerPath
from cleaner.corpus.run import Run
from cleaner.corpus.run_options import RunOptions
from cleaner.duplicates import Settings
from cleaner.errors import UsageError
from cleaner.formats.io_options import ReadOptions
from cleaner.store.root import Root
from tests import hinted_corpus
from tests.cluster.texts import documents, jsonl
from tests.corpus.runs import Counting, made, put, sources_of

BAD = b'no record\n{"text": 1}\n{"text": "\xff"}\n{"id": "7"}\n'


def corpus(seed: int, count: int, ids: int = 0) -> dict[str, bytes]:
    """Several files, with bad records in one of them."""
    texts = documents(seed, count)
    third = len(texts) // 3
    return {
        "a.jsonl": jsonl(texts[:third], ids) + BAD,
        "b/c.jsonl": jsonl(texts[third : 2 * third], ids),
        "d.jsonl": jsonl([f" date 2026-03-14 {text}" for text in texts[2 * third :]], ids),
    }


CONFIGURATIONS = {
    "near-duplicates are reported": Configuration(duplicates="report"),
    "within documents": Configuration(settings=Settings(scope="document")),
    "ids that come again": Configuration(reading=ReadOptions(id_field="id")),
    "short lines, paths of their own": Configuration(
        extend_select=("duplicates.recurring-line",), per_path=(PerPath("b/*", ignore=("duplicates",)),)
    ),
}


def test_2000_documents(spark, tmp_path):
    raw = put(tmp_path / "in", corpus(1, 2000))
    configuration = Configuration()
    sources = sources_of(raw, configuration)
    cut = {"files": 2, "bytes": 100_000}
    expected = made(Run(sources, configuration, RunOptions(Root.create(tmp_path / "one"), **cut)).run())
    assert sum(name.endswith(".jsonl") for name in expected) > 3
    seen, plans = Counting(), []
    done = spark(sources, configuration, tmp_path / "spark", explain=plans.append, watch=seen, **cut)
    assert made(done) == expected
    assert {"== prepare", "== buckets", "== decide parts"} < {plan.partition("\n")[0] for plan in plans}
    assert seen.documents == done.tally.counts.documents_found
    assert done.parts.decisions == 1 and done.parts.rounds > 1
    assert 16 < done.parts.largest < done.parts.paragraphs < 1.1 * done.tally.counts.paragraphs_raw


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_other_options(spark, tmp_path, name):
    configuration = CONFIGURATIONS[name]
    raw = put(tmp_path / "in", corpus(2, 90, ids=100))
    older = put(tmp_path / "older", {"old.jsonl": jsonl(documents(2, 90)[:20])})
    reference = sources_of(older, configuration).documents
    sources = replace(sources_of(raw, configuration), reference=reference)
    cut = {"bytes": 20_000}
    expected = made(Run(sources, configuration, RunOptions(Root.create(tmp_path / "one"), **cut)).run())
    assert made(spark(sources, configuration, tmp_path / "spark", **cut)) == expected


def test_what_paths_and_records_say_of_their_texts(spark, tmp_path):
    raw = put(tmp_path / "in", hinted_corpus.FILES)
    sources, cut = sources_of(raw, hinted_corpus.CONFIGURATION), {"files": 1, "bytes": 150}
    running = RunOptions(Root.create(tmp_path / "one"), **cut)
    expected = made(Run(sources, hinted_corpus.CONFIGURATION, running).run())
    assert made(spark(sources, hinted_corpus.CONFIGURATION, tmp_path / "spark", **cut)) == expected


def test_what_only_one_machine_can_do_is_refused(tmp_path):
    pytest.importorskip("pyarrow")
    from cleaner.cluster.engine import Spark, SparkOptions

    with pytest.raises(UsageError, match="an index is a file of one machine"):
        Spark(Configuration(), RunOptions(Root.create(tmp_path), index=tmp_path / "i"), SparkOptions("local"))
    exact = Configuration(settings=Settings(candidates="exact"))
    with pytest.raises(UsageError, match="--candidates bands"):
        Spark(exact, RunOptions(Root.create(tmp_path)), SparkOptions("local"))
