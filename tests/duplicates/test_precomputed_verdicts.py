"""Verdicts that other processes judge are not judged again."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from cleaner.duplicates import decide_texts
from cleaner.duplicates.compare import judge
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.verdicts import Comparison
from tests.duplicates.eager_map import eager_map


def test_verdicts_of_other_processes_are_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*arguments: object) -> Comparison:
        asked.append(arguments)
        return judge(*arguments)

    words = [f"word{number}" for number in range(60)]
    texts = [" ".join([*words[:at], "another", *words[at:], *words[:at]]) for at in range(5, 45, 10)]
    corpus = [text.replace("word", f"of{k}x") for k in range(40) for text in texts[:2]]
    documents = np.arange(len(corpus))
    monkeypatch.setattr(sys.modules["cleaner.duplicates.ordered_pass"], "judge", counted)
    monkeypatch.setattr("cleaner.duplicates.precomputed_verdicts.TOGETHER", 3)
    alone = decide_texts(corpus, documents)
    assert len(alone.drops) + len(alone.notes) == len(asked) == 40
    asked.clear()
    assert decide_texts(corpus, documents, resources=Resources(map=eager_map)) == alone
    assert not asked
