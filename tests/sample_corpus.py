"""A small cleaned corpus on the disk, with one of everything: defects, duplicates, a copy, a quarantine."""

from pathlib import Path

from cleaner.config import Configuration
from cleaner.corpus import decide, prepare
from cleaner.formats.sources import Sources
from cleaner.store.folder import OutputFolder
from tests.output_plan import plan

HARBOUR = (
    "The harbour board said on Monday that the old crane by the eastern mole would be taken down before the "
    "winter storms, and that its bell would go to the school."
)
SAMPLE = {
    "a.txt": f"The gate is a matter of secu-rity, it isnâ€™t shut.\n\n{HARBOUR}\n".encode(),
    "b.txt": b"\xef\xbb\xbfSomething else.  \r\n" + HARBOUR.replace("said", "told us").encode() + b"\nEnd.\n",
    "copy.txt": f"The gate is a matter of secu-rity, it isnâ€™t shut.\n\n{HARBOUR}\n".encode(),
    "wide.txt": "Four lines of café\r\nand <b>three</b> more.".encode("utf-16-le"),
    "stray.txt": "Café, café, cafés, caf".encode() + b"\x92 and more of the caf\xc3\xa9.\n",
}
KEEPING = Configuration(ignore=("encoding.stray-byte",))
"""With this a stray byte stays, which puts its document in quarantine."""


def written(folder: Path, corpus=SAMPLE, configuration=KEEPING, level="full") -> Path:
    """Cleans a corpus of bytes by name into the folder."""
    pipeline = configuration.pipeline
    prepared = [prepare(name, data, configuration, pipeline) for name, data in sorted(corpus.items())]
    outcomes = decide(prepared, configuration)
    OutputFolder.open(folder).commit(plan(Sources((), ("in",), {}, (), ()), outcomes, configuration, level))
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
