"""Characters of Unicode that are raised or lowered themselves: ⁶ for a 6 that a page sets above the line."""

from __future__ import annotations

from typing import Final

RAISED: Final = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED: Final = dict(
    zip("0123456789+-−=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", strict=True)
)
"""Not every letter and sign has such a character."""


def write_raised(content: str, name: str) -> str | None:
    """Write what stands in an element `sup` or `sub` in raised or lowered characters; None where one is
    missing.

    >>> write_raised("-6", "sup"), write_raised("2", "sub"), write_raised("6.5", "sup")
    ('⁻⁶', '₂', None)
    """
    table = RAISED if name == "sup" else LOWERED
    if not content or not all(character in table for character in content):
        return None
    return "".join(table[character] for character in content)
