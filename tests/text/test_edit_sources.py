"""Edits from a pattern and from an opaque fixer apply to exactly what the fixer makes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import Document, find_line_edits, find_pattern_edits, find_runs_between


@given(st.text(alphabet="abc \n\r", max_size=40))
def test_a_rewrite_is_what_the_fixer_makes_of_each_line(text):
    def fix(line: str) -> str:
        return line.replace("ab", "c").replace("ca", "bbb")

    expected = re.sub(r"[^\r\n]+", lambda match: fix(match.group()), text)
    assert Document.of(text).apply("t", find_line_edits(fix, text, "t.r")).text == expected


KEPT = re.compile("[ab]+")


@given(st.text(alphabet="abxy", max_size=30), st.text(alphabet="abxy", max_size=30))
def test_runs_between_anchors_cover_every_difference(old, new):
    made, position = "", 0
    for here, there in find_runs_between(KEPT, old, new):
        made += old[position : here.start] + new[there.start : there.end]
        position = here.end
    assert made + old[position:] == new


@given(st.lists(st.sampled_from(["a", "ab", "bba"]), max_size=6), st.data())
def test_a_copy_between_anchors_is_never_paired_with_another(anchors, data):
    between = st.text(alphabet="xy", max_size=4)
    old = [data.draw(between) + anchor for anchor in anchors]
    new = [data.draw(between) + anchor for anchor in anchors]
    touched = [(here.start, here.end) for here, _ in find_runs_between(KEPT, "".join(old), "".join(new))]
    if KEPT.findall("".join(old)) == KEPT.findall("".join(new)) == anchors:
        assert not any(character in "ab" for start, end in touched for character in "".join(old)[start:end])


def test_each_run_is_placed_behind_all_anchors_before_it():
    assert list(find_runs_between(KEPT, "xaxxbbxab", "yyaybbyyyab")) == [
        ((0, 1), (0, 2)),
        ((2, 4), (3, 4)),
        ((6, 7), (6, 9)),
    ]


def test_a_long_line_is_aligned_in_linear_time():
    old = "x" * 300_000 + "â" + "y" * 300_000
    runs = list(find_runs_between(KEPT, old, old.replace("â", "é")))
    assert [(here.start, here.end) for here, _ in runs] == [(300_000, 300_001)]


def test_one_edit_for_each_changed_run():
    edits = list(find_line_edits(lambda line: line.replace("1", "one"), "1 and 1\nno", "t.r"))
    assert [(e.start, e.end, e.replacement) for e in edits] == [(0, 1, "one"), (6, 7, "one")]


def test_a_substitution_can_leave_a_match_alone():
    found = find_pattern_edits(
        re.compile("a+"), lambda m: None if len(m.group()) > 1 else "b", "a aa a", "t.r"
    )
    assert [edit.start for edit in found] == [0, 5]


def test_a_substitution_that_changes_nothing_is_no_edit():
    assert list(find_pattern_edits(re.compile("a"), "a", "aaa", "t.r")) == []
