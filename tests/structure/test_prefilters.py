"""What a pattern matches, its quick test lets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.structure import patterns, prefilters
from tests.structure.texts import LINES

STRIPPED = sorted({line.strip() for line in LINES if line.strip()})
KNOWN = """
§ 3 Art. Articles Artículo Section Sec. Abschnitt Clause Статья Стаття Čl. Článek Pasal Madde MADDE المادة
अनुच्छेद 第三条 (4) 4.2 fig. figure Abbildung Tab. Table Chart exhibit Plate illustration Box Photo foto рисунок
табл. şekil الشكل الجدول चित्र 图 表 [illustration Page Seite página pág. strona sida sayfa стр. strana sivu
side
صفحة पृष्ठ - – 12 第 页 downloaded from http://a.b $ % # // /* @a import os a def f( class A: if elif x: else:
fi
done return } </a> <!-- "a": x=1 f() f(x); -a --all `a` [a] apt git SELECT FROM t WHERE x Traceback ( File at
a.b( raise KeyError: +++ a/ @@ diff --git Falk, I. Falk A. A.Falk, (1998) 1998. p. S. 4 Bd. vol. Aufl. et al
doi
eds. Proc. Journal Press Trans. (3) 3:4-5 B and A.&B . .... … _____ ·· ii 7 word. "Word" end!) So it
"""
FRAGMENTS = KNOWN.split()
"""Parts of lines that patterns know."""
TESTS = (
    ("PROVISION", prefilters.may_be_provision),
    ("CAPTION", prefilters.may_be_caption),
    ("PAGE", prefilters.may_be_page),
    ("CODE", lambda text: prefilters.may_be_code(text, len(patterns.SYMBOL.findall(text)))),
    ("AUTHOR", prefilters.may_be_author),
    ("CUT", prefilters.may_be_cut),
    ("CITING", prefilters.may_cite),
    ("LEADER", prefilters.may_lead),
)
SEARCHED = {"CUT", "CITING", "LEADER"}


def check(text: str) -> None:
    for name, may_match in TESTS:
        pattern = getattr(patterns, name)
        found = pattern.search(text) if name in SEARCHED else pattern.match(text)
        assert not found or may_match(text), name


@pytest.mark.parametrize("end", ["", ".", " 12", " word"])
def test_lines_of_our_documents(end):
    for line in STRIPPED:
        check(line + end)


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5), st.sampled_from(["", " "]))
def test_lines_of_what_patterns_know(parts, between):
    check(between.join(parts))


def test_most_lines_of_text_are_let_through_by_none():
    line = "the apples went on holding to every naked bough"
    assert not any(may_match(line) for _, may_match in TESTS)
