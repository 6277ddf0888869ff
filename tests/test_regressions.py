"""Faults that random texts found once, each nailed down by the text that showed it."""

from cleaner.config import Configuration
from cleaner.corpus import prepare
from cleaner.corpus.memory import decide as decide_corpus
from cleaner.duplicates import Paragraph, decide
from cleaner.stages.comments.tail import suspected, units
from cleaner.stages.encoding.compose import compose
from cleaner.stages.hyphenation import Hyphenation
from cleaner.text import Document, Edit
from tests.stages.edits_of import edits_of

WRAPPED = "lit again on the evening of the fair, and the keeper's grand-\nsecu- rity was there\n"
PROSE = "The harbour board said on Monday that the crane would come down before the winter storms."


def test_a_line_end_that_moves_gives_way_to_the_next_hyphen():
    edits = edits_of(Hyphenation(), WRAPPED)
    assert Document.of(WRAPPED).apply("hyphenation", edits).text.count("security") == 1


def test_what_two_passes_make_of_one_place_is_named_by_the_one_that_inserts():
    first, second = [Edit(1, 2, "", "encoding.control")], [Edit(0, 2, "x", "encoding.mojibake")]
    (edit,) = compose("a\x00b", first, second, "x")
    assert edit[:4] == (0, 3, "x", "encoding.mojibake")


def test_copies_and_blank_debris_are_judged_whatever_the_screen_says():
    def look(text):
        return suspected(text, units(text), lambda _: 1.0, lambda _: False)

    assert look("One.\n\nTwo.\n\nThe same.\n\nThe same.\n")
    assert look("One.\n\nTwo.\n\n\n\n\nThree.\n")
    assert not look("One.\n\nTwo.\n\nThree.\n")


def test_a_pinned_copy_is_kept():
    copies = [Paragraph(0, PROSE), Paragraph(1, PROSE)]
    assert [drop.paragraph for drop in decide(copies).drops] == [1]
    assert decide(copies, pinned={1}).drops == ()


def cleaned(corpus: dict[str, str]) -> dict[str, str]:
    configuration = Configuration()
    pipeline = configuration.pipeline
    prepared = [prepare(name, text.encode(), configuration, pipeline) for name, text in corpus.items()]
    return {
        outcome.name: outcome.document.text for outcome in decide_corpus(prepared, configuration, pipeline)
    }


def test_a_duplicate_of_what_the_pipeline_leaves_of_its_partner_goes_in_the_first_run():
    header = " date 2026-03-14 The library opened again on Friday after two years of building work.\n"
    crane = "The harbour board said on Monday that the old crane would be taken down before the winter.\n"
    first = cleaned({"0.txt": crane, "1.txt": crane + header + header})
    assert first["1.txt"] == "The library opened again on Friday after two years of building work.\n"
    assert cleaned(first) == first
