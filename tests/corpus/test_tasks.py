from pathlib import Path

from cleaner.corpus.tasks import cut_tasks
from cleaner.formats.io_options import ReadOptions
from cleaner.formats.sources import Source


def tasks(names):
    sources = [Source(name, Path("nowhere", name)) for name in names]
    made = cut_tasks(sources, ReadOptions(), files=40, refuse=lambda *given: None)
    return [tuple(part.source.name for part in task.parts) for task in made]


def test_every_file_is_in_one_task_and_in_its_order():
    names = [f"{number:04}.txt" for number in range(1000)]
    assert [name for task in tasks(names) for name in task] == names
    assert all(len(task) <= 80 for task in tasks(names))


def test_one_more_file_does_not_move_the_files_of_all_later_tasks():
    names = [f"{number:04}.txt" for number in range(1000)]
    before, after = set(tasks(names)), set(tasks(["0000-new.txt", *names]))
    assert len(after - before) <= 3 < len(before) // 3


def sizes(folder, files):
    """The bytes of the tasks of files of so many bytes, which have nothing in them."""
    sources = []
    for number, size in enumerate(files):
        path = folder / f"{number:04}.txt"
        with path.open("wb") as file:
            file.truncate(size)
        sources.append(Source(path.name, path))
    made = cut_tasks(sources, ReadOptions(), refuse=lambda *given: None)
    return [sum(part.source.path.stat().st_size for part in task.parts) for task in made]


def test_a_corpus_of_some_size_has_many_tasks_so_that_no_worker_is_alone_for_long(tmp_path):
    made = sizes(tmp_path, [1 << 20] * 500)
    assert len(made) >= 100 and max(made) <= 4 << 20
    assert max(sizes(tmp_path, [1 << 30] * 8)) == 1 << 30


def test_a_corpus_that_grows_a_little_is_cut_as_before(tmp_path):
    before = sizes(tmp_path, [1 << 20] * 300)
    assert sizes(tmp_path, [1 << 20] * 340)[: len(before) - 1] == before[:-1]
