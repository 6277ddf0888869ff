"""Which paragraphs stay whatever is decided: those of a path, of a suppression, of a reviewer."""

from cleaner.config import Configuration
from cleaner.duplicates.member import Member
from cleaner.duplicates.paragraph_columns import MemoryCorpus, ParagraphKey
from cleaner.duplicates.pins import Pins, find_suppressed
from cleaner.duplicates.rules import EXACT
from cleaner.suppression import Suppression
from cleaner.text import Document, Edit

ALL = Configuration().pipeline
OFF = Configuration(ignore=("duplicates",)).pipeline
TEXT = "The ferry was late.\n\nThe crane was not.\n"
REPORT = Edit(0, 1, None, EXACT.id)
A, B = ParagraphKey(0, 0), ParagraphKey(1, 20)


def corpus(*pipelines):
    return MemoryCorpus(
        Member(f"{number}.txt", Document.of(TEXT), pipeline=pipeline)
        for number, pipeline in enumerate(pipelines)
    )


def test_without_exceptions_nothing_is_suppressed():
    assert find_suppressed(corpus(None, None), ALL).is_empty()


def test_all_paragraphs_of_a_path_without_the_stage_are_suppressed():
    assert find_suppressed(corpus(None, OFF), ALL).reports.keys() == {ParagraphKey(1, 0), ParagraphKey(1, 21)}


def test_where_the_stage_is_off_no_path_has_to_keep_anything():
    assert find_suppressed(corpus(None, OFF), OFF).is_empty()


def test_a_suppression_accepts_the_paragraphs_that_it_names():
    suppressed = (Suppression("1.txt", (EXACT.id,), "a refrain", "The crane"),)
    local = Configuration(document_suppressions=suppressed).pipeline
    assert find_suppressed(corpus(None, local), ALL).reports.keys() == {ParagraphKey(1, 21)}


def test_a_union_keeps_the_report_of_either():
    plain, rejected = Pins.of([A, B]), Pins({A: REPORT})
    assert plain.union(rejected).reports == rejected.union(plain).reports == {A: REPORT, B: None}
    assert plain.union(rejected).rejections() == rejected


def test_a_difference_goes_by_keys_alone():
    assert Pins({A: REPORT, B: None}).difference(Pins.of([A])) == Pins.of([B])
    assert Pins.of([A]).difference(Pins({A: REPORT})).is_empty()
