"""Jobs by themselves: functions of what they are given, whatever another worker does at the time."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from cleaner.config import Configuration
from cleaner.corpus.frame_file import FrameFile, FrameWriter
from cleaner.corpus.join_slices import join
from cleaner.corpus.local_engine import LocalEngine
from cleaner.corpus.overlay import OverlayFiles, write_overlay
from cleaner.corpus.prepare_task import PrepareJob, prepare
from cleaner.corpus.prepared_task import PreparedTask
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.tasks import cut_tasks
from cleaner.corpus.write_checkpoint import write_once
from cleaner.corpus.write_phase import plan_joins
from cleaner.corpus.write_task import WriteJob
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from tests.corpus.runs import put, run, sources_of
from tests.corpus.test_run import FERRY, MARKET, jsonl

FILES = {
    "a.jsonl": jsonl(FERRY, f"{MARKET}  ", FERRY, "It isnâ€™t so.", FERRY)
    + b"no record\n{]\n"
    + jsonl(MARKET),
    "b.txt": f"{MARKET}\n\n{FERRY}\n".encode(),
    "c.txt": b"One.  \n",
}


def jobs(tmp_path: Path) -> list[WriteJob]:
    """The jobs of writing a corpus of several tasks, one file of which is cut."""
    raw, work = put(tmp_path / "in", FILES), Root.create(tmp_path / "work")
    configuration = Configuration()
    sources = sources_of(raw, configuration)
    tasks = list(cut_tasks(sources.documents, configuration.reading, files=1, size=150, refuse=None))
    prepared = [prepare(PrepareJob(task, configuration, work)) for task in tasks]
    frames = [ScratchFile(work, each.frames) for each in prepared]
    own = [PreparedTask(*each) for each in zip(tasks, prepared, frames, strict=True)]
    changes = LocalEngine(sources, configuration, RunOptions(work)).decide([], own).changes
    return [
        WriteJob(number, *batch, changed, configuration, "full", ScratchFile(work, "staged"), None, True)
        for number, (batch, changed) in enumerate(zip(own, changes, strict=True))
    ]


def contents(files) -> dict[str, bytes]:
    return {name: content.file.read() for name, content in files.items()}


def told(written):
    return written._replace(tally=(written.tally.counts, written.tally.rules))


def test_a_task_that_is_worked_twice_at_once_comes_out_once(tmp_path):
    raw = put(tmp_path / "in", {f"{number}.txt": f"{FERRY}\n\n{number}\n".encode() for number in range(300)})
    [task] = cut_tasks(sources_of(raw, Configuration()).documents, Configuration().reading, refuse=None)
    job = PrepareJob(task, Configuration(), Root.create(tmp_path / "work"))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        one, two = (replaced(future.result()) for future in [pool.submit(prepare, job) for _ in range(2)])
    assert one == two == replaced(prepare(job))
    assert sorted(path.name for path in job.folder.path.iterdir()) == [f"{job.key}.frames", f"{job.key}.json"]


def replaced(prepared):
    return msgspec.structs.replace(prepared, seconds={})


def test_what_is_written_and_joined_twice_is_the_same(tmp_path):
    given = jobs(tmp_path)
    assert len(given) > 4 and any(job.changes for job in given) and not all(job.changes for job in given)
    once, again = [write_once(job) for job in given], [write_once(job) for job in given]
    assert [told(each) for each in once] == [told(each) for each in again]
    [job] = plan_joins(given, once, Configuration(), RunOptions(Root.open(tmp_path / "work")))
    assert len(job.pieces) > 2 and len(job.lost) == 1
    first = join(job)
    before = contents(first.files)
    assert join(job) == first and contents(first.files) == before
    assert {**before, **{name: data for each in once for name, data in contents(each.files).items()}} == {
        name: content.file.read()
        for name, content in run(tmp_path / "in", tmp_path / "other", files=1, bytes=150).files.items()
        if not isinstance(content, bytes)
    }
    assert not list((tmp_path / "work").rglob("*.part"))


def test_changes_may_stand_in_a_file_of_the_task_alone(tmp_path):
    for job in jobs(tmp_path):
        if job.changes is None:
            continue
        expected = told(write_once(job))
        frames = FrameFile(job.changes.frames)
        own = OverlayFiles.at(job.frames.root, "own", "own-places")
        entries = memoryview(job.changes.places.read()).cast("Q").tolist()
        with own.frames.create() as file:
            writer = FrameWriter(file)
            places = {
                number: writer.add(frames.frame(place))
                for number, place in zip(entries[::2], entries[1::2], strict=True)
            }
        assert write_overlay(own.frames, own.places, places) == own
        job.changes.places.discard()
        assert told(write_once(replace(job, changes=own))) == expected


@pytest.mark.parametrize("inline", [True, False])
def test_what_is_said_of_documents_comes_back_only_where_it_is_asked_for(tmp_path, inline):
    for job in jobs(tmp_path):
        assert bool(write_once(replace(job, inline=inline)).records) is inline
