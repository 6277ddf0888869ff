"""Names and sizes: a class has its name for itself, functions are imperatives, files and functions short."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "cleaner"
FILES = sorted(ROOT.rglob("*.py"))

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40

# Of irregular verbs, without those that are also an imperative or a noun: cut, put, read, set, split.
PARTICIPLE = re.compile(
    "[a-z]{3,}(ed|ing)|bound|bought|brought|built|caught|chosen|done|drawn|driven|fallen|found|given|gone|grown|"
    "held|hidden|kept|known|left|lost|made|meant|met|paid|said|seen|sent|shown|sold|spent|spoken|stolen|sung|taken|"
    "thought|thrown|told|won|worn|written"
)
# End like a participle, and are imperatives, nouns, adjectives or prepositions.
NO_PARTICIPLE = re.compile(
    "blending|bring|during|embed|encoding|exceed|feed|heading|hundred|indeed|meaning|need|nothing|proceed|seed|"
    "spacing|speed|spelling|spring|string|succeed|thing|warning"
)

# Names that are not ours to choose, and public ones that stay.
KEPT = {
    "__missing__": "Python calls it",
    "unused_data": "as zlib's decompressor has it",
    "named": "`Pipeline.named`, of the public library",
    "suspected": "scorers outside the package import it",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def definitions(*kinds: type[ast.stmt]) -> list[tuple[str, ast.stmt]]:
    """The definitions of these kinds in the package, each with its place."""
    return [
        (f"{relative(path)}:{node.lineno}: {node.name}", node)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kinds)
    ]


FUNCTIONS = definitions(ast.FunctionDef, ast.AsyncFunctionDef)


def is_participle(name: str) -> bool:
    """Whether the first word of a function's name is a participle, as in `_told`, `hashed_all`, `missing`."""
    word = name.strip("_").partition("_")[0]
    return bool(PARTICIPLE.fullmatch(word)) and not NO_PARTICIPLE.fullmatch(word)


@pytest.mark.parametrize("name", ["_told", "hashed_all", "missing", "found_here"])
def test_a_participle_is_seen(name):
    assert is_participle(name)


@pytest.mark.parametrize("name", ["find", "embed_all", "string_of", "split", "is_wrapped", "add"])
def test_an_imperative_is_none(name):
    assert not is_participle(name)


def test_no_two_classes_share_a_name():
    homes = defaultdict(list)
    for place, node in definitions(ast.ClassDef):
        homes[node.name.strip("_")].append(place)
    assert [places for places in homes.values() if len(places) > 1] == []


def test_no_function_is_named_by_a_participle():
    """A function says what it does; a predicate asks; a property names what it holds."""
    assert [place for place, node in FUNCTIONS if is_participle(node.name) and node.name not in KEPT] == []


def test_every_name_that_is_kept_is_there():
    assert KEPT.keys() <= {node.name for _, node in FUNCTIONS}


def test_files_are_short():
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_functions_are_short():
    lengths = {place: node.end_lineno - node.lineno + 1 for place, node in FUNCTIONS}
    assert {place: lines for place, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}
