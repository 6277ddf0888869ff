"""A corpus in tables as the fixpoint loop sees it: decisions, pins and links are tables, joined in SQL.

A paragraph is known from decision to decision by its document and by where it begins in the raw text, which
no edit changes. What is done to a document, a worker does (`cleaner.cluster.apply_drops`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Self

from cleaner.cluster import apply_drops, queries
from cleaner.cluster.apply_drops import DROP, STAYS, WHOLE
from cleaner.cluster.candidate_graph import TASK, ComponentDecision, TaskCorpus, decide
from cleaner.cluster.whole_documents_sql import find_whole_documents
from cleaner.config import Configuration
from cleaner.corpus.engine import PartStatistics
from cleaner.corpus.overlay import OverlayFiles
from cleaner.duplicates.fixpoint import remove_duplicates
from cleaner.duplicates.rules import NEAR, REMOVING
from cleaner.duplicates.settings import Settings
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile

if TYPE_CHECKING:
    from cleaner.cluster.session import Cluster, Table


def clean_corpus(
    cluster: Cluster, corpus: TaskCorpus, configuration: Configuration, folder: ScratchFile
) -> tuple[TaskCorpus, PartStatistics]:
    """Returns the corpus without its duplicates, and statistics of its decisions.

    Documents that change are written to `folder`, which all workers see.
    """
    run = TableRun(cluster, configuration, folder)
    near_stay = NEAR.id not in configuration.pipeline.policy.applied
    corpus = remove_duplicates(TableView(run, corpus), configuration.duplicate_settings, near_stay=near_stay)
    return corpus, _summarize(run.decisions)


class TableRun:
    """What all views of one run share: the session, the options, and a list of the decisions so far."""

    def __init__(self, cluster: Cluster, configuration: Configuration, folder: ScratchFile) -> None:
        self.cluster = cluster
        self.configuration = configuration
        self.decisions: list[ComponentDecision] = []
        self._folder = folder
        self._numbers = count(1)

    @property
    def scratch(self) -> Root:
        """The scratch folder of the run."""
        return self._folder.root

    def new_folder(self) -> ScratchFile:
        """Returns a folder for documents that change: another each time, as earlier files are still read."""
        return self._folder.below(f"changed-{next(self._numbers):03}")


@dataclass(frozen=True, slots=True)
class TablePins:
    """`cleaner.duplicates.fixpoint.PinSet` as a table: `task`, `document`, `start`, and in `edit` the report
    of a rejected drop as JSON. None is a set that is empty for certain, and costs no query."""

    cluster: Cluster
    table: Table | None = None

    def union(self, other: Self) -> Self:
        """The pins of both, each once; a report is kept where either has one."""
        tables = {name: pins.table for name, pins in (("a", self), ("b", other)) if pins.table is not None}
        if not tables:
            return self
        union = " union all ".join(f"select {queries.PIN} from {{{name}}}" for name in tables)
        query = f"select task, document, start, max(edit) edit from ({union}) group by task, document, start"
        return replace(
            self, table=self.cluster.materialize("paragraphs that stay", self.cluster.sql(query, **tables))
        )

    def difference(self, other: Self) -> Self:
        """The pins that the other has not."""
        if self.table is None or other.table is None:
            return self
        # Nothing new was pinned: the common case, which ends the loop without a query.
        if self.table is other.table:
            return replace(self, table=None)
        return replace(self, table=self.cluster.sql(queries.DIFFERENCE, a=self.table, b=other.table))

    def rejections(self) -> Self:
        """The pins with a report."""
        if self.table is None:
            return self
        query = "select * from {pins} where edit is not null"
        return replace(self, table=self.cluster.sql(query, pins=self.table))

    def is_empty(self) -> bool:
        """Whether nothing is pinned."""
        if self.table is None:
            return True
        found = self.cluster.sql("select 1 from {pins} limit 1", pins=self.table)
        return not self.cluster.collect("whether any", found)


@dataclass(frozen=True, slots=True)
class TableDecision:
    """A decision: `decided` has the columns of `decide_component.DECIDED`, `rows` says the same in the words
    that go to documents (`apply_drops.FOUND`). `pins` are those that it was made with."""

    decided: Table
    rows: Table
    pins: TablePins


@dataclass(frozen=True, slots=True)
class TableView:
    """`cleaner.duplicates.fixpoint.View` of a corpus in tables.

    `touched` has the numbers (`document`) of those that lost something; None where none did.
    """

    run: TableRun
    corpus: TaskCorpus
    touched: Table | None = None

    @property
    def _cluster(self) -> Cluster:
        return self.run.cluster

    def find_suppressed(self) -> TablePins:
        """The paragraphs that a suppression or the options of their path keep."""
        configuration, cluster = self.run.configuration, self._cluster
        # Else every document would be read to find that there is none.
        if not configuration.per_path and not configuration.suppressions:
            return TablePins(cluster)
        work = partial(apply_drops.list_suppressed, cluster.broadcast(self.corpus.tasks), configuration)
        found = cluster.number_tasks(len(self.corpus.tasks)).mapInArrow(work, apply_drops.STANDING)
        query = "select *, cast(null as string) edit from {found}"
        return TablePins(
            cluster, cluster.materialize("paragraphs that are suppressed", cluster.sql(query, found=found))
        )

    def decide(self, settings: Settings, pins: TablePins | None = None) -> TableDecision:
        """One decision over all paragraphs."""
        cluster = self._cluster
        pins = pins or TablePins(cluster)
        found = decide(cluster, self.corpus, settings, pins.table)
        self.run.decisions.append(found)
        members = cluster.sql("select * from {decided} where kind = 'member'", decided=found.decided)
        wholes = find_whole_documents(cluster, members, self.corpus.reference)
        return TableDecision(found.decided, self._rows(found.decided, wholes), pins)

    def _rows(self, decided: Table, wholes: Table) -> Table:
        """A decision as rows of `FOUND`: partners by their place or name, as a reader sees them.

        Places and names stand in the documents of the partners, which are other tasks' than the documents
        that lose something. So they are read first, task by task, and joined.
        """
        cluster, tasks = self._cluster, self._cluster.broadcast(self.corpus.tasks)
        query = "select distinct partner member from {decided} where kind <> 'member'"
        partners = cluster.sql(query, decided=decided)
        located = cluster.sql(f"select {TASK.format('member')}, member from {{partners}}", partners=partners)
        read_places = partial(apply_drops.read_places, tasks)
        places = cluster.partition_by_task(located, "place, member").mapInArrow(
            read_places, apply_drops.PLACED
        )
        owners = cluster.sql(queries.OWNERS, decided=decided)
        documents = cluster.sql(queries.NAMES, wholes=wholes, owners=owners)
        read_names = partial(apply_drops.read_names, tasks)
        names = cluster.partition_by_task(documents, "document").mapInArrow(read_names, apply_drops.NAMED)
        rows = cluster.sql(
            queries.ROWS, decided=decided, places=places, wholes=wholes, owners=owners, named=names
        )
        return cluster.materialize("what was found", rows)

    def find_rejected(self, decision: TableDecision) -> TablePins:
        """The paragraphs that the decision drops and a reviewer wants to keep."""
        cluster = self._cluster
        # Without a mark on a drop there is no rejected one, and no document need be read.
        if self.run.configuration.decisions.rule_ids.isdisjoint(REMOVING):
            return TablePins(cluster)
        work = partial(
            apply_drops.list_rejected, cluster.broadcast(self.corpus.tasks), self.run.configuration
        )
        rows = self._select(decision.rows, f"kind in ({DROP}, {WHOLE})")
        found = rows.mapInArrow(work, apply_drops.REJECTED)
        return TablePins(cluster, cluster.materialize("drops that were rejected", found))

    def apply(self, decision: TableDecision) -> tuple[Self, bool]:
        """The corpus without what the decision drops, and whether the pipeline changed other paragraphs."""
        cluster = self._cluster
        # The pinned paragraphs of a document come with it: it does not go as a whole if one is pinned.
        rows = self._select(decision.rows, f"kind in ({DROP}, {WHOLE})", decision.pins)
        tasks, folder = cluster.broadcast(self.corpus.tasks), self.run.new_folder()
        work = partial(apply_drops.take_out, tasks, folder, self.run.configuration)
        lost = cluster.materialize("take out duplicates", rows.mapInArrow(work, apply_drops.LOST))
        after, pipeline_changed_more = self._with_changes(lost)
        touched = cluster.sql("select document from {lost}", lost=lost)
        if self.touched is not None:
            touched = cluster.sql(queries.BOTH, a=self.touched, b=touched)
        return (self if after is self else replace(after, touched=touched)), pipeline_changed_more

    def link_drops(self, decision: TableDecision) -> Table:
        """The drops of a decision about this corpus, with their partners."""
        return self._cluster.sql(queries.LINKS, decided=decision.decided)

    def find_orphans(self, links: Sequence[Table]) -> TablePins:
        """The dropped paragraphs whose partner does not stand in this corpus."""
        cluster = self._cluster
        if not links or self.touched is None:
            return TablePins(cluster)
        numbered = self._concatenate(links)
        # Documents that lost nothing have all their paragraphs. Not to read them saves most of the work.
        latest = cluster.sql(queries.LATEST, links=numbered, touched=self.touched)
        documents = cluster.sql(
            "select distinct partner_task task, partner_document document from {latest}", latest=latest
        )
        work = partial(apply_drops.read_starts, cluster.broadcast(self.corpus.tasks))
        standing = cluster.partition_by_task(documents, "document").mapInArrow(work, apply_drops.STANDING)
        orphans = cluster.sql(queries.ORPHANS, latest=latest, standing=standing)
        return TablePins(cluster, cluster.materialize("partners that went", orphans))

    def find_partners(self, links: Sequence[Table]) -> TablePins:
        """The partners in these links."""
        found = self._cluster.sql(queries.PARTNERS, links=self._concatenate(links))
        return TablePins(self._cluster, found)

    def _concatenate(self, links: Sequence[Table]) -> Table:
        """All links with the number of their decision, by which the last one of a paragraph is found."""
        tables = {f"links{number}": table for number, table in enumerate(links)}
        parts = (f"select *, {number} round from {{{name}}}" for number, name in enumerate(tables))
        return self._cluster.sql(" union all ".join(parts), **tables)

    def add_suppressed(
        self, decision: TableDecision, settings: Settings, suppressed: TablePins
    ) -> TableDecision:
        """Adds, for the report only, the drops that suppressed paragraphs would have had."""
        free, cluster = self.decide(settings), self._cluster
        if suppressed.table is None:
            return decision
        rows = cluster.sql(
            queries.WITH_SUPPRESSED, free=free.rows, suppressed=suppressed.table, rows=decision.rows
        )
        return replace(decision, rows=cluster.materialize("what was suppressed", rows))

    def report(self, before: Self, decision: TableDecision, pins: TablePins, *, applied: bool) -> TaskCorpus:
        """This corpus with reports of what was found and stays."""
        cluster = self._cluster
        rows = self._select(decision.rows, f"kind <> {STAYS} or edit is not null", pins)
        work = partial(
            apply_drops.write_reports,
            cluster.broadcast(before.corpus.tasks),
            cluster.broadcast(self.corpus.tasks),
            self.run.new_folder(),
            self.run.configuration,
            applied,
        )
        reported = cluster.materialize("tell what stays", rows.mapInArrow(work, apply_drops.LOST))
        return self._with_changes(reported)[0].corpus

    def _select(self, rows: Table, which: str, pins: TablePins | None = None) -> Table:
        """All rows (and pins) of the documents that have such a row, brought to their tasks in order."""
        if pins is not None and pins.table is not None:
            rows = self._cluster.sql(queries.WITH_PINS, rows=rows, pins=pins.table)
        selected = self._cluster.sql(queries.SELECT.replace("WHICH", which), rows=rows)
        return self._cluster.partition_by_task(selected, queries.ORDER, order="document")

    def _with_changes(self, changed: Table) -> tuple[Self, bool]:
        """The corpus with the documents that workers wrote (rows of `LOST`), and whether the
        pipeline changed more in any.

        Only a row for each task comes here, however many documents changed.
        """
        cluster = self._cluster
        found = cluster.collect("tasks that changed", cluster.sql(queries.CHANGED, lost=changed))
        new = {row.task: OverlayFiles.at(self.run.scratch, row.frames, row.places) for row in found}
        if not new:
            return self, False
        tasks = tuple(task._replace(changes=new.get(task.number, task.changes)) for task in self.corpus.tasks)
        return replace(self, corpus=self.corpus._replace(tasks=tasks)), any(
            row.pipeline_changed_more for row in found
        )


def _summarize(decisions: Sequence[ComponentDecision]) -> PartStatistics:
    """Returns how the corpus was cut in the decision with the largest part: a worker needs memory for
    that."""
    found = max(decisions, key=lambda found: found.largest)
    return PartStatistics(len(decisions), found.components, found.paragraphs, found.largest, found.rounds)
