"""Refuses records whose id an earlier record has, on a cluster.

The hashes of ids stand in the checkpoints of tasks, so no document is read to find the repeats.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from cleaner.cluster.arrow import batch_columns, batch_rows, group_by_task
from cleaner.cluster.candidate_graph import TaskCorpus
from cleaner.cluster.task_documents import TaskDocuments, write_changes
from cleaner.corpus.frames import Frame
from cleaner.corpus.overlay import OverlayFiles
from cleaner.corpus.prepare_task import MOST_PROBLEMS, find_checkpoint, read_prepared
from cleaner.corpus.repeated_ids import error_of_frame, refuse_record
from cleaner.errors import OutputError
from cleaner.store.scratch import ScratchFile

if TYPE_CHECKING:
    from cleaner.cluster.session import Batches, Broadcast, Cluster

_IDS = "task int, document long, id long"
_REFUSED = "task int, document long, problem string, frames string, places string"
# Hashes of ids -> the documents whose id stands at an earlier document, and their tasks.
_AGAIN = """
select i.task, i.document from {ids} i
join (select id, min(document) first from {ids} group by id having count(*) > 1) f on i.id = f.id
where i.document > f.first
"""


def refuse_repeated(
    cluster: Cluster, corpus: TaskCorpus, folder: ScratchFile
) -> tuple[TaskCorpus, list[str]]:
    """Returns the corpus without the records whose id an earlier one has, and the first problems in words.

    Raises `OutputError` where a checkpoint is damaged.
    """
    tasks = cluster.broadcast(corpus.tasks)
    numbers = cluster.number_tasks(len(corpus.tasks))
    found = numbers.mapInArrow(partial(_ids, tasks, corpus.reference), _IDS)
    again = cluster.partition_by_task(
        cluster.sql(_AGAIN, ids=cluster.materialize("ids of records", found)), "document"
    )
    done = cluster.materialize(
        "refuse repeated ids", again.mapInArrow(partial(_refuse, tasks, folder.below("repeated")), _REFUSED)
    )
    query = "select task, min(frames) frames, min(places) places from {done} group by task"
    changed = cluster.collect("tasks with repeated ids", cluster.sql(query, done=done))
    new = {row.task: OverlayFiles.at(folder.root, row.frames, row.places) for row in changed}
    told = f"select problem from {{done}} order by document limit {MOST_PROBLEMS}"
    problems = [row.problem for row in cluster.collect("problems of ids", cluster.sql(told, done=done))]
    tasks_after = tuple(task._replace(changes=new.get(task.number)) for task in corpus.tasks)
    return corpus._replace(tasks=tasks_after), problems


def _ids(tasks: Broadcast, reference: int, batches: Batches) -> Batches:
    """Reads the hashes of ids from the checkpoints of tasks, but for the reference: `task` -> `_IDS`."""
    import numpy as np

    for batch in batches:
        for number in batch["task"].to_pylist():
            held = tasks.value[number]
            record = find_checkpoint(held.frames)
            # The task of files that were refused has no checkpoint, and no ids.
            if held.first < reference or record.root.stat(record.name) is None:
                continue
            prepared = read_prepared(held.frames)
            if prepared is None:
                raise OutputError(f"{record.path}: is not what a worker wrote", remedy="run again")
            ids = np.array(prepared.ids, np.uint64)
            some = np.flatnonzero(ids)  # NO_ID is 0
            columns = {
                "task": np.full(len(some), number, np.int32),
                "document": some + held.first,
                "id": ids[some].view(np.int64),
            }
            yield from batch_columns(columns, _IDS)


def _refuse(tasks: Broadcast, folder: ScratchFile, batches: Batches) -> Batches:
    """Writes the documents of repeated ids anew, in quarantine: `task, document` -> `_REFUSED`."""
    for group in group_by_task(batches):
        documents = TaskDocuments(tasks.value[group.task])
        own = (group.column("document") - documents.task.first).tolist()
        frames = (frame for number in own for frame in refuse_record(documents, number))
        changes = write_changes(documents, folder, frames)
        if changes is not None:
            yield from batch_rows(_rows(documents, own, changes), _REFUSED)


def _rows(documents: TaskDocuments, own: list[int], changes: OverlayFiles) -> Iterator[tuple[object, ...]]:
    for number in own:
        frame: Frame = documents.frame(number)
        document = documents.task.first + number
        yield (
            documents.task.number,
            document,
            str(error_of_frame(frame)),
            changes.frames.name,
            changes.places.name,
        )
