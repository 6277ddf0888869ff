from pathlib import Path

from cleaner.corpus.tasks import cut
from cleaner.formats.kinds import Reading
from cleaner.formats.sources import Source


def tasks(names):
    sources = [Source(name, Path("nowhere", name)) for name in names]
    made = cut(sources, Reading(), files=40, refuse=lambda *given: None)
    return [tuple(part.source.name for part in task.parts) for task in made]


def test_every_file_is_in_one_task_and_in_its_order():
    names = [f"{number:04}.txt" for number in range(1000)]
    assert [name for task in tasks(names) for name in task] == names
    assert all(len(task) <= 80 for task in tasks(names))


def test_one_more_file_does_not_move_the_files_of_all_later_tasks():
    names = [f"{number:04}.txt" for number in range(1000)]
    before, after = set(tasks(names)), set(tasks(["0000-new.txt", *names]))
    assert len(after - before) <= 3 < len(before) // 3
