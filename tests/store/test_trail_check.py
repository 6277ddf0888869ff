"""The trail adds up to what the records say, and names partners that are in the output."""

import msgspec
import pytest

from cleaner.store import trail
from cleaner.store.archive import Archive
from cleaner.store.damage import Damage
from cleaner.store.manifest import RuleCount
from cleaner.store.missing_partners import open_partner_table
from cleaner.store.root import Root
from cleaner.store.trail_check import TrailCheck, find_missing_partners
from cleaner.text import Edit
from tests.store.handmade_items import CUT, make_item, make_place
from tests.store.test_document_stream import ITEMS, TRAIL, write

RULES = {"test.rule": RuleCount(edits=3, characters_removed=12, characters_inserted=0, reports=0)}


@pytest.fixture
def partners():
    with open_partner_table() as table:
        yield table


def check(folder, corpus_manifest, partners):
    """The damage, and whether the trail could be read."""
    trail_check = TrailCheck(Archive(Root.open(folder), corpus_manifest, {}), partners)
    return list(trail_check.find_damage()), trail_check.is_readable


def test_a_trail_that_adds_up_has_no_damage(tmp_path, partners):
    corpus_manifest = msgspec.structs.replace(write(tmp_path), rules=RULES)
    assert check(tmp_path, corpus_manifest, partners) == ([], True)


def test_other_sums_by_rule_are_damage(tmp_path, partners):
    damage = Damage(trail.FOLDER, "holds other numbers of edits by rule than the manifest")
    assert check(tmp_path, write(tmp_path), partners) == ([damage], True)


def test_a_document_with_other_characters_is_named(tmp_path, partners):
    record = msgspec.structs.replace(ITEMS[0].record, characters_removed=5, characters_inserted=1)
    items = [ITEMS[0]._replace(record=record), *ITEMS[1:]]
    corpus_manifest = msgspec.structs.replace(write(tmp_path, files=(items,)), rules=RULES)
    damage = Damage("a", "lost 4 and gained 0 characters by the trail, not 5 and 1")
    assert check(tmp_path, corpus_manifest, partners) == ([damage], True)


def test_what_cannot_be_read_is_damage_once(tmp_path, partners):
    corpus_manifest = write(tmp_path)
    (tmp_path / TRAIL).write_bytes(b"")
    damages, is_readable = check(tmp_path, corpus_manifest, partners)
    assert Damage(TRAIL, f"{tmp_path / TRAIL} is not as it was written") in damages and not is_readable
    assert trail.FOLDER not in {damage.name for damage in damages}


def test_a_line_that_is_no_edit_is_damage_of_its_document_alone(tmp_path, partners):
    line = b'{"document":"a","round":"x"}\n'
    corpus_manifest = write(tmp_path, trail_items=[ITEMS[0]._replace(trail_lines=line), *ITEMS[1:]])
    [damage], is_readable = check(tmp_path, corpus_manifest, partners)
    assert damage.name == trail.FOLDER and damage.problem.startswith("a: a line is damaged")
    assert not is_readable


def test_damage_of_a_record_hides_none_of_another_in_its_file(tmp_path, partners):
    names = [f"a.jsonl:{number}" for number in (1, 2, 3)]
    items = [make_item(name, "one two", [CUT], place=make_place(n)) for n, name in enumerate(names, 1)]
    lines = [b'{"document":"%s","round":"x"}\n' % name.encode() for name in names]
    damaged = [item._replace(trail_lines=line) for item, line in zip(items, lines, strict=True)]
    corpus_manifest = write(tmp_path, files=(items,), trail_items=[damaged[0], items[1], damaged[2]])
    damages, _ = check(tmp_path, corpus_manifest, partners)
    assert [damage.problem.partition(": ")[0] for damage in damages] == [names[0], names[2]]


@pytest.mark.parametrize(("partner", "missing"), [("b:1", False), ("x:1", True)])
@pytest.mark.parametrize("outside", [False, True])
def test_a_partner_must_be_in_the_output_unless_it_can_be_of_another_corpus(
    tmp_path, partners, partner, missing, outside
):
    drop = Edit(0, 4, "", "test.rule", {"partner": partner})
    note = Edit(4, 5, None, "test.rule", {"partner": "y:1"})  # it removed nothing: its partner may be gone
    items = [make_item("a", "one two", [drop, note]), ITEMS[1]]
    corpus_manifest = write(tmp_path, files=(items,), trail_items=items, outside=outside)
    check(tmp_path, corpus_manifest, partners)
    damages = list(find_missing_partners(Archive(Root.open(tmp_path), corpus_manifest, {}), partners))
    expected = [Damage("a", f"lost a duplicate of {partner}, which is not there")]
    assert damages == (expected if missing and not outside else [])
