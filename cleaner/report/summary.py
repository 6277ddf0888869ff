"""What a run did, in a few lines for people."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping

import msgspec

from cleaner.corpus.engine import PartStatistics
from cleaner.corpus.tally import Tally
from cleaner.report.terminal import shown


def lines(tally: Tally, skipped: Mapping[str, int]) -> Iterator[str]:
    """Documents, characters, what each rule did, which paragraphs left which documents, what was skipped."""
    counts = tally.counts
    yield (
        f"documents   {counts.documents_found} found, {counts.documents_written} written, "
        f"{counts.documents_dropped} dropped, {counts.documents_quarantined} in quarantine"
    )
    yield (
        f"characters  {counts.characters_raw:,} in, {counts.characters_removed:,} removed, "
        f"{counts.characters_inserted:,} inserted, {counts.characters_clean:,} out"
    )
    yield f"paragraphs  {counts.paragraphs_raw:,} in, {counts.paragraphs_clean:,} out"
    yield from _rules(tally)
    yield from _left(tally)
    for record in tally.named:
        if record.status == "dropped":
            yield f"dropped     {shown(record.name, most=4096)}: repeats {shown(record.partner, most=4096)}"
        else:
            yield f"quarantine  {shown(record.name, most=4096)}: {shown(record.problem, most=200)}"
    unnamed = counts.documents_dropped + counts.documents_quarantined - len(tally.named)
    if unnamed > 0:
        yield f"  and {unnamed:,} more documents: see the manifest"
    if skipped:
        kinds = ", ".join(f"{count} {shown(kind)}" for kind, count in skipped.items())
        yield f"skipped     {kinds}: of unknown type"


def times(seconds: Mapping[str, float]) -> Iterator[str]:
    """Where the time went; nothing of a run that took none to speak of."""
    total = sum(seconds.values())
    if total >= 1:
        most = sorted(seconds.items(), key=lambda item: -item[1])
        told = ", ".join(f"{shown(name)} {spent / total:.0%}" for name, spent in most if spent >= total / 100)
        yield f"time        {total:,.1f} s of work: {told}"


def parted(parts: PartStatistics) -> str:
    """How the corpus was cut into parts that were decided one by one."""
    return (
        f"parts       {parts.parts:,}, the largest of {parts.largest:,} of {parts.paragraphs:,} paragraphs, "
        f"found in {parts.rounds} rounds; decisions: {parts.decisions}"
    )


def json_line(tally: Tally, seconds: Mapping[str, float], parts: PartStatistics | None = None) -> str:
    """The same for programs."""
    told: dict[str, object] = {
        "event": "summary",
        "counts": msgspec.structs.asdict(tally.counts),
        "rules": {rule: msgspec.structs.asdict(count) for rule, count in tally.rules.items()},
        "seconds": {name: round(spent, 3) for name, spent in seconds.items()},
        "exit_code": tally.exit_code,
    }
    if parts is not None:
        told["parts"] = dataclasses.asdict(parts)
    return json.dumps(told)


def _rules(tally: Tally) -> Iterator[str]:
    for rule, count in tally.rules.items():
        did = []
        if count.edits:
            did.append(f"{count.edits:,} edit{'s' if count.edits > 1 else ''}")
            did.append(f"-{count.characters_removed:,} +{count.characters_inserted:,} characters")
        if count.reports:
            did.append(f"{count.reports:,} reported")
        yield f"  {rule:<30} {', '.join(did)}"


def _left(tally: Tally) -> Iterator[str]:
    if tally.documents_with_losses:
        total = tally.paragraphs_lost
        documents = f"{tally.documents_with_losses:,} documents"
        yield f"duplicates  {total:,} paragraph{'s' if total > 1 else ''} left {documents}"
        for name, number in tally.largest_losses:
            yield f"  {number:>6,} from {shown(name, most=4096)}"
        if tally.documents_with_losses > len(tally.largest_losses):
            yield f"  and from {tally.documents_with_losses - len(tally.largest_losses):,} more documents"
