"""The document boundary: what it catches, what it says, and that there is no other."""

import ast
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from cleaner.bug import contain, describe_bug
from cleaner.errors import InputError, StageError, UsageError
from cleaner.text import Document, Edit

PACKAGE = Path(__file__).parent.parent / "cleaner"
BOUNDARIES = {("bug.py", "contain"), ("__main__.py", "main")}
"""The functions that catch every exception: around a document, and around the whole program."""


def fail(error):
    raise error


def break_contract():
    Document.of("a").apply("stage", [Edit(0, 9, "", "a.rule")])


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), MemoryError(), OSError(5)])
def test_every_exception_of_a_document_is_contained(error):
    line = fail.__code__.co_firstlineno + 1
    assert contain(lambda: fail(error), str) == f"{type(error).__name__} in test_bug.py, line {line}"


def test_a_broken_contract_is_named_by_what_was_broken():
    with pytest.raises(StageError) as caught:
        break_contract()
    assert contain(break_contract, str) == str(caught.value)


@pytest.mark.parametrize("error", [InputError("is a FIFO", path="a"), UsageError("no such rule")])
def test_an_error_of_ours_is_no_bug(error):
    with pytest.raises(type(error)):
        contain(lambda: fail(error), lambda bug: bug)


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_the_end_of_the_program_goes_through(end):
    with pytest.raises(end):
        contain(lambda: fail(end()), lambda bug: bug)


def test_a_bug_is_named_by_the_innermost_line_of_this_package():
    with pytest.raises(TypeError) as caught:
        Document.of(None).apply("stage", [Edit(0, 1, "", "a.rule")])  # type: ignore[arg-type]
    assert describe_bug(caught.value).startswith("TypeError in cleaner/text/")


def test_a_bug_in_a_worker_is_named_by_its_place_there():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        error = pool.submit(Document.of, *("one", "two")).exception()
        there = pool.submit(describe_place).exception()
    assert describe_bug(error).startswith("TypeError")
    assert describe_bug(there).startswith("TypeError in cleaner/text/")


def describe_place():
    Document.of(None).apply("stage", [Edit(0, 1, "", "a.rule")])  # type: ignore[arg-type]


def test_an_exception_that_was_never_raised_has_no_place():
    assert describe_bug(UnicodeError("x")) == "UnicodeError"
    assert describe_bug(StageError("x")) == "cleaner.errors.StageError"


def catches_all(handler):
    names = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {""}
    )
    return bool(names & {"", "Exception", "BaseException"})


def reraises(handler):
    """Whether a handler ends by raising what it caught."""
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


def list_functions():
    """Each function of the package with its file, as it is written."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path.relative_to(PACKAGE).as_posix(), node


def test_nothing_else_catches_every_exception():
    found = {
        (path, function.name)
        for path, function in list_functions()
        for node in ast.walk(function)
        if isinstance(node, ast.ExceptHandler) and catches_all(node) and not reraises(node)
    }
    assert found == BOUNDARIES


def test_nothing_suppresses_every_exception():
    for path, function in list_functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and "suppress" in ast.unparse(node.func):
                names = {each.id for each in node.args if isinstance(each, ast.Name)}
                assert not names & {"Exception", "BaseException"}, path
