"""Documents that stand whole in earlier ones, where there are many of them."""

import numpy as np
import pytest

from cleaner.duplicates import whole_documents as wholes
from cleaner.duplicates.verdicts import Comparison, Resemblance


class Counted(dict[int, int]):
    """Counts the questions."""

    asked = 0

    def __getitem__(self, key: int) -> int:
        Counted.asked += 1
        return super().__getitem__(key)


def test_a_flood_of_copies_is_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    count, each = 300, 3
    found = wholes._order
    monkeypatch.setattr(wholes, "_order", lambda *columns: Counted(found(*columns)))
    monkeypatch.setattr(Counted, "asked", 0)
    documents = np.repeat(np.arange(count), each)
    forms = np.tile(np.arange(each, dtype=np.uint32), count)
    same = Comparison(1.0, 1.0, "duplicate", "the same text")
    drops = [Resemblance(place, place % each, "duplicates.exact", same) for place in range(each, len(forms))]
    gone = wholes.find_whole_documents(documents, forms, drops, lambda asked: np.zeros(len(asked), bool), 0)
    assert [(drop.document, drop.partner_document) for drop in gone] == [(n, 0) for n in range(1, count)]
    assert Counted.asked < 10 * count
