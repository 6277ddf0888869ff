"""A fingerprint stays when lines move, and changes with the rule, the text and what stands around it."""

from collections import Counter

from cleaner.catalogue import RULES
from cleaner.finding import Finding
from cleaner.gate.fingerprint import CONTEXT, compute_fingerprints
from cleaner.text import Span

RULE, OTHER = RULES["hyphenation.broken-word"], RULES["whitespace.trailing"]


def fingerprint(raw: str, *, rule=RULE, replacement: str | None = "", mark: str = "-") -> str:
    """The fingerprint of a finding on the first `mark` of a text."""
    at = raw.index(mark)
    found = Finding(1, 1, rule, Span(at, at + len(mark)), mark, replacement, {}, "stage", 1)
    [made] = compute_fingerprints(raw, [found], Counter())
    return made


def test_lines_that_move_and_spaces_change_nothing():
    line = "For the board it is a matter of secu-rity, which the harbour needs."
    assert fingerprint("A new line.\n" * 9 + line) == fingerprint(line)
    assert fingerprint(line.replace(" ", "\n")) == fingerprint(line)


def test_text_further_away_than_the_context_is_no_part_of_it():
    near = "b" * CONTEXT + "-" + "c" * CONTEXT
    assert fingerprint(near) == fingerprint("x" + near + "y")
    assert fingerprint(near) != fingerprint(near[1:])
    assert fingerprint(near) != fingerprint(near[:-1])


def test_rule_and_replacement_are_parts_of_it():
    made = {
        fingerprint("secu-rity"),
        fingerprint("secu-rity", rule=OTHER),
        fingerprint("secu-rity", replacement="x"),
        fingerprint("secu-rity", mark="u-"),
    }
    assert len(made) == 4
    assert fingerprint("secu-rity", replacement=None) == fingerprint("secu-rity")


def test_findings_alike_are_numbered_through_all_texts_of_a_file():
    seen: Counter[str] = Counter()
    found = Finding(1, 1, RULE, Span(4, 5), "-", "", {}, "stage", 1)
    made = [
        *compute_fingerprints("secu-rity", [found, found], seen),
        *compute_fingerprints("secu-rity", [found], seen),
    ]
    assert [name.rpartition(":")[2] for name in made] == ["1", "2", "3"]
    assert len({name.rpartition(":")[0] for name in made}) == 1


def test_a_lone_surrogate_has_one_too():
    assert fingerprint("se\udc92cu-rity") != fingerprint("secu-rity")
