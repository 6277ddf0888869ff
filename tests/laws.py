"""The laws of one document, each as a check: for property tests, and for the fuzzers of `bench/fuzzing`.

Each raises `AssertionError` with what broke.
"""

from collections import Counter

from cleaner.catalogue import RULES
from cleaner.rule import DECODED
from cleaner.text import find_paragraphs


def list_changes(document):
    """List the edits of a document that change it, each with what it removed."""
    return [
        (edit, removed)
        for step in document.trail
        for edit, removed in zip(step.edits, step.removed, strict=True)
        if edit.replacement is not None
    ]


def check_unchanged(document):
    """Law 1, of a document that was clean before: nothing changes it."""
    assert list_changes(document) == [], f"law 1: a second run makes {list_changes(document)[0]}"


def check_undone(document):
    """Law 2, of one document: its text and its trail give the raw text back."""
    assert document.undo() == document.raw, "law 2: the trail does not undo to the raw text"


def check_inserted(document):
    """Law 3: a rule inserts only what it declares."""
    for edit, removed in list_changes(document):
        allowed = RULES[edit.rule].inserts
        if allowed != DECODED:
            new = Counter(edit.replacement) - Counter(removed)
            assert set(new) <= set(allowed), f"law 3: {edit} inserts what {edit.rule} does not declare"


def check_mapped(document):
    """Law 4: paragraphs map to raw spans that increase, are disjoint, and none of them empty."""
    last = 0
    offsets = document.offsets
    for span in find_paragraphs(document.text):
        raw = offsets.to_raw(span.start, span.end)
        assert last <= raw.start < raw.end <= len(document.raw), (
            f"law 4: {span} comes from {raw} after {last}"
        )
        last = raw.end


def check_silent(document):
    """Law 10: a text without an edit or a report comes out as it went in."""
    if not any(step.edits for step in document.trail):
        assert document.text == document.raw, "law 10: a text without a finding comes out as another"


def check_document(document):
    """Check all laws that are about one document by itself."""
    check_undone(document)
    check_inserted(document)
    check_mapped(document)
    check_silent(document)
