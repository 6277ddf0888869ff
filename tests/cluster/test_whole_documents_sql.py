"""The definition in SQL says what the one in numpy says."""

import random
from pathlib import Path

import numpy as np
import pytest

from cleaner.duplicates.verdicts import Comparison, Resemblance
from cleaner.duplicates.whole_documents import find_kept_forms, find_whole_documents
from tests.cluster.conftest import LOOPBACK

SAME = Comparison(1.0, 1.0, "duplicate", "the same text")
COLUMNS = "(document, kept_form, short, dropped, size)"


@pytest.fixture
def cluster(spark, tmp_path: Path):
    from cleaner.cluster.session import start

    session = start("local[2]", LOOPBACK, tmp_path / "scratch")
    yield session
    session.stop()


def corpus(seed: int) -> tuple[list[int], np.ndarray, list[Resemblance], np.ndarray]:
    """Documents of one to three paragraphs, few forms of which there are, and drops as a pass makes them."""
    draw = random.Random(seed)
    documents = [number for number in range(40) for _ in range(draw.choice((1, 2, 2, 3)))]
    # A form below 3 is a short paragraph, which is never dropped.
    chosen = [draw.randrange(9) for _ in documents]
    first = {form: chosen.index(form) for form in chosen}
    drops = [
        Resemblance(number, first[form], "duplicates.exact", SAME)
        for number, form in enumerate(chosen)
        if form > 2 and number != first[form] and draw.random() < 0.9
    ]
    forms = np.array([first[form] for form in chosen], np.uint32)
    return documents, forms, drops, np.array([form < 3 for form in chosen])


def test_of_random_corpora(cluster):
    from cleaner.cluster.whole_documents_sql import find_whole_documents as find_in_tables

    found = 0
    for seed in range(3):
        documents, forms, drops, short = corpus(seed)
        reference = 5 * seed
        column = np.array(documents)
        first = int(np.count_nonzero(column < reference))
        expected = find_whole_documents(column, forms, drops, lambda asked, short=short: short[asked], first)
        kept = find_kept_forms(forms, drops)
        sizes = [documents.count(document) for document in documents]
        rows = zip(documents, kept.forms.tolist(), short.tolist(), kept.dropped.tolist(), sizes, strict=True)
        values = ", ".join(f"({d}l, {form}l, {s}, {gone}, {size})" for d, form, s, gone, size in rows)
        members = cluster.sql(f"select * from values {values} as members {COLUMNS}")
        rows = cluster.collect("whole documents", find_in_tables(cluster, members, reference))
        assert {(row.document, row.partner) for row in rows} == {tuple(drop) for drop in expected}
        found += len(expected)
    assert found > 10
