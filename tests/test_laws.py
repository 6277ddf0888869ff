"""The laws of the design, each a property over hostile corpora.

Each is tried with `EXAMPLES` corpora in the full tier; `CLEANER_LAWS` in the environment multiplies them.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.corpus import decide, prepare
from cleaner.duplicates import compare
from cleaner.formats.sources import Sources
from cleaner.pipeline import UNSTABLE
from cleaner.store.folder import OutputFolder
from cleaner.store.manifest import count_documents, decode
from cleaner.store.restore import restore
from cleaner.structure import KINDS
from cleaner.text import find_paragraphs
from tests.corpora import corpora, documents
from tests.examples import examples
from tests.laws import check_inserted, check_mapped, check_unchanged, list_changes
from tests.output_plan import plan

EXAMPLES = 300 * int(os.environ.get("CLEANER_LAWS", "1"))
law = examples(EXAMPLES, suppress_health_check=tuple(HealthCheck))
DEFAULT = Configuration()


def cleaned(corpus, configuration=DEFAULT):
    pipeline = configuration.pipeline
    prepared = [prepare(name, data, configuration, pipeline) for name, data in sorted(corpus.items())]
    assert not [outcome.problem for outcome in prepared if outcome.problem and "bug" in str(outcome.problem)]
    return decide(prepared, configuration)


@law
@given(corpora())
def test_law_1_cleaning_what_was_cleaned_changes_nothing(corpus):
    once = cleaned(corpus)
    written = {
        outcome.name: outcome.document.text.encode() for outcome in once if outcome.status == "written"
    }
    for outcome in cleaned(written):
        assert outcome.status == "written"
        check_unchanged(outcome.document)
        failing = {finding.rule for finding in outcome.findings() if DEFAULT.policy.fails(finding.rule)}
        assert not failing


@law
@given(documents(), st.sampled_from(KINDS), st.sampled_from([None, "de", "en-GB", "fr", "sw"]))
def test_the_laws_of_one_document_hold_whatever_the_caller_says(text, kind, language):
    named = Configuration(kind=kind, language=language)
    [once] = cleaned({"a": text.encode("utf-8", "surrogatepass")}, named)
    check_inserted(once.document)
    check_mapped(once.document)
    assert not any(edit.rule == UNSTABLE.id for step in once.document.trail for edit in step.edits)
    [again] = cleaned({"a": once.document.text.encode()}, named)
    check_unchanged(again.document)


@pytest.fixture(scope="module")
def unsynced():
    """Durability is not under test here, and waiting for the disk takes nine tenths of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.mark.usefixtures("unsynced")
@law
@given(corpora())
def test_law_2_restore_gives_every_byte_back(corpus):
    outcomes = cleaned(corpus)
    sources = Sources((), ("in",), {}, (), ())
    with tempfile.TemporaryDirectory() as scratch:
        folder, raw = Path(scratch, "clean"), Path(scratch, "raw")
        OutputFolder.open(folder).commit(plan(sources, outcomes, DEFAULT))
        assert sorted(restored.name for restored in restore(folder, raw)) == sorted(corpus)
        assert {path.name: path.read_bytes() for path in raw.iterdir()} == corpus


@law
@given(documents())
def test_law_3_only_what_a_rule_declares_is_ever_inserted(text):
    [outcome] = cleaned({"a": text.encode("utf-8", "surrogatepass")})
    check_inserted(outcome.document)


@law
@given(documents())
def test_law_4_paragraphs_map_to_raw_spans_increasing_and_disjoint(text):
    [outcome] = cleaned({"a": text.encode("utf-8", "surrogatepass")})
    check_mapped(outcome.document)


@law
@given(corpora())
def test_law_5_counts_add_up(corpus):
    outcomes = cleaned(corpus)
    manifest = decode(plan(Sources((), (), {}, (), ()), outcomes, DEFAULT)[".cleaner/manifest.json"])
    assert manifest.counts == count_documents(manifest.documents)
    for outcome, record in zip(outcomes, manifest.documents, strict=True):
        if outcome.problem is None:
            assert record.characters_raw == len(outcome.document.raw)
            assert record.characters_clean == len(outcome.document.text)
    assert manifest.counts.documents_found == len(corpus)


@law
@given(corpora())
def test_law_6_a_removed_duplicate_names_an_earlier_kept_partner(corpus):
    outcomes = {outcome.name: outcome for outcome in cleaned(corpus)}
    order = sorted(outcomes)
    for name, outcome in outcomes.items():
        for edit, removed in list_changes(outcome.document):
            if edit.rule.startswith("duplicates.") and edit.rule != "duplicates.document":
                partner, _, line = str(edit.evidence["partner"]).rpartition(":")
                assert order.index(partner) <= order.index(name)
                kept = at_line(outcomes[partner].document, int(line))
                verdicts = {compare(each, removed.strip()).verdict for each in kept}
                assert verdicts & {"duplicate", "contained"}


def at_line(document, line):
    """The kept paragraphs that begin in this raw line: a tag in it may have parted two."""
    from cleaner.text import Lines

    lines = Lines.of(document.raw)
    found = [
        document.text[span.start : span.end]
        for span in find_paragraphs(document.text)
        if lines.locate(document.offsets.to_raw(span.start, span.end).start)[0] == line
    ]
    assert found, f"line {line} holds no kept paragraph"
    return found


@law
@given(corpora())
def test_law_9_a_document_is_cleaned_as_if_it_were_alone(corpus):
    off = Configuration(duplicates="off")
    for outcome in cleaned(corpus, off):
        [alone] = cleaned({outcome.name: corpus[outcome.name]}, off)
        assert outcome.document == alone.document


@law
@given(corpora())
def test_law_10_a_text_without_a_finding_comes_out_as_it_went_in(corpus):
    for outcome in cleaned(corpus):
        if outcome.problem is None and not outcome.findings():
            assert outcome.document.text == outcome.document.raw
            assert outcome.document.text.encode() == outcome.data


@pytest.mark.parametrize("duplicates", ["off", "report"])
def test_nothing_is_dropped_when_duplicates_are_not_to_be(duplicates):
    paragraph = b"The harbour board said on Monday that the old crane would be taken down before winter.\n"
    outcomes = cleaned({"a": paragraph, "b": b"Else.\n" + paragraph}, Configuration(duplicates=duplicates))
    assert [outcome.document.text.count("harbour") for outcome in outcomes] == [1, 1]
    rules = {finding.rule.id for finding in outcomes[1].findings()}
    assert ("duplicates.exact" in rules) == (duplicates == "report")
