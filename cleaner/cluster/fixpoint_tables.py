"""From decisions to documents without their duplicates, until neither changes anything: the loop of
`cleaner.duplicates.fixpoint` over tables.

What is known of a paragraph from decision to decision is where it begins in the raw text of its document,
which no change moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cluster import apply_drops, queries
from cleaner.cluster.apply_drops import DROP, STAYS, WHOLE
from cleaner.cluster.candidate_graph import TASK, Corpus, Found, decide
from cleaner.cluster.whole_documents_sql import whole_documents
from cleaner.config import Configuration
from cleaner.corpus.engine import Parts
from cleaner.corpus.overlay import Changes
from cleaner.duplicates.fixpoint import DROPPING, exact
from cleaner.duplicates.rules import NEAR
from cleaner.duplicates.settings import Settings

if TYPE_CHECKING:
    from cleaner.cluster.session import Cluster, Table


@dataclass(frozen=True, slots=True)
class Settled:
    """The corpus without its duplicates, and what the decisions were like."""

    corpus: Corpus
    parts: Parts


@dataclass(frozen=True, slots=True)
class _Rest:
    """What one series of decisions came to: the corpus before the last one and after it, what that said
    (`FOUND` rows), paragraphs that must stay, and the partners of all that was dropped."""

    before: Corpus
    after: Corpus
    found: Found
    rows: Table
    orphans: Table | None
    partners: Table
    changed: bool


def settle(cluster: Cluster, corpus: Corpus, configuration: Configuration, folder: Path) -> Settled:
    """Settles a corpus; documents that change are written to `folder`, which all workers see."""
    return _Settling(cluster, configuration, folder).run(corpus)


class _Settling:
    """One corpus on its way to rest."""

    def __init__(self, cluster: Cluster, configuration: Configuration, folder: Path) -> None:
        self._cluster = cluster
        self._configuration = configuration
        self._folder = folder
        self._settings = configuration.looked_for
        self._round = 0
        self._decisions: list[Found] = []

    def run(self, corpus: Corpus) -> Settled:
        configuration, cluster = self._configuration, self._cluster
        applied = configuration.pipeline.policy.applied
        dropping = self._settings if NEAR.id in applied else exact(self._settings)
        staying = self._accepted(corpus)
        fixed, pinned, loose = staying, staying, False
        while True:
            rest = self._rest(corpus, dropping, pinned)
            if rest.orphans is not None and self._any(rest.orphans):
                told = cluster.sql("select * from {orphans} where edit is not null", orphans=rest.orphans)
                pinned, fixed = self._joined(pinned, rest.orphans), self._joined(fixed, told)
                loose = loose or self._any(rest.orphans, "edit is null")
            elif not loose or not rest.changed:
                break
            else:  # what was pinned for its partner's sake may go from here on, as it would in another run
                partners = cluster.sql(queries.PARTNER_KEYS, partners=rest.partners)
                fixed = self._joined(fixed, partners)
                pinned, corpus, loose = fixed, rest.after, False
        before, rows = rest.before, rest.rows
        if dropping is not self._settings:
            before = rest.after
            _, rows = self._looked(before, self._settings, None)
        if staying is not None:
            rows = self._with_accepted(before, rows, staying)
        after = self._reported(before, rest.after, rows, pinned, dropping=dropping is self._settings)
        return Settled(after, _parts(self._decisions))

    def _rest(self, corpus: Corpus, settings: Settings, pinned: Table | None) -> _Rest:
        cluster = self._cluster
        start = corpus
        partners: Table | None = None
        touched: Table | None = None
        while True:
            found, rows = self._looked(corpus, settings, pinned)
            drops = cluster.sql(queries.PARTNERS.replace("ROUND", str(self._round)), decided=found.decided)
            refused = self._rejected(corpus, rows)
            if refused is not None:
                return _Rest(corpus, corpus, found, rows, refused, self._both(partners, drops), False)
            lost = self._lost(corpus, rows, pinned)
            after, moved = self._changed(corpus, lost)
            now = cluster.sql("select distinct document from {lost}", lost=lost)
            if not moved:
                # In the first pass every partner is kept, and stands as it stood.
                orphans = None
                if partners is not None:
                    orphans = self._orphans(after, partners, self._both(touched, now))
                changed = after is not start
                return _Rest(corpus, after, found, rows, orphans, self._both(partners, drops), changed)
            partners = cluster.kept("partners so far", self._both(partners, drops))
            touched = cluster.kept("documents so far", self._both(touched, now))
            corpus = after

    def _both(self, one: Table | None, other: Table) -> Table:
        if one is None:
            return other
        return self._cluster.sql("select * from {a} union all select * from {b}", a=one, b=other)

    def _looked(self, corpus: Corpus, settings: Settings, pinned: Table | None) -> tuple[Found, Table]:
        """A decision, and what it says of each document."""
        cluster = self._cluster
        self._round += 1
        found = decide(cluster, corpus, settings, pinned)
        self._decisions.append(found)
        members = cluster.sql("select * from {decided} where kind = 'member'", decided=found.decided)
        wholes = whole_documents(cluster, members, corpus.reference)
        return found, self._rows(corpus, found, wholes)

    def _rows(self, corpus: Corpus, found: Found, wholes: Table) -> Table:
        """The rows of `FOUND` of a decision, partners in words."""
        cluster, tasks = self._cluster, self._cluster.share(corpus.tasks)
        decided = found.decided
        query = "select distinct partner member from {decided} where kind <> 'member'"
        wanted = cluster.sql(query, decided=decided)
        asked = cluster.sql(f"select {TASK.format('member')}, member from {{wanted}}", wanted=wanted)
        placing = partial(apply_drops.placed, tasks)
        places = cluster.by_task(asked, "place, member").mapInArrow(placing, apply_drops.PLACED)
        owners = cluster.sql(queries.OWNERS, decided=decided)
        names = cluster.sql(queries.NAMES, wholes=wholes, owners=owners)
        naming = partial(apply_drops.named, tasks)
        named = cluster.by_task(names, "document").mapInArrow(naming, apply_drops.NAMED)
        rows = cluster.sql(
            queries.ROWS, decided=decided, places=places, wholes=wholes, owners=owners, named=named
        )
        return cluster.kept("what was found", rows)

    def _lost(self, corpus: Corpus, rows: Table, pinned: Table | None) -> Table:
        """The documents that lose something, written."""
        cluster = self._cluster
        # A document goes as a whole unless one of its paragraphs stays; so those are told too.
        about = self._about(rows, pinned, f"kind in ({DROP}, {WHOLE})")
        work = partial(apply_drops.lost, cluster.share(corpus.tasks), self._path(), self._configuration)
        return cluster.kept("take out duplicates", about.mapInArrow(work, apply_drops.LOST))

    def _changed(self, corpus: Corpus, lost: Table) -> tuple[Corpus, bool]:
        """The corpus with the documents that were written, and whether the pipeline changed others of their
        paragraphs."""
        done = self._cluster.rows("tasks that changed", self._cluster.sql(queries.CHANGED, lost=lost))
        new = {row.task: Changes(Path(row.frames), Path(row.places)) for row in done}
        if not new:
            return corpus, False
        tasks = tuple(task._replace(changes=new.get(task.number, task.changes)) for task in corpus.tasks)
        return corpus._replace(tasks=tasks), any(row.moved for row in done)

    def _orphans(self, corpus: Corpus, partners: Table, touched: Table) -> Table:
        """The dropped paragraphs whose partner is gone, which only those of a touched document can be."""
        cluster = self._cluster
        latest = cluster.sql(queries.LATEST, partners=partners, touched=touched)
        documents = cluster.sql(
            "select distinct partner_task task, partner_document document from {latest}", latest=latest
        )
        work = partial(apply_drops.standing, cluster.share(corpus.tasks))
        standing = cluster.by_task(documents, "document").mapInArrow(work, apply_drops.STANDING)
        return cluster.kept(
            "partners that went", cluster.sql(queries.ORPHANS, latest=latest, standing=standing)
        )

    def _accepted(self, corpus: Corpus) -> Table | None:
        """The paragraphs that stay whatever they are like."""
        configuration, cluster = self._configuration, self._cluster
        if not configuration.per_path and not configuration.suppressions:
            return None
        work = partial(apply_drops.accepted, cluster.share(corpus.tasks), configuration)
        found = cluster.numbers(len(corpus.tasks)).mapInArrow(work, apply_drops.STANDING)
        query = "select *, cast(null as string) edit from {found}"
        return cluster.kept("paragraphs that are accepted", cluster.sql(query, found=found))

    def _rejected(self, corpus: Corpus, rows: Table) -> Table | None:
        """The paragraphs whose drop a reviewer rejected, if there are any."""
        cluster = self._cluster
        if self._configuration.decisions.named.isdisjoint(DROPPING):
            return None
        work = partial(apply_drops.rejected, cluster.share(corpus.tasks), self._configuration)
        about = self._about(rows, None, f"kind in ({DROP}, {WHOLE})")
        found = cluster.kept("drops that were rejected", about.mapInArrow(work, apply_drops.REJECTED))
        return found if self._any(found) else None

    def _with_accepted(self, before: Corpus, rows: Table, staying: Table) -> Table:
        """The rows, and what would have taken the paragraphs that were accepted."""
        _, free = self._looked(before, self._settings, None)
        told = self._cluster.sql(queries.WITH_ACCEPTED, free=free, staying=staying, rows=rows)
        return self._cluster.kept("what was accepted", told)

    def _reported(
        self, before: Corpus, after: Corpus, rows: Table, pinned: Table | None, *, dropping: bool
    ) -> Corpus:
        """The corpus with what was found and not applied."""
        cluster = self._cluster
        about = self._about(rows, pinned, f"kind <> {STAYS} or edit is not null")
        self._round += 1
        work = partial(
            apply_drops.reported,
            cluster.share(before.tasks),
            cluster.share(after.tasks),
            self._path(),
            self._configuration,
            dropping,
        )
        told = cluster.kept("tell what stays", about.mapInArrow(work, apply_drops.LOST))
        corpus, _ = self._changed(after, told)
        return corpus

    def _about(self, rows: Table, pinned: Table | None, which: str) -> Table:
        """The rows of the documents of which there is such a row, and which of their paragraphs stay."""
        asked = rows if pinned is None else self._cluster.sql(queries.STAYING, rows=rows, pinned=pinned)
        about = self._cluster.sql(queries.ABOUT.replace("WHICH", which), asked=asked)
        return self._cluster.by_task(about, queries.ORDER, order="document")

    def _joined(self, one: Table | None, other: Table) -> Table:
        """Paragraphs that stay, for either reason, each once, with a report where there is one."""
        columns = "task, document, start, edit"
        both = f"select {columns} from {{b}}" + (
            "" if one is None else f" union all select {columns} from {{a}}"
        )
        tables = {"b": other} | ({} if one is None else {"a": one})
        query = f"select task, document, start, max(edit) edit from ({both}) group by task, document, start"
        return self._cluster.kept("paragraphs that stay", self._cluster.sql(query, **tables))

    def _any(self, rows: Table, where: str = "true") -> bool:
        found = self._cluster.sql(f"select 1 from {{rows}} where {where} limit 1", rows=rows)
        return bool(self._cluster.rows("whether any", found))

    def _path(self) -> Path:
        return self._folder / f"changed-{self._round:03}"


def _parts(decisions: Sequence[Found]) -> Parts:
    """What is told of them: the largest part is what a worker must have room for."""
    found = max(decisions, key=lambda found: found.largest)
    return Parts(len(decisions), found.components, found.paragraphs, found.largest, found.rounds)
