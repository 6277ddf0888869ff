"""The result of a check: findings in order, and which of them fail or are accepted."""

import pytest

from cleaner.catalogue import RULES
from cleaner.finding import Finding
from cleaner.gate.check_result import CheckResult, LocatedFinding, name_text
from cleaner.store.manifest import PagePlace, RecordPlace
from cleaner.text import Span

RULE = RULES["hyphenation.broken-word"]
RECORD = RecordPlace(file="a.jsonl", number=7, field="body", offset=0, length=9)
PAGE = PagePlace(source="a.html", sha256="", bytes=9, extractor="")


def located(*, fails: bool = True, record=None, page=None) -> LocatedFinding:
    finding = Finding(3, 5, RULE, Span(4, 5), "-", "", {}, "hyphenation", 1)
    return LocatedFinding("a.txt", "secu-rity", finding, fails, "f:1", record, page)


@pytest.mark.parametrize(
    ("record", "page", "line", "text"),
    [(None, None, 3, ""), (RECORD, None, 7, "body"), (None, PAGE, None, "text of the page")],
)
def test_a_finding_has_the_line_of_its_file(record, page, line, text):
    found = located(record=record, page=page)
    assert (found.line, found.text) == (line, text)
    assert name_text(record, page) == text


def test_only_findings_that_fail_count_as_failing():
    result = CheckResult(
        {}, [], (located(), located(fails=False)), accepted=(located(),), in_baseline=(located(),)
    )
    assert result.fail_count == 1
    assert result.counts == {RULE.id: 2}
