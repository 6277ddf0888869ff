"""The attributes of a tag: what they look like, and which a tag may have."""

from __future__ import annotations

import re

from cleaner.stages.markup.names import ATTRIBUTE_PREFIXES, ATTRIBUTES, BARE_ATTRIBUTES

# A value in quotation marks may hold anything, `>` too; one without ends at a space or an angle bracket.
_VALUE = r"""=[ \t\r\n]*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>`]++)"""
ATTRIBUTE = rf"""([A-Za-z_:@][A-Za-z0-9_:.-]*+)([ \t\r\n]*+{_VALUE})?+"""
"""The pattern of one attribute: its name, and its value with the equals sign."""
_PARTS = re.compile(ATTRIBUTE)


def are_attributes(name: str, attributes: str) -> bool:
    """Whether all that follows the name of a tag is attributes that such a tag may have.

    >>> are_attributes("p", ' class="lead"'), are_attributes("b", " x=1"), are_attributes("b", " and")
    (True, False, False)
    """
    for match in _PARTS.finditer(attributes):
        attribute, value = match.group(1).lower(), match.group(2)
        if value is None:
            if attribute not in BARE_ATTRIBUTES and not attribute.startswith(("data-", "aria-")):
                return False
        # `<b x=1>` may be a formula; a longer name with any value is markup (pages invent attributes).
        elif len(name) < 3 and attribute not in ATTRIBUTES and not attribute.startswith(ATTRIBUTE_PREFIXES):
            return False
    return True
