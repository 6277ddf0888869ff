"""What ranks first, and what is suppressed, is never dropped; the laws hold for the rest."""

from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from cleaner import corpus
from cleaner.catalogue import RULES
from cleaner.config import Configuration, PerPath
from cleaner.corpus import decide, prepare
from cleaner.duplicates.compare import compare
from cleaner.duplicates.member import Member
from cleaner.duplicates.paragraph_columns import MemoryCorpus
from cleaner.duplicates.rules import STAGE
from cleaner.formats.sources import Source, Sources
from cleaner.suppression import Suppression
from cleaner.text import find_paragraphs
from tests.corpora import corpora
from tests.examples import examples

DUPLICATES = tuple(sorted(rule for rule in RULES if rule.startswith("duplicates.")))
SLOW = examples(60, suppress_health_check=(HealthCheck.too_slow,))


def outcomes(made, configuration):
    pipelines = corpus.DocumentPreparer(configuration)
    return [pipelines.prepare(Source(name, Path(name)), data) for name, data in made.items()]


def readable(prepared):
    return [outcome for outcome in prepared if outcome.problem is None]


@SLOW
@given(corpora(), st.integers(0, 4))
def test_of_the_reference_nothing_is_dropped_and_it_comes_first(made, number):
    configuration = Configuration()
    prepared = readable(outcomes(made, configuration))
    number = min(number, len(prepared))
    decided = decide(prepared, configuration, number)
    for before, after in zip(prepared[:number], decided[:number], strict=True):
        assert after.document.text == before.document.text and not after.partner
    columns = MemoryCorpus([Member(outcome.name, outcome.document) for outcome in decided])
    for later in range(columns.first[number], len(columns.texts)):
        for earlier in range(columns.first[number]):
            assert compare(columns.texts[earlier], columns.texts[later]).verdict != "duplicate"


@SLOW
@given(corpora(), st.sampled_from(["suppression", "path"]))
def test_where_duplicates_are_suppressed_no_paragraph_goes(made, how):
    suppression = Suppression("1.txt", DUPLICATES, "wanted")
    configuration = (
        Configuration(suppressions=(suppression,))
        if how == "suppression"
        else Configuration(per_path=(PerPath("1.txt", ignore=("duplicates",)),))
    )
    prepared = readable(outcomes(made, configuration))
    decided = decide(prepared, configuration)
    for before, after in zip(prepared, decided, strict=True):
        if after.name == "1.txt":
            assert after.document.text == before.document.text and not after.partner
        assert after.document.undo() == after.document.raw


@SLOW
@given(corpora())
def test_cleaning_again_under_suppressions_changes_nothing(made):
    rules = tuple(sorted(RULES))
    configuration = Configuration(
        suppressions=(
            Suppression("0.txt", rules, "all of it"),
            Suppression("*.txt", rules, "a phrase", "harbour board"),
            Suppression("*.txt", ("hyphenation.broken-word",), "a word", "secu-rity"),
        )
    )
    first = decide(readable(outcomes(made, configuration)), configuration)
    written = {
        outcome.name: outcome.document.text.encode() for outcome in first if outcome.status == "written"
    }
    again = decide(readable(outcomes(written, configuration)), configuration)
    for outcome in again:
        assert outcome.status == "written" and outcome.document.text.encode() == written[outcome.name]


def test_a_document_all_of_which_is_suppressed_comes_out_as_it_went_in():
    configuration = Configuration(suppressions=(Suppression("a.txt", tuple(sorted(RULES)), "a facsimile"),))
    data = b"It is  secu-rity.  \r\n\r\n\r\n<b>Bold</b>"
    local = configuration.at("a.txt")
    outcome = prepare("a.txt", data, local, local.pipeline)
    assert outcome.document.text.encode() == data
    found = [finding for finding in outcome.findings() if "suppressed" in finding.evidence]
    assert {finding.evidence["suppressed"] for finding in found} == {"a facsimile"}
    assert len(found) >= 4 and all(finding.replacement is None for finding in found)


def test_a_reference_is_no_part_of_what_comes_back(tmp_path):
    (tmp_path / "old.txt").write_text("Words that stand there.\n")
    (tmp_path / "new.txt").write_text("Words that come.\n")
    new, old = (Source(f"{name}.txt", tmp_path / f"{name}.txt") for name in ("new", "old"))
    found = corpus.clean_sources(Sources((new,), (), {}, (), (), (old,)), Configuration())
    assert [outcome.name for outcome in found] == ["new.txt"]
    assert [len(find_paragraphs(outcome.document.text)) for outcome in found] == [1]
    assert all(step.stage != STAGE for outcome in found for step in outcome.document.trail)


def test_a_suppressed_near_duplicate_that_stays_anyway_is_reported_once():
    text = "The harbour office said that the new ferry line would open in spring, with four crossings a day."
    made = {"a.txt": f"{text}\n".encode(), "b.txt": f"{text} Tickets are cheap.\n".encode()}
    configuration = Configuration(
        certain_only=True, suppressions=(Suppression("b.txt", DUPLICATES, "wanted"),)
    )
    _, second = decide(readable(outcomes(made, configuration)), configuration)
    [finding] = [finding for finding in second.findings() if finding.rule.id.startswith("duplicates.")]
    assert finding.evidence["suppressed"] == "wanted" and finding.replacement is None
