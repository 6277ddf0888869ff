"""Summarizes what a run did, in a few lines for people or one for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping

import msgspec

from cleaner.budget import OVER_BUDGET
from cleaner.corpus.engine import PartStatistics
from cleaner.corpus.tally import Tally
from cleaner.report.terminal import escape_text


def summarize(tally: Tally, skipped: Mapping[str, int]) -> Iterator[str]:
    """Yields documents, characters, what each rule did, duplicates by document, who is over the budget, and
    what was skipped."""
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
    yield from _summarize_rules(tally)
    yield from _summarize_duplicates(tally)
    for record in tally.named:
        name = escape_text(record.name, most=4096)
        if record.status == "dropped":
            partner = escape_text(record.partner, most=4096)
            yield f"dropped     {name}: repeats {partner}"
        else:
            yield f"quarantine  {name}: {escape_text(record.problem, most=200)}"
    # A tally names the first documents alone: a summary of a large corpus stays short.
    unnamed = counts.documents_dropped + counts.documents_quarantined - len(tally.named)
    if unnamed > 0:
        yield f"  and {unnamed:,} more documents: see the manifest"
    yield from _summarize_withdrawals(tally)
    if skipped:
        kinds = ", ".join(f"{count} {escape_text(kind)}" for kind, count in skipped.items())
        yield f"skipped     {kinds}: of unknown type"


def summarize_times(seconds: Mapping[str, float]) -> Iterator[str]:
    """Yields where the time went; nothing for a run of less than a second."""
    total = sum(seconds.values())
    if total >= 1:
        most = sorted(seconds.items(), key=lambda item: -item[1])
        shares = ", ".join(
            # Below one percent the shares would only hide the large ones.
            f"{escape_text(name)} {spent / total:.0%}"
            for name, spent in most
            if spent >= total / 100
        )
        yield f"time        {total:,.1f} s of work: {shares}"


def summarize_parts(parts: PartStatistics) -> str:
    """Says into which parts a cluster cut the corpus, to be decided one by one."""
    return (
        f"parts       {parts.parts:,}, the largest of {parts.largest:,} of {parts.paragraphs:,} paragraphs, "
        f"found in {parts.rounds} rounds; decisions: {parts.decisions}"
    )


def summarize_seal(seal: str) -> str:
    """Says the seal of the manifest, by which the folder is known again wherever it goes."""
    return f"seal        {seal}"


def summarize_json(
    tally: Tally, seconds: Mapping[str, float], seal: str, parts: PartStatistics | None = None
) -> str:
    """Returns the summary of a run as one line of JSON. `seal` is that of the manifest."""
    fields: dict[str, object] = {
        "event": "summary",
        "counts": msgspec.structs.asdict(tally.counts),
        "rules": {rule: msgspec.structs.asdict(count) for rule, count in tally.rules.items()},
        "over_budget": [msgspec.structs.asdict(withdrawal) for withdrawal in tally.withdrawals],
        "seconds": {name: round(spent, 3) for name, spent in seconds.items()},
        "exit_code": tally.exit_code,
        "seal": seal,
    }
    if parts is not None:
        fields["parts"] = dataclasses.asdict(parts)
    return json.dumps(fields)


def _summarize_rules(tally: Tally) -> Iterator[str]:
    for rule, count in tally.rules.items():
        parts = []
        # A rule may have only edits or only reports; the other part is left out.
        if count.edits:
            parts.append(f"{count.edits:,} edit{'s' if count.edits > 1 else ''}")
            parts.append(f"-{count.characters_removed:,} +{count.characters_inserted:,} characters")
        if count.reports:
            parts.append(f"{count.reports:,} reported")
        yield f"  {rule:<30} {', '.join(parts)}"


def _summarize_duplicates(tally: Tally) -> Iterator[str]:
    if tally.documents_with_losses:
        total = tally.paragraphs_lost
        documents = f"{tally.documents_with_losses:,} documents"
        yield f"duplicates  {total:,} paragraph{'s' if total > 1 else ''} left {documents}"
        for name, number in tally.largest_losses:
            yield f"  {number:>6,} from {escape_text(name, most=4096)}"
        if tally.documents_with_losses > len(tally.largest_losses):
            yield f"  and from {tally.documents_with_losses - len(tally.largest_losses):,} more documents"


def _summarize_withdrawals(tally: Tally) -> Iterator[str]:
    """Says which documents are over their budget, why, and what to do: a person has to look at them."""
    for name, rules, share, budget in map(msgspec.structs.astuple, tally.withdrawals):
        taken = f"{', '.join(rules)} would take {share:.0%} of its prose, and {budget:.0%} may go"
        yield f"over budget {escape_text(name, most=4096)}: {taken}"
    if not tally.withdrawals:
        return
    count = tally.rules[OVER_BUDGET.id].reports
    if count > len(tally.withdrawals):
        yield f"  and {count - len(tally.withdrawals):,} more documents: see the trail"
    yield "  there these rules are off: look at it, then raise --max-removed or ignore the rules"
