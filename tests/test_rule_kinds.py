"""Every rule acts in the kinds of text that it states, and in no other."""

import pytest

from cleaner.pipeline import find_edits
from cleaner.stages import STAGES
from cleaner.structure import KINDS, Hints, Text

PAIRS = [(stage, rule) for stage in STAGES for rule in stage.rules]
_MARKUP = ("tag", "comment", "script", "raised", "entity", "doubtful")
LOOKS_CLOSER = {f"markup.{name}": {"code", "table"} for name in _MARKUP} | {
    "hyphenation.line-break": {"table"},
    "hyphenation.compound-break": {"table"},
    "unwrap.hard-wrap": {"prose"},
    "unwrap.uncertain": {"prose"},
    "unwrap.neighbours": set(KINDS),
    "unwrap.flowed": set(KINDS),
    "page-furniture.page-break": {"page-furniture"},
}
"""Kinds that a rule states and in which its stage looks at more than the kind. The source of a page looks
like code or a table; a caller who says "prose" says that each line is a paragraph, and a text that is all
page furniture has no sentence to bring together. Some rules need a block of another kind beside theirs (the
head of a mail, wrapped prose), which a text named as one kind has not. In a table a
word is broken at a line end in a filled cell alone."""


def find_acts(stage, rule, kind):
    """The edits of a rule in its example, which the caller says is all of a kind, and the text."""
    text = Text(rule.example[0], Hints(kind=kind))
    return text, [edit for edit in find_edits(stage, text) if edit.rule == rule.id]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("stage", "rule"), PAIRS, ids=[rule.id for _, rule in PAIRS])
def test_a_rule_acts_in_its_kinds_and_in_no_other(stage, rule, kind):
    text, edits = find_acts(stage, rule, kind)
    if kind not in rule.kinds:
        # What stands between blocks is of no kind.
        assert not [edit for edit in edits if text.kinds_at(edit)]
    elif kind not in LOOKS_CLOSER.get(rule.id, ()):
        assert edits


@pytest.mark.parametrize(("stage", "rule"), PAIRS, ids=[rule.id for _, rule in PAIRS])
def test_a_rule_leaves_its_example_alone_in_a_fence_unless_it_acts_in_code(stage, rule):
    before = "The example of the manual reads as follows, line by line.\n\n```\n"
    text = Text(f"{before}{rule.example[0].rstrip()}\n```\n\nThat is all there is to it, it says.\n")
    inside = [
        edit for edit in find_edits(stage, text) if edit.rule == rule.id and text.kinds_at(edit) == {"code"}
    ]
    assert "code" in rule.kinds or not inside
