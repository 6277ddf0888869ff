"""The manifest goes out and comes back; what does not add up is damage."""

import json

import pytest

from cleaner.errors import DamageError
from cleaner.store import manifest
from cleaner.store.manifest import DocumentRecord, Manifest, RuleCount


def record(name="a.txt", **changes):
    told = {"characters_raw": 10, "characters_removed": 3, "characters_inserted": 1, "characters_clean": 8}
    return DocumentRecord(name=name, **{"status": "written", **told, **changes})


def whole(*documents):
    return Manifest(
        format=manifest.FORMAT,
        version="1",
        configuration={"select": ["a"]},
        configuration_sha256="0",
        roots=["seeds"],
        skipped={".pdf": 2},
        counts=manifest.count_documents(documents),
        rules={"a.b": RuleCount(1, 3, 1, 0)},
        trail_sha256={},
        documents=list(documents),
    )


def test_a_manifest_comes_back_as_it_went_out():
    made = whole(record(), record("b\udc92.txt", status="dropped", partner="a.txt", paragraphs_duplicate=2))
    assert manifest.decode(made.encode()) == made


def test_counts_are_sums():
    counts = manifest.count_documents(
        [record(), record("q", status="quarantined"), record("d", status="dropped")]
    )
    assert (
        counts.documents_found
        == 3
        == (counts.documents_written + counts.documents_dropped + counts.documents_quarantined)
    )
    assert (
        counts.characters_clean
        == 24
        == (counts.characters_raw - counts.characters_removed + counts.characters_inserted)
    )


def test_a_document_whose_characters_do_not_add_up_is_damage():
    with pytest.raises(DamageError, match=r"a\.txt: characters do not add up"):
        manifest.count_documents([record(characters_clean=9)])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda told: told.pop("roots"), "damaged or not ours"),
        (lambda told: told.update(format=99), "format 99"),
        (lambda told: told["counts"].update(documents_found=7), "do not add up"),
        (lambda told: told["documents"][0].update(status="lost"), "damaged or not ours"),
    ],
)
def test_a_changed_manifest_is_damage(change, complaint):
    told = json.loads(whole(record()).encode())
    change(told)
    with pytest.raises(DamageError, match=complaint):
        manifest.decode(json.dumps(told).encode())


def test_no_json_is_damage():
    with pytest.raises(DamageError, match="damaged or not ours"):
        manifest.decode(b"{")


@pytest.mark.parametrize("name", ["a.txt", "b\udc92.txt", "two halves \ud83d\ude00"])
def test_a_record_comes_back_from_its_line(name):
    line = manifest.encode_record(record(name))
    assert b"\n" not in line and manifest.decode_record(line) == record(name)
