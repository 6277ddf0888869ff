"""Corpora in which paragraphs meet in every way that there is."""

import json
import random

WORDS = """
harbour ferry crane quay spring council market vote library road bridge tram school garden winter
museum theatre bakery orchard valley mountain village teacher doctor engineer driver painter singer
window door letter answer question summer autumn river island lighthouse storm rain snow wind field
forest meadow station platform ticket luggage journey morning evening night week month year
""".split()  # noqa: SIM905


def sentence(draw: random.Random, words: int = 14) -> str:
    return " ".join(draw.choices(WORDS, k=words)).capitalize() + "."


def changed(draw: random.Random, text: str, words: int = 1) -> str:
    pieces = text.split(" ")
    for _ in range(words):
        pieces[draw.randrange(1, len(pieces) - 1)] = draw.choice(WORDS)
    return " ".join(pieces)


def chain(draw: random.Random, length: int) -> list[str]:
    """Paragraphs each like the next, and not like the one after some more."""
    found = [" ".join(sentence(draw) for _ in range(3))]
    for _ in range(length - 1):
        found.append(changed(draw, found[-1], 3))
    return found


def paragraphs(draw: random.Random, count: int) -> list[str]:
    """Paragraphs of their own, copies and near-copies, parts of others, floods of a figure or a word."""
    own = [" ".join(sentence(draw) for _ in range(draw.choice((2, 3, 4)))) for _ in range(count // 2)]
    flood = " ".join(sentence(draw) for _ in range(3))
    more = [changed(draw, draw.choice(own), draw.choice((1, 1, 2, 4))) for _ in range(count // 8)]
    more += [draw.choice(own) for _ in range(count // 10)]
    more += [draw.choice(own).split(". ")[0] + "." for _ in range(count // 20)]
    more += [f"{draw.choice(own)} {sentence(draw)}" for _ in range(count // 20)]
    more += [f"{flood} {number} of them came." for number in range(count // 20)]
    more += [changed(draw, flood) for _ in range(count // 20)]
    more += chain(draw, count // 20)
    more += ["Read on.", "Also today", "* * *"] * (count // 60)
    every = own + more
    draw.shuffle(every)
    return every


def documents(seed: int, count: int) -> list[str]:
    """Documents of a few paragraphs, some of which stand whole in others."""
    draw = random.Random(seed)
    every = paragraphs(draw, 3 * count)
    found: list[str] = []
    while every:
        if found and draw.random() < 0.05:
            found.append(draw.choice(found))
            continue
        taken = [every.pop() for _ in range(min(len(every), draw.choice((1, 2, 4, 6))))]
        found.append("\n\n".join(taken) + "\n")
    return found


def jsonl(texts: list[str], ids: int = 0) -> bytes:
    """Records; with `ids`, so many different ones."""
    return b"".join(
        json.dumps({"text": text, "id": f"{number % (ids or len(texts))}"}).encode() + b"\n"
        for number, text in enumerate(texts)
    )
