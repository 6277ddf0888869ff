"""The table of partners: which of them are not in the output, and which lines of a document are partners."""

import pytest

from cleaner.store.archive import Partner
from cleaner.store.missing_partners import open_partner_table


@pytest.fixture
def table():
    with open_partner_table() as table:
        yield table


def test_a_partner_that_was_not_written_is_missing_for_each_document_that_names_it(table):
    table.add("b", Partner("a", 3))
    table.add("c", Partner("x", 1))
    table.add("d", Partner("x", None))
    table.mark_written("a")
    assert list(table.find_missing()) == [("c", Partner("x", 1)), ("d", Partner("x", None))]


def test_a_document_that_nobody_names_may_be_written(table):
    table.mark_written("a")
    assert list(table.find_missing()) == []


def test_lines_are_those_of_one_partner_without_whole_documents(table):
    table.add("b", Partner("a", 7))
    table.add("c", Partner("a", None))
    table.add("d", Partner("x", 7))
    table.add("b", Partner("a", 2))
    assert table.find_lines("a") == [("b", 7), ("b", 2)]
    assert table.find_lines("b") == []


def test_names_may_hold_lone_surrogates(table):
    table.add("\udcff.txt", Partner("\ud83d", 1))
    assert table.find_lines("\ud83d") == [("\udcff.txt", 1)]
    assert list(table.find_missing()) == [("\udcff.txt", Partner("\ud83d", 1))]
    table.mark_written("\ud83d")
    assert list(table.find_missing()) == []
