"""The check of the trail against the records: counts by document and by rule, and partners of duplicates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from cleaner.errors import DamageError
from cleaner.store import trail
from cleaner.store.archive import Archive, Partner
from cleaner.store.damage import Damage
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord, RuleCount
from cleaner.store.missing_partners import PartnerTable
from cleaner.text import Edit


class TrailCheck:
    """Checks that the trail adds up to what the records say, by document and by rule.

    Fills `partners` with the partners that removed duplicates name.
    """

    def __init__(self, archive: Archive, partners: PartnerTable) -> None:
        self._archive = archive
        self._partners = partners
        self._unreadable: list[Damage] = []
        self._rule_counts: dict[str, Counter[str]] = {}

    @property
    def is_readable(self) -> bool:
        """Whether all of the trail could be read."""
        return not self._unreadable

    def find_damage(self) -> Iterator[Damage]:
        """Read the trail once, and find what does not add up. What cannot be read comes last."""
        for _, items in self._archive.group_by_file(
            lambda *damage: self._unreadable.append(Damage.of(*damage))
        ):
            for item in items:
                try:
                    edits = _decode_edits(item)
                except DamageError as error:
                    self._unreadable.append(Damage(trail.FOLDER, error.message))
                    continue
                counts = trail.count_edits(edits)
                for rule, count in counts.items():
                    self._rule_counts.setdefault(rule, Counter()).update(count)
                yield from _check_characters(item.record, counts.values())
                _add_partners(item.record, edits, self._partners)
        yield from self._unreadable
        rules = {rule: RuleCount(**count) for rule, count in self._rule_counts.items()}
        # Of a trail that was read in part, the sums are wrong for a reason that is reported already.
        if self.is_readable and rules != self._archive.manifest.rules:
            yield Damage(trail.FOLDER, "holds other numbers of edits by rule than the manifest")


def _decode_edits(item: StreamItem) -> list[Edit]:
    steps = trail.decode(item.trail_lines, item.record.name)
    return [edit for step in steps for edit in step.edits]


def _check_characters(record: DocumentRecord, counts: Iterable[Mapping[str, int]]) -> Iterator[Damage]:
    """Compare the characters of a document's edits with those of its record."""
    removed = sum(count["characters_removed"] for count in counts)
    inserted = sum(count["characters_inserted"] for count in counts)
    if (removed, inserted) != (record.characters_removed, record.characters_inserted):
        yield Damage(
            record.name,
            f"lost {removed:,} and gained {inserted:,} characters by the trail, not "
            f"{record.characters_removed:,} and {record.characters_inserted:,}",
        )


def _add_partners(record: DocumentRecord, edits: Iterable[Edit], partners: PartnerTable) -> None:
    """Add the partners of the duplicates that were removed from a document, not of those only reported."""
    for edit in edits:
        partner = Partner.of(edit.rule, edit.evidence)
        if edit.replacement is not None and partner is not None:
            partners.add(record.name, partner)


def find_missing_partners(archive: Archive, partners: PartnerTable) -> Iterator[Damage]:
    """Find the removed duplicates whose partner is no document of the output.

    Nothing can be said where texts of other corpora can be partners.
    """
    if archive.manifest.outside:
        return
    for record in archive.stream_records(lambda *_: None):
        if record.status == "written":
            partners.mark_written(record.name)
    for name, (partner, line) in partners.find_missing():
        place = partner if line is None else f"{partner}:{line}"
        yield Damage(name, f"lost a duplicate of {place}, which is not there")
