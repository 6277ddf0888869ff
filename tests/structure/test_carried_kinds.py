"""Cleaning leaves a block of the kind that it is, unless it changes the block or what stands beside it.

What was wrapped is prose once its lines are joined; page numbers, running heads and form feeds say of each
other what they are. Of all else the kind is carried through the offsets.
"""

from hypothesis import HealthCheck, given

from cleaner.config import Configuration
from cleaner.pipeline import UNSTABLE
from cleaner.structure import PROSE, find_structure
from tests.examples import examples
from tests.structure.texts import compose_texts

PIPELINE = Configuration().pipeline


def read_content(text: str) -> list[str]:
    """Read the lines that are not blank, without the white space around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


@examples(400, suppress_health_check=tuple(HealthCheck))
@given(compose_texts())
def test_kinds_are_carried_through_the_offsets(text):
    document = PIPELINE.run(text)
    assert not any(edit.rule == UNSTABLE.id for step in document.trail for edit in step.edits)
    before, after = find_structure(document.raw).blocks, find_structure(document.text).blocks
    if "\f" in text or any(block.kind == "page-furniture" for block in before):
        return
    spans = [document.offsets.to_raw(*block.span) for block in after]
    for place, (span, block) in enumerate(zip(spans, after, strict=True)):
        # From the block above to the block below, and nothing else.
        first, last = place - 1, place + 1
        raw_start, start = (spans[first].start, after[first].span.start) if place else (0, 0)
        ends = (spans[last].end, after[last].span.end) if last < len(after) else (None, None)
        if read_content(document.raw[raw_start : ends[0]]) != read_content(document.text[start : ends[1]]):
            continue
        kinds = {old.kind for old in before if old.span.start < span.end and old.span.end > span.start}
        assert block.kind in kinds or (block.kind in PROSE and kinds & PROSE)
