"""Make the table of hyphenated compounds from counted texts and word lists; run once.

    python bench/make_compounds.py cleaner/stages/data WORDNET TEXTS...

WORDNET is the folder of WordNet 3.0's index files, TEXTS are JSON Lines (plain or gzip) whose field `text`
or `input` is counted. `compounds-en.txt` holds each form met at least twice, or once where its joined
form is a word too; and how many forms a part opens (`anti-`) or closes (`-based`), from three up.
What was counted, and under which terms, stands in `cleaner/stages/data/compounds.md`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.stages.hyphenation.frequency import zipf

HAND = Path(__file__).with_name("hyphenated.txt")
HAND_COUNT = 6
"""What a form of our own list counts for, and half of it one of WordNet: a word known to be written so."""

CLOSED = ("dis-", "mis-", "un-")
"""Prefixes that today take a hyphen before a capital alone: what old books and slips have is not counted."""

_FORM = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
_HEADER = """\
# English: hyphenated forms and how often they were met; "anti-" and "-based" count the forms that a part
# opens or closes. Sorted by code point. Sources, licence, attribution: compounds.md. Made by
# bench/make_compounds.py.
"""


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """Every text of the JSON Lines files."""
    for path in paths:
        content = path.read_bytes()
        for line in (gzip.decompress(content) if path.suffix == ".gz" else content).split(b"\n"):
            if line:
                record = json.loads(line)
                yield record.get("text") or record["input"]


def wordnet(folder: Path) -> Iterator[str]:
    """The hyphenated words of WordNet's index files."""
    for part in ("noun", "adj", "verb", "adv"):
        for line in (folder / f"index.{part}").read_text(encoding="ascii").splitlines():
            word = line.partition(" ")[0]
            if _FORM.fullmatch(word):
                yield word


def is_leftover(form: str, count: int) -> bool:
    """Whether a form looks like the broken words that old books have too: rare, and half of it no word."""
    joined = zipf(form.replace("-", "")) or 0.0
    return count <= 3 and joined >= 3 and min(zipf(part) or 0.0 for part in form.split("-")) < 2.5


def forms(counted: Counter[str], dictionary: set[str]) -> dict[str, int]:
    """What the table says of each form."""
    known = Counter(
        {
            form: count
            for form, count in counted.items()
            if not is_leftover(form, count) and not form.startswith(CLOSED)
        }
    )
    for form in dictionary:
        known[form] += HAND_COUNT // 2
    for line in HAND.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            known[line] += HAND_COUNT
    parts: Counter[str] = Counter()
    for form in known:
        first, *_, last = form.split("-")
        parts[f"{first}-"] += 1
        parts[f"-{last}"] += 1
    kept = {form: n for form, n in known.items() if n >= 2 or zipf(form.replace("-", "")) is not None}
    return kept | {part: n for part, n in parts.items() if n >= 3 and part not in CLOSED}


def main(folder: Path, wordnet_folder: Path, paths: list[Path]) -> None:
    """Count and write."""
    counted: Counter[str] = Counter()
    for text in texts(paths):
        counted.update(form.lower() for form in _FORM.findall(text))
    table = forms(counted, set(wordnet(wordnet_folder)))
    path = folder / "compounds-en.txt"
    lines = (f"{form} {table[form]}\n" for form in sorted(table) if len(form) <= 40)
    path.write_text(_HEADER + "".join(lines), encoding="utf-8", newline="\n")
    print(f"{path}: {len(table)} entries, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
