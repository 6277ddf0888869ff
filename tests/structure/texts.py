"""Documents of our own, each with the kinds of its blocks (documents.toml, genres.toml, near_misses.toml)."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from cleaner.structure import Structure, cut_blocks, find_structure

FOLDER = Path(__file__).parent


def read_rows(name: str) -> list[dict]:
    """Read the rows of a file."""
    tables = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    (rows,) = tables.values()
    return rows


def list_kinds(text: str, **options: str) -> list[str]:
    """List the kinds of the blocks of a text."""
    return [block.kind for block in find_structure(text, **options).blocks]


def read_blocks(text: str, structure: Structure) -> list[tuple[str, str, str, int | None]]:
    """Read each block of a text: what stands in it, and what it is."""
    return [
        (text[block.span.start : block.span.end], block.kind, block.evidence, block.width)
        for block in structure.blocks
    ]


def take_out(text: str, structure: Structure, dropped: set[int]) -> str:
    """Take blocks out of a text."""
    at, parts = 0, []
    for cut in cut_blocks(text, structure, dropped):
        assert at <= cut.start < cut.end
        parts.append(text[at : cut.start])
        at = cut.end
    return "".join(parts) + text[at:]


TEXTS = [row["text"] for name in ("documents", "genres", "near_misses") for row in read_rows(name)]
LINES = sorted({line for text in TEXTS for line in text.split("\n")})
SEPARATORS = ("\n", "\n", "\n\n", "\n \n", "\n\n\n", "\r\n", "\n\f\n", "\n\f")


@st.composite
def compose_texts(draw: Callable) -> str:
    """A text of parts of our documents, and of single lines of them, with any separators."""
    parts = draw(
        st.lists(
            st.sampled_from(TEXTS) | st.lists(st.sampled_from(LINES), max_size=6).map("\n".join), max_size=4
        )
    )
    return "".join(part.strip("\n") + draw(st.sampled_from(SEPARATORS)) for part in parts)
