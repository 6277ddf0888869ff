"""Decides over a corpus of any size: joins candidates to a graph, and decides its components one by one.

Paragraphs are numbers, and their texts stay in frames. An edge joins two of them whose verdicts may hang on
each other: a common normal form, a large bucket, or a pair of a small bucket that is alike. Components of
this graph cannot influence each other. The ordered pass runs over each, as if all of the corpus were there
(`cleaner.duplicates.corpus_context`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaner.cluster import decide_component, tables, udfs
from cleaner.cluster.components import Components, find_components
from cleaner.cluster.task_documents import INDEX, TaskFrames
from cleaner.duplicates.bitmap_sketch import choose_width
from cleaner.duplicates.candidates import BUCKET_LIMIT, anchor_limit
from cleaner.duplicates.corpus_context import SLOT_BITS
from cleaner.duplicates.settings import Settings
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.cluster.session import Batches, Broadcast, Cluster, Table

TASK = f"cast(shiftright({{0}}, {INDEX}) as int) task, {{0}} & {(1 << INDEX) - 1} place"
"""SQL for the task of a paragraph and its place there, by its number."""


class TaskCorpus(NamedTuple):
    """The tasks in the order of the corpus. Documents with numbers below `reference` rank first and stay."""

    tasks: tuple[TaskFrames, ...]
    reference: int


@dataclass(frozen=True, slots=True)
class ComponentDecision:
    """A decision over a corpus, and how the corpus was cut for it.

    `decided` has the columns of `decide_component.DECIDED`. `paragraphs` are those of the corpus,
    `components` is the number of components, `largest` the paragraphs of the largest one, and `rounds` the
    rounds in which they were found.
    """

    decided: Table
    paragraphs: int
    components: int
    largest: int
    rounds: int


def refuse_settings(settings: Settings) -> None:
    """Raises `UsageError` for settings that only one machine can follow."""
    if settings.candidates == "exact":
        raise UsageError(
            "exact candidates compare what shares no band, and a cluster goes by bands",
            remedy="use --candidates bands with --engine spark",
        )


def decide(
    cluster: Cluster, corpus: TaskCorpus, settings: Settings, pinned: Table | None
) -> ComponentDecision:
    """Decides over all paragraphs. `pinned` (`task`, `document`, `start`) are paragraphs that stay."""
    return _CandidateGraph(cluster, corpus, settings).run(pinned)


class _CandidateGraph:
    """One decision, step by step; each step is written before the next begins."""

    def __init__(self, cluster: Cluster, corpus: TaskCorpus, settings: Settings) -> None:
        self._cluster = cluster
        self._corpus = corpus
        self._settings = settings
        # Paths and numbers of tasks, but no documents: small enough for every worker.
        self._tasks = cluster.broadcast(corpus.tasks)

    def run(self, pinned: Table | None) -> ComponentDecision:
        """Hashes, signs, joins, measures, cuts into components, and decides each."""
        cluster = self._cluster
        hashed = self._hash()
        total = "select cast(coalesce(sum(paragraphs), 0) as long) paragraphs from {hashed}"
        paragraphs = cluster.collect("count paragraphs", cluster.sql(total, hashed=hashed))[0].paragraphs
        counts = cluster.broadcast(self._count_shingles(hashed))
        copies = self._find_copies(hashed)
        # Only the first of equal paragraphs is signed: a text that stands a million times is one question.
        later = cluster.sql("select task, place from {copies} where member <> first", copies=copies)
        pairs, crowds = self._find_candidates(later, counts, paragraphs)
        measured = self._measure(pairs, paragraphs)
        # Pairs that are not alike have no influence on each other's verdict, and would make larger
        # components.
        edges = "select later a, earlier b from {measured} where alike union all select a, b from {crowds}"
        found = find_components(cluster, cluster.sql(edges, measured=measured, crowds=crowds))
        asked = self._label(found, copies, measured)
        sizes = cluster.collect("sizes of parts", cluster.sql(_SIZES, asked=asked))[0]
        decided = self._decide(asked, pinned, partial(decide_component.decide_members, counts, paragraphs))
        return ComponentDecision(decided, paragraphs, sizes.components, sizes.largest or 0, found.rounds)

    def _bring_to_tasks(self, rows: Table, columns: str) -> Table:
        """Brings the rows to their tasks, in order, with one row (all -1) for each task: a task without a row
        would not be worked, though its paragraphs may have candidates elsewhere."""
        none = ", ".join("-1" for _ in columns.split(", "))
        query = f"select task, {columns} from {{rows}} union all select task, {none} from {{numbers}}"
        numbers = self._cluster.number_tasks(len(self._corpus.tasks))
        return self._cluster.partition_by_task(self._cluster.sql(query, rows=rows, numbers=numbers), columns)

    def _hash(self) -> Table:
        """Hashes the normal forms of all paragraphs and counts their shingles: columns `udfs.HASHED`."""
        work = partial(udfs.hash_paragraphs, self._tasks, self._settings)
        numbers = self._cluster.number_tasks(len(self._corpus.tasks))
        return self._cluster.materialize("hash paragraphs", numbers.mapInArrow(work, udfs.HASHED))

    def _count_shingles(self, hashed: Table) -> tables.U8:
        """Sums the counts of shingles over all workers: one byte for each of 2^`SLOT_BITS` slots."""
        query = "select piece, counts from {hashed} where piece is not null"
        pieces = self._cluster.sql(query, hashed=hashed)
        return tables.sum_tables(self._cluster, "count shingles", pieces, 1 << SLOT_BITS)

    def _find_copies(self, hashed: Table) -> Table:
        """Finds the paragraphs whose normal form several have, each with the first of these (`first`)."""
        firsts = self._cluster.sql(_FIRSTS, hashed=hashed)
        query = f"select {TASK.format('h.member')}, h.member, f.first {_COPIES}"
        return self._cluster.materialize(
            "group normal forms", self._cluster.sql(query, hashed=hashed, firsts=firsts)
        )

    def _find_candidates(self, later: Table, counts: Broadcast, paragraphs: int) -> tuple[Table, Table]:
        """Finds the pairs of small buckets, which are measured, and the edges of large ones, which are not.

        `later` are copies of an earlier form: the first of each form stands for all of them.
        """
        cluster = self._cluster
        width = choose_width(paragraphs)
        work = partial(udfs.sign_paragraphs, self._tasks, counts, self._settings, width)
        given = self._bring_to_tasks(later, "place")
        signed = cluster.materialize("sign paragraphs", given.mapInArrow(work, udfs.SIGNED))
        bands = cluster.sql(f"select key, member from {{signed}} where kind = {udfs.BAND}", signed=signed)
        pairs, crowds = self._join_buckets(bands)
        # A paragraph within a longer one may share no band with it. With full containment the holder has all
        # of its shingles, so the rarest one, the anchor, leads to it.
        if self._settings.containment == 1:
            inner = cluster.sql(f"select * from {{signed}} where kind = {udfs.INNER}", signed=signed)
            held = self._find_holders(inner, later, counts)
            more, larger = self._join_anchors(inner, held)
            pairs = cluster.sql("select * from {a} union all select * from {b}", a=pairs, b=more)
            crowds = cluster.sql("select * from {a} union all select * from {b}", a=crowds, b=larger)
        # A pair may share several bands: it is measured once.
        distinct = cluster.sql("select distinct * from {pairs}", pairs=pairs)
        return cluster.materialize("pairs of buckets", distinct), crowds

    def _join_buckets(self, bands: Table) -> tuple[Table, Table]:
        """Joins the members of a bucket: all pairs of a small one, and an edge from each member of a large
        one to its first member (`head`), since its pairs would grow with the square of its size."""
        cluster = self._cluster
        sized = cluster.sql("select key, count(*) n, min(member) head from {bands} group by key", bands=bands)
        # Most keys stand alone. They go before the join, which is written as it is read twice.
        shared = cluster.materialize(
            "buckets",
            cluster.sql(
                "select b.key, b.member, s.n, s.head from {bands} b join {sized} s on b.key = s.key "
                "where s.n > 1",
                bands=bands,
                sized=sized,
            ),
        )
        small = f"(select * from {{shared}} where n <= {BUCKET_LIMIT})"
        pairs = (
            "select b.member later, a.member earlier, true later_passed, true earlier_passed "
            f"from {small} a join {small} b on a.key = b.key where a.member < b.member"
        )
        crowds = f"select member a, head b from {{shared}} where n > {BUCKET_LIMIT} and member <> head"
        return cluster.sql(pairs, shared=shared), cluster.sql(crowds, shared=shared)

    def _find_holders(self, inner: Table, later: Table, counts: Broadcast) -> Table:
        """Finds the paragraphs that hold an anchor, each as often as it holds it."""
        cluster = self._cluster
        anchors = cluster.sql("select anchor from {inner}", inner=inner)
        marked = tables.sum_tables(
            cluster, "mark anchors", anchors.mapInArrow(udfs.mark_anchor_slots, tables.SCHEMA), 1 << SLOT_BITS
        )
        # A bit for each slot, where the counts have a byte: 8 MiB for each worker.
        marks = cluster.broadcast(np.packbits(marked > 0, bitorder="little"))
        work = partial(udfs.find_holders, self._tasks, counts, marks, self._settings)
        holding = self._bring_to_tasks(later, "place").mapInArrow(work, udfs.HOLDING)
        # Marked slots are shared by other shingles, too: the key says whether it is this anchor.
        wanted = cluster.sql("select distinct key from {inner}", inner=inner)
        query = "select h.* from {holding} h left semi join {wanted} w on h.key = w.key"
        return cluster.materialize("who holds anchors", cluster.sql(query, holding=holding, wanted=wanted))

    def _join_anchors(self, inner: Table, held: Table) -> tuple[Table, Table]:
        """Joins paragraphs with the holders of their anchors: pairs for an anchor that few hold, and else an
        edge from each holder to the first one, as in large buckets."""
        cluster = self._cluster
        sized = cluster.sql("select key, count(*) n, min(member) head from {held} group by key", held=held)
        few = cluster.sql(f"select key from {{sized}} where n <= {anchor_limit()}", sized=sized)
        pairs = cluster.sql(_ANCHORED, inner=inner, held=held, few=few)
        crowds = (
            "select h.member a, s.head b from {held} h join {sized} s on h.key = s.key "
            f"where s.n > {anchor_limit()} and h.member <> s.head"
        )
        return pairs, cluster.sql(crowds, held=held, sized=sized)

    def _measure(self, pairs: Table, paragraphs: int) -> Table:
        """Measures the pairs: those that pass the glance, and whether they are alike."""
        cluster = self._cluster
        members = "select later member from {pairs} union select earlier from {pairs}"
        found = cluster.sql(members, pairs=pairs)
        placed = cluster.sql(f"select {TASK.format('member')} from {{found}}", found=found)
        texts = cluster.partition_by_task(placed, "place").mapInArrow(
            partial(udfs.read_texts, self._tasks), udfs.TEXTS
        )
        # Each text once, however many pairs it is in, and read where its task's file is open.
        texts = cluster.materialize("read texts of pairs", texts)
        work = partial(udfs.measure_pairs, self._settings, choose_width(paragraphs))
        read = cluster.sql(_READ, pairs=pairs, texts=texts).mapInArrow(work, udfs.MEASURED)
        return cluster.materialize(
            "measure pairs", cluster.sql("select * from {read} where plausible", read=read)
        )

    def _label(self, found: Components, copies: Table, measured: Table) -> Table:
        """Labels the paragraphs that may be like another with their components."""
        cluster = self._cluster
        joined = cluster.sql(_LABELS, labels=found.labels, copies=copies)
        doubtful = cluster.sql("select distinct later member from {measured}", measured=measured)
        query = f"select {TASK.format('j.member')}, {_ASKED}"
        return cluster.materialize("parts", cluster.sql(query, joined=joined, doubtful=doubtful))

    def _decide(self, asked: Table, pinned: Table | None, work: partial[Batches]) -> Table:
        """Brings the members of a component together, in order, and decides: rows of `DECIDED`."""
        cluster = self._cluster
        # Pins go to the tasks as rows without a place, so that a worker finds which paragraphs they are.
        if pinned is not None:
            query = (
                f"select * from {{asked}} union all select task, -1l place, {decide_component.PINNED} kind, "
                "-1l, false, document, start from {pinned}"
            )
            asked = cluster.sql(query, asked=asked, pinned=pinned)
        columns = "kind, place, component, doubtful, document, start"
        brought = cluster.partition_by_task(asked, columns, order="place")
        read = brought.mapInArrow(
            partial(decide_component.read_members, self._tasks), decide_component.MEMBERS
        )
        # In the order of the corpus, because the pass is defined by it: an earlier paragraph wins.
        ordered = read.repartition("component").sortWithinPartitions("member")
        made = partial(work, self._settings, self._corpus.reference)
        return cluster.materialize("decide parts", ordered.mapInArrow(made, decide_component.DECIDED))


# Hashed paragraphs -> each form that several have, with the first of them.
_FIRSTS = (
    "select form, min(member) first from {hashed} where form is not null group by form having count(*) > 1"
)
# The same -> all paragraphs with such a form.
_COPIES = "from {hashed} h join {firsts} f on h.form = f.form"
# An inner paragraph is worth a signature, as all its shingles are seen elsewhere.
_ANCHORED = """
select greatest(i.member, h.member) later, least(i.member, h.member) earlier,
    if(i.member > h.member, true, h.passed) later_passed,
    if(i.member < h.member, true, h.passed) earlier_passed
from {few} f join {inner} i on f.key = i.key join {held} h on f.key = h.key
where i.member <> h.member
"""
# Pairs and texts -> the pairs with both texts and documents, which is what `udfs.measure_pairs` takes.
_READ = """
select p.later, p.earlier, p.later_passed, p.earlier_passed, b.text later_text, b.document later_document,
    a.text earlier_text, a.document earlier_document
from {pairs} p join {texts} a on p.earlier = a.member join {texts} b on p.later = b.member
"""
# Labels and copies -> all paragraphs with a component: a copy has that of the first with its form, or is one
# with that first and its other copies, if nothing else is like them.
_LABELS = """
select member, component from {labels}
union
select c.member, coalesce(l.component, c.first) from {copies} c left join {labels} l on c.first = l.member
"""
_ASKED = f"""{decide_component.MEMBER} kind, j.component, d.member is not null doubtful,
    -1l document, -1l start
from {{joined}} j left join {{doubtful}} d on j.member = d.member
"""
# Members -> the number of components, and the number of paragraphs of the largest.
_SIZES = """
select count(*) components, max(n) largest from (select count(*) n from {asked} group by component)
"""
