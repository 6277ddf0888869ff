"""A document is rebuilt from its clean or its raw text, or what is wrong with it is said."""

import msgspec
import pytest

from cleaner.errors import DamageError
from cleaner.store.archived_document import (
    ArchivedDocument,
    encode_raw,
    rebuild_from_clean,
    rebuild_from_raw,
)
from cleaner.text import Edit
from tests.store.handmade_items import CUT, make_item

RAW = "one two three"
ITEM = make_item("a", RAW, [CUT, Edit(7, 8, "-", "test.rule")])
CLEAN = "two-three"


def with_record(item, **values):
    return item._replace(record=msgspec.structs.replace(item.record, **values))


@pytest.mark.parametrize(("rebuild", "text"), [(rebuild_from_clean, CLEAN), (rebuild_from_raw, RAW)])
def test_a_document_is_the_same_from_either_text(rebuild, text):
    entry = rebuild(ITEM, text)
    assert (entry.name, entry.document.raw, entry.document.text) == ("a", RAW, CLEAN)
    assert encode_raw(ITEM.record, entry) == RAW.encode()


@pytest.mark.parametrize(("rebuild", "text"), [(rebuild_from_clean, ""), (rebuild_from_raw, RAW)])
def test_a_dropped_document_has_no_clean_text(rebuild, text):
    item = make_item("a", RAW, [Edit(0, len(RAW), "", "test.rule")], status="dropped")
    assert rebuild(item, text).document.raw == RAW


def test_a_trail_that_leaves_text_of_a_dropped_document_is_damage():
    with pytest.raises(DamageError, match="the trail does not fit the text"):
        rebuild_from_raw(make_item("a", RAW, [CUT], status="dropped"), RAW)


def test_another_clean_text_is_damage():
    with pytest.raises(DamageError, match="its text is not as it was written"):
        rebuild_from_clean(ITEM, "two-four")


def test_a_text_of_a_document_without_output_is_damage():
    with pytest.raises(DamageError, match="its text is not as it was written"):
        rebuild_from_clean(make_item("a", RAW, status="dropped"), RAW)


@pytest.mark.parametrize("raw", ["own two three", "one"])
def test_another_raw_text_is_damage(raw):
    """Of the same length, where what was removed differs; and one that ends before the edits."""
    with pytest.raises(DamageError, match="the trail does not fit the text"):
        rebuild_from_raw(ITEM, raw)


def test_damage_of_the_trail_names_the_document_and_the_stage():
    """The raw text ends before the edit of this stage; the line of the trail is cut off."""
    with pytest.raises(DamageError, match=r"does not fit the text: test, test\.rule: edit 0:4"):
        rebuild_from_raw(ITEM, "one")
    with pytest.raises(DamageError, match=r"^a: a line is damaged"):
        rebuild_from_raw(ITEM._replace(trail_lines=ITEM.trail_lines[:-9]), RAW)


def test_a_raw_text_whose_clean_text_is_not_the_one_of_the_record_is_damage():
    with pytest.raises(DamageError, match="its text is not as it was written"):
        rebuild_from_raw(with_record(ITEM, sha256_clean="0"), RAW)


@pytest.mark.parametrize("values", [{"sha256_raw": "0"}, {"bytes_raw": 1}, {"encoding": "utf-16"}])
def test_raw_bytes_that_are_not_those_of_the_record_are_damage(values):
    item = with_record(ITEM, **values)
    with pytest.raises(DamageError, match="what is rebuilt is not what was read"):
        encode_raw(item.record, rebuild_from_clean(item, CLEAN))


@pytest.mark.parametrize("encoding", ["", "nope", "hex", "punycode"])
@pytest.mark.parametrize(("rebuild", "text"), [(rebuild_from_clean, CLEAN), (rebuild_from_raw, RAW)])
def test_an_encoding_that_is_none_is_damage(rebuild, text, encoding):
    with pytest.raises(DamageError, match=f"there is no encoding '{encoding}'"):
        rebuild(with_record(ITEM, encoding=encoding), text)


def test_a_patch_that_is_no_hexadecimal_number_is_damage():
    item = with_record(ITEM, patches=[(0, 1, "zz")])
    with pytest.raises(DamageError, match="the raw bytes cannot be rebuilt: non-hexadecimal"):
        encode_raw(item.record, rebuild_from_raw(item, RAW))


def test_damage_is_raised_with_the_name_when_the_document_is_needed():
    damaged = ArchivedDocument(ITEM, None, DamageError("its text is gone", remedy="look for it"))
    with pytest.raises(DamageError, match="a: its text is gone") as caught:
        damaged.get_entry()
    assert caught.value.remedy == "look for it"


def test_a_document_in_quarantine_has_no_entry_and_no_damage():
    assert ArchivedDocument(ITEM, in_quarantine=True).get_entry() is None
