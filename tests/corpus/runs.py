"""Running a corpus that is given as bytes by name."""

from pathlib import Path

from cleaner.config import Configuration
from cleaner.corpus.run import Run, RunResult
from cleaner.corpus.run_options import RunOptions, SilentWatch
from cleaner.formats.selection import Selection
from cleaner.formats.sources import Sources, find_sources
from cleaner.store.folder import OutputFolder
from cleaner.store.root import Root
from cleaner.store.staged_file import StagedFile


class Counting(SilentWatch):
    """Counts the documents that are prepared in this process."""

    def __init__(self) -> None:
        self.documents = 0

    def tick(self, documents=1):
        self.documents += documents


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """The files in a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def sources_of(folder: Path, configuration: Configuration) -> Sources:
    """What is in a folder."""
    selection = Selection(ignore_files=False, input_format=configuration.reading.input_format)
    return find_sources([folder], selection)


def run(folder: Path, work: Path, configuration: Configuration | None = None, **running: object) -> RunResult:
    """What a run makes of a folder."""
    configuration = configuration or Configuration()
    if isinstance(output := running.get("output"), Path):
        running["output"] = Root.create(output)
    options = RunOptions(Root.create(work), **running)
    return Run(sources_of(folder, configuration), configuration, options).run()


def made(done: RunResult) -> dict[str, bytes]:
    """The files that a run made, as bytes."""
    return {
        name: content.file.read() if isinstance(content, StagedFile) else content
        for name, content in done.files.items()
    }


def write(
    folder: Path, output: Path, configuration: Configuration | None = None, **running: object
) -> RunResult:
    """Runs into an output folder."""
    done = run(folder, output / ".cleaner/work", configuration, output=output, **running)
    OutputFolder.open(output).commit(done.files)
    return done


def tree(folder: Path) -> dict[str, bytes]:
    """All files of an output folder but the scratch."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_relative_to(folder / ".cleaner/work")
    }
