"""Draws pictures as inline SVG: bars, from numbers alone. Colours come from the style sheet of the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from cleaner.report.page.review import BINS, Review

# In pixels: of all pictures, of one row and its label, of a picture with columns and the labels below.
WIDTH = 720
ROW = 22
LABEL = 230
HEIGHT = 220
FOOT = 34


class Picture(NamedTuple):
    """A picture with its title, a sentence that says what is seen, and the figures as a table."""

    title: str
    says: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def draw_pictures(review: Review) -> list[Picture]:
    """Draws the pictures that the review has figures for."""
    drawings = [_draw_rules(review), _draw_lengths(review), _draw_similarities(review)]
    return [picture for picture in drawings if picture is not None]


def _draw_rules(review: Review) -> Picture | None:
    counts = [
        (rule, count.characters_removed, count.characters_inserted)
        for rule, count in review.manifest.rules.items()
        if count.characters_removed or count.characters_inserted
    ]
    if not counts:
        return None
    # The largest first, and by name where equal: the page must not change from run to run.
    counts.sort(key=lambda count: (-count[1] - count[2], count[0]))
    most = max(max(removed, inserted) for _, removed, inserted in counts)
    room = WIDTH - LABEL - 90
    shapes: list[str] = []
    for row, (rule, removed, inserted) in enumerate(counts):
        y = row * ROW
        shapes.append(_draw_text(LABEL - 8, y + 15, rule, "end"))
        for offset, (kind, number) in enumerate((("old", removed), ("new", inserted))):
            # At least one pixel: what is not zero must be seen.
            length = max(1.0, room * number / most) if number else 0.0
            shapes.append(_draw_bar(kind, LABEL, y + 3 + 8 * offset, length, 7))
        shapes.append(_draw_text(LABEL + room + 8, y + 15, f"-{removed:,} +{inserted:,}"))
    says = f"{counts[0][0]} removed the most: {counts[0][1]:,} characters."
    rows = [(rule, f"{removed:,}", f"{inserted:,}") for rule, removed, inserted in counts]
    svg = _draw_svg("Characters by rule", says, WIDTH, ROW * len(counts), shapes)
    return Picture(
        "Characters removed and inserted by rule", says, svg, ("rule", "removed", "inserted"), rows
    )


def _draw_lengths(review: Review) -> Picture | None:
    raw, clean = review.lengths
    if not raw:
        return None
    # Every power between, so that an empty one is a gap and the axis stays even.
    powers = range(min(raw | clean), max(raw | clean) + 1)
    labels = [f"{2**power:,}" for power in powers]
    series = [("old", [raw[power] for power in powers]), ("new", [clean[power] for power in powers])]
    says = f"{raw.total():,} paragraphs before, {clean.total():,} after, by length in characters."
    svg = _draw_svg("Lengths of paragraphs", says, WIDTH, HEIGHT, _draw_columns(labels, series))
    rows = [
        (f"from {label}", f"{raw[power]:,}", f"{clean[power]:,}")
        for label, power in zip(labels, powers, strict=True)
    ]
    return Picture("Lengths of paragraphs, before and after", says, svg, ("characters", "raw", "clean"), rows)


def _draw_similarities(review: Review) -> Picture | None:
    if not review.similarities:
        return None
    removed = [review.similarities[column, True] for column in range(BINS)]
    reported = [review.similarities[column, False] for column in range(BINS)]
    labels = [f"{number / BINS:.2f}" for number in range(BINS)]
    shapes = _draw_columns(labels, [("old", removed), ("new", reported)])
    x = WIDTH * review.threshold
    shapes.append(f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT - FOOT}"/>')
    shapes.append(_draw_text(x - 6, 12, f"threshold {review.threshold:g}", "end"))
    says = (
        f"{sum(removed):,} paragraphs removed, {sum(reported):,} reported and kept, by similarity to their "
        f"partner; the threshold is {review.threshold:g}."
    )
    svg = _draw_svg("Similarity of duplicates", says, WIDTH, HEIGHT, shapes)
    rows = [
        (f"from {label}", f"{removals:,}", f"{reports:,}")
        for label, removals, reports in zip(labels, removed, reported, strict=True)
        if removals or reports
    ]
    return Picture(
        "Similarity of duplicates and revisions", says, svg, ("similarity", "removed", "kept"), rows
    )


def _draw_columns(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> list[str]:
    """Draws columns side by side over each label, the highest as high as the picture."""
    most = max(1, *(number for _, numbers in series for number in numbers))
    step = WIDTH / len(labels)
    wide = step * 0.8 / len(series)
    shapes: list[str] = []
    for place, label in enumerate(labels):
        x = place * step + step * 0.1
        for offset, (kind, numbers) in enumerate(series):
            high = (HEIGHT - FOOT) * numbers[place] / most
            y = HEIGHT - FOOT - high
            shapes.append(_draw_bar(kind, x + offset * wide, y, wide, high))
        # More labels than 12 would run into each other: every second one is written.
        if len(labels) <= 12 or place % 2 == 0:
            shapes.append(_draw_text(place * step + step / 2, HEIGHT - 12, label, "middle"))
    return shapes


def _draw_bar(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _draw_text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _draw_svg(title: str, says: str, width: int, height: int, shapes: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title)}: {escape(says)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{"".join(shapes)}</svg>'
    )
