"""Positions through every step, both ways, against a slow oracle that carries each character along."""

from hypothesis import given

from cleaner.text import Document, Offsets
from tests.examples import examples
from tests.text.test_document import applied, edited


def oracle(document: Document) -> list[tuple[int, int]]:
    """For each clean character the smallest raw span that it came from, carried step by step."""
    spans = [(i, i + 1) for i in range(len(document.raw))]
    for step in document.trail:
        after, position = [], 0
        for edit in step.edits:
            if edit.replacement is None:
                continue
            after += spans[position : edit.start]
            gone = spans[edit.start : edit.end]
            if gone:
                origin = (gone[0][0], gone[-1][1])
            else:
                place = spans[edit.start][0] if edit.start < len(spans) else len(document.raw)
                origin = (place, place)
            after += [origin] * len(edit.replacement)
            position = edit.end
        spans = after + spans[position:]
    return spans


@examples(500)
@given(edited())
def test_each_clean_character_maps_to_where_it_came_from(case):
    document = applied(case)
    for place, (start, end) in enumerate(oracle(document)):
        if start < end:
            span = document.offsets.to_raw(place, place + 1)
            assert span.start <= start and end <= span.end
            if document.text[place] == document.raw[start] and end - start == 1:
                assert span == (start, end)


@examples(500)
@given(edited())
def test_spans_are_monotone_and_inside_the_texts(case):
    document = applied(case)
    offsets = document.offsets
    for there, here, other in (
        (offsets.to_raw, document.text, document.raw),
        (offsets.to_clean, document.raw, document.text),
    ):
        last = 0
        for place in range(len(here)):
            span = there(place, place + 1)
            assert 0 <= span.start <= span.end <= len(other)
            assert span.start >= last
            last = span.start


@given(edited())
def test_an_unchanged_character_goes_there_and_back(case):
    document = applied(case)
    for place in range(len(document.text)):
        raw = document.offsets.to_raw(place, place + 1)
        back = document.offsets.to_clean(*raw)
        if raw.start < raw.end:
            assert back.start <= place < back.end


def test_removed_text_is_an_empty_span_where_it_stood():
    from cleaner.text import Edit

    offsets = Document.of("one two three").apply("t", [Edit(4, 8, "", "t.r")]).offsets
    assert offsets.to_clean(4, 7) == (4, 4)
    assert offsets.to_clean(0, 9) == (0, 5)
    assert offsets.to_raw(4, 9) == (8, 13)
    assert offsets.to_raw(4) == (8, 8)
    assert offsets.to_clean(10) == (6, 6) and offsets.to_clean(5) == (4, 4)


def test_without_steps_a_span_is_itself():
    assert Offsets.of(()).to_raw(3, 5) == Offsets.of(()).to_clean(3, 5) == (3, 5)


@examples(500)
@given(edited())
def test_the_starts_of_many_spans_are_those_of_each(case):
    document = applied(case)
    places = list(range(len(document.text) + 1))
    assert document.offsets.to_raw_starts(places) == [
        document.offsets.to_raw(place).start for place in places
    ]
    within = places[:-1]
    assert document.offsets.to_raw_starts(within) == [
        document.offsets.to_raw(place, place + 1).start for place in within
    ]


@given(edited())
def test_offsets_that_grow_step_by_step_are_those_of_the_trail(case):
    document = applied(case)
    offsets = Offsets.of(())
    for step in document.trail:
        offsets = offsets.then(step)
    assert offsets == document.offsets
