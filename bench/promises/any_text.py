"""Any bytes are a text that can be cleaned, and what was done to it can be undone."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator

from cleaner import clean
from promises.promise import Promise


def try_any_text(trials: int, seed: int) -> Iterator[str]:
    """Cleans random bytes, read as UTF-8 with stray bytes."""
    rng = random.Random(seed)
    for _ in range(trials):
        data = rng.randbytes(rng.randrange(60))
        text = data.decode("utf-8", "surrogateescape")
        if clean(text).document.undo() != text:
            yield f"{base64.b64encode(data).decode()} does not come back"


PROMISES = (
    Promise("any-text", "Whatever the bytes of a text, its edits undo to it.", 200, 20_000, try_any_text),
)
