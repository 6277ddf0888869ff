"""Notices that a publisher's server prints on each page: where it was taken from, by whom, when."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from cleaner.stages.page_furniture.page_evidence import PageEvidence
from cleaner.stages.page_furniture.page_numbers import WIDEST
from cleaner.structure.running_lines import LEAST

VERBS: Final = (
    "downloaded|retrieved|printed|heruntergeladen|téléchargé|descargado|scaricato|baixado|gedownload"
)
_FROM: Final = "from|by|at|von|depuis|de|da|van"
_HOST: Final = r"(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}\S*)"
NOTICE: Final = re.compile(
    rf"(?:{VERBS}) (?:{_FROM}) (?:\S+ ){{0,4}}?{_HOST}(?:(?P<when>.{{0,80}}\d.{{0,80}})| \D{{1,80}})?",
    re.IGNORECASE,
)


def find_notices(evidence: PageEvidence) -> dict[int, int]:
    """Return the lines that are such a notice and nothing else, and how often each recurs.

    One without a date counts where it recurs page after page: it may be an instruction.
    """
    found = {
        place: match
        for place, line in enumerate(evidence.lines)
        if line.shape.cells <= WIDEST and (match := NOTICE.fullmatch(evidence.read(place)))
    }
    times = Counter(map(evidence.strip, found))
    return {
        place: times[evidence.strip(place)]
        for place, match in found.items()
        if match["when"] or times[evidence.strip(place)] >= LEAST
    }
