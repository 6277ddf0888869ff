"""What a run did, in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.report.terminal import shown
from cleaner.store.manifest import Manifest


def lines(manifest: Manifest) -> Iterator[str]:
    """Documents, characters, what each rule did, which paragraphs left which documents, what was skipped."""
    counts = manifest.counts
    yield (
        f"documents   {counts.documents_found} found, {counts.documents_written} written, "
        f"{counts.documents_dropped} dropped, {counts.documents_quarantined} in quarantine"
    )
    yield (
        f"characters  {counts.characters_raw:,} in, {counts.characters_removed:,} removed, "
        f"{counts.characters_inserted:,} inserted, {counts.characters_clean:,} out"
    )
    yield f"paragraphs  {counts.paragraphs_raw:,} in, {counts.paragraphs_clean:,} out"
    yield from _rules(manifest)
    yield from _left(manifest)
    for record in manifest.documents:
        if record.status == "dropped":
            yield f"dropped     {shown(record.name, most=4096)}: repeats {shown(record.partner, most=4096)}"
        elif record.status == "quarantined":
            yield f"quarantine  {shown(record.name, most=4096)}: {shown(record.problem, most=200)}"
    if manifest.skipped:
        kinds = ", ".join(f"{count} {shown(kind)}" for kind, count in manifest.skipped.items())
        yield f"skipped     {kinds}: of unknown type"


def _rules(manifest: Manifest) -> Iterator[str]:
    for rule, count in manifest.rules.items():
        did = []
        if count.edits:
            did.append(f"{count.edits:,} edit{'s' if count.edits > 1 else ''}")
            did.append(f"-{count.characters_removed:,} +{count.characters_inserted:,} characters")
        if count.reports:
            did.append(f"{count.reports:,} reported")
        yield f"  {rule:<30} {', '.join(did)}"


def _left(manifest: Manifest) -> Iterator[str]:
    dropped = manifest.paragraphs_dropped
    if dropped:
        total = sum(dropped.values())
        yield f"duplicates  {total:,} paragraph{'s' if total > 1 else ''} left {len(dropped):,} documents"
        most = sorted(dropped.items(), key=lambda item: (-item[1], item[0]))
        for name, number in most[:10]:
            yield f"  {number:>6,} from {shown(name, most=4096)}"
        if len(most) > 10:
            yield f"  and from {len(most) - 10:,} more documents"
