"""A corpus of which paths and records say in which language its texts are."""

import json

from cleaner.config import Configuration, PerPath
from cleaner.formats.io_options import ReadOptions

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
BROKEN = (
    "They spoke of secu-rity and of the harbour, and that is what the people of the town said to them.",
    "The guards are new; the secu-rity of the quay is not what it was when the old men were on it.",
    "It has been a year since the council had the secu-rity of its own house looked at by a firm.",
    "Nobody can say that the secu-rity at the market was too little, or that there was none of it.",
    "We have to do with the secu-rity of children here, said a teacher, and she went home in the rain.",
    "All of this is about money and about the secu-rity which it can buy for those who have it.",
)
"""A word that is mended by what English writes, and stays in a text of a language without a table."""
MENDED = tuple(text.replace("secu-rity", "security") for text in BROKEN)


def jsonl(*records: dict[str, object]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


FILES = {
    "a.txt": f"{BROKEN[0]}\n".encode(),
    "swahili/b.txt": f"{BROKEN[1]}\n\n{FERRY}\n".encode(),
    "swahili/c.txt": f"{BROKEN[2]}\n\n{FERRY}\n".encode(),
    "swahili/d.jsonl": jsonl(
        {"text": f"{BROKEN[3]}\n\n{FERRY}"},
        {"text": f"{BROKEN[4]}\n\n{FERRY}", "lang": "en-GB"},
        {"text": "Nothing.", "lang": "english"},
        {"text": f"{BROKEN[5]}\n\n{FERRY}", "lang": "sw", "genre": "list"},
    ),
}
CONFIGURATION = Configuration(
    per_path=(PerPath("swahili/", language="sw"),),
    reading=ReadOptions(kind_field="genre", language_field="lang"),
)
