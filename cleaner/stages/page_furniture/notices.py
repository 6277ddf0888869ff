"""Notices that a publisher's server prints on each page: where it was taken from, by whom, when."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from cleaner.stages.page_furniture.page_evidence import PageEvidence
from cleaner.stages.page_furniture.page_numbers import WIDEST
from cleaner.structure import marks
from cleaner.structure.running_lines import LEAST

VERBS: Final = (
    "downloaded|retrieved|printed|heruntergeladen|téléchargé|descargado|scaricato|baixado|gedownload"
)
_FROM: Final = "from|by|at|von|depuis|de|da|van"
_HOST: Final = r"(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}\S*)"
_DATE: Final = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}\.? (?:de )?\w+\.? (?:de )?\d{4}|\w+\.? \d{1,2}, \d{4})"
)
_TIME: Final = r"(?:,? (?:at |um |à )?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?: ?[AP]M)?(?: [A-Z]{2,4})?)?"
NOTICE: Final = re.compile(
    rf"(?i:{VERBS}) (?:{_FROM}) (?:\S+ ){{0,4}}?{_HOST}"
    rf"(?:(?P<when>(?: [^\s.,;]+){{0,6}},? {_DATE}{_TIME})(?P<rest>[.,;]? \S.{{0,80}})?| \D{{1,80}})?"
)


def find_notices(evidence: PageEvidence) -> dict[int, int]:
    """Return the lines that are such a notice and nothing else, and how often each recurs.

    One without a date counts where it recurs page after page: it may be an instruction. So does one that says
    more behind its date: it may be a sentence.
    """
    found = {
        place: match
        for place, line in enumerate(evidence.lines)
        if line.shape.cells <= WIDEST
        and not line.has(marks.LOWER)
        and (match := NOTICE.fullmatch(evidence.read(place)))
    }
    times = Counter(map(evidence.strip, found))
    return {
        place: times[evidence.strip(place)]
        for place, match in found.items()
        if (match["when"] and not match["rest"]) or times[evidence.strip(place)] >= LEAST
    }
