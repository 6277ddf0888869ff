"""Pages that are made to hang a reader: whether each is done in seconds, its text kept or itself refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from corpus_cost import clean

from cleaner.errors import InputError
from cleaner.formats.page import extract, is_trafilatura_installed

Report = dict[str, object]
FIRST = (
    "The ferry line will open in spring, the harbour office said, with four crossings every day of the week."
)
ARTICLE = f"<article><h1>Ferry</h1><p>{FIRST}</p></article>"
SECONDS = 5.0
SHAPES: dict[str, Callable[[int], str]] = {
    "blocks in blocks": lambda n: "<div>" * n + ARTICLE + "</div>" * n,
    "inline tags that never end": lambda n: "<b><i>" * (n // 2) + ARTICLE,
    "tags that end in the wrong order": lambda n: "<a><b></a></b>" * n + ARTICLE,
    "paragraphs that never end": lambda n: "<p>" * n + ARTICLE,
    "tables in tables": lambda n: "<table><tr><td>" * n + ARTICLE,
    "lists of links": lambda n: "<ul><li><a href=x>y</a></ul>" * n + ARTICLE,
    "attributes of one tag": lambda n: f"<p {' '.join(f'a{k}=1' for k in range(n))}>x</p>" + ARTICLE,
    "comments": lambda n: "<!-- x -->" * n + ARTICLE,
    "open brackets": lambda n: "<" * n + ARTICLE,
    "character references": lambda n: f"<p>{'&amp;#38;' * n}</p>" + ARTICLE,
    "scripts": lambda n: "<script>var a = '<p>';</script>" * n + ARTICLE,
    "ends of what never began": lambda n: "</div></p></td>" * n + ARTICLE,
}
"""Pages by what is repeated in them."""


def pages(scratch: Path, size: int, rounds: int) -> Report:
    """Each shape with so many repetitions: the whole program, with trafilatura if it is installed, and our
    own reading alone."""
    del rounds  # what takes too long once is too slow
    seconds: dict[str, list[float]] = {}
    met: dict[str, bool] = {}
    for name, shape in SHAPES.items():
        page = f"<html><body>{shape(size)}</body></html>"
        source = scratch / "in" / f"{name.replace(' ', '-')}.html"
        source.parent.mkdir(exist_ok=True)
        source.write_text(page, "utf-8")
        began = perf_counter()
        kept = _kept(page)
        alone = perf_counter() - began
        run = clean(source, "-o", scratch / "out" / name, "-j", 1)
        seconds[name] = [round(run.wall, 2), round(alone, 2)]
        written = list((scratch / "out" / name).glob("*.txt"))
        refused = run.code == 3 and source.name in run.told
        met[f"{name}: text kept, or refused and named"] = kept is not False and (
            refused or (len(written) == 1 and FIRST in written[0].read_text("utf-8"))
        )
        met[f"{name}: within {SECONDS:.0f} s"] = max(run.wall, alone) <= SECONDS
        source.unlink()
    return {
        "what": f"pages of {size:,} repetitions; seconds of a run of the program, and of our own reading",
        "trafilatura is installed": is_trafilatura_installed(),
        "ours": seconds,
        "met": met,
    }


def _kept(page: str) -> bool | None:
    """Whether our own reading keeps the text; None of a page that it refuses."""
    try:
        return FIRST in extract(page, extractor="cleaner").text
    except InputError:
        return None
