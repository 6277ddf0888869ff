"""Documents all of which stand in an earlier one: `cleaner.duplicates.whole_documents` in tables.

What stands for a paragraph (its essence) is the form of the kept partner if it was dropped, else its own. A
document goes if all of its paragraphs were dropped or are short, one was dropped, and an earlier document has
the essences of all of them. Documents with the same essences have the same partner, so that a flood of copies
is one question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.cluster.session import Cluster, Table

_CHOSEN = """
select document, sort_array(collect_set(essence)) essences
from {members}
where document >= REFERENCE
group by document
having count(*) = max(size) and bool_and(dropped or short) and bool_or(dropped)
"""
_ASKED = """
select essences, explode(essences) essence from (select distinct essences from {chosen})
"""
_HOLDERS = """
select distinct m.essence, m.document
from {members} m left semi join {asked} a on m.essence = a.essence
"""
# The others are looked for where the one of them stands that stands in the fewest documents.
_RAREST = """
select a.essences, min_by(a.essence, struct(n.documents, a.essence)) essence
from {asked} a join (select essence, count(*) documents from {holders} group by essence) n
on a.essence = n.essence
group by a.essences
"""
_PARTNERS = """
select essences, min(document) partner
from (
    select r.essences, h.document
    from {rarest} r
    join {holders} o on r.essence = o.essence
    join {holders} h on o.document = h.document
    where array_contains(r.essences, h.essence)
    group by r.essences, h.document
    having count(*) = size(r.essences)
)
group by essences
"""
_WHOLE = """
select c.document, p.partner
from {chosen} c join {partners} p on c.essences = p.essences
where p.partner < c.document
"""


def whole_documents(cluster: Cluster, members: Table, reference: int) -> Table:
    """The documents that go (`document`), and the one that each repeats (`partner`), by their numbers in the
    corpus. `members` has a row for each paragraph that may be like another (`parts.DECIDED`)."""
    query = _CHOSEN.replace("REFERENCE", str(reference))
    chosen = cluster.kept("documents that may stand in others", cluster.sql(query, members=members))
    asked = cluster.sql(_ASKED, chosen=chosen)
    holders = cluster.kept("who holds their paragraphs", cluster.sql(_HOLDERS, members=members, asked=asked))
    rarest = cluster.sql(_RAREST, asked=asked, holders=holders)
    partners = cluster.sql(_PARTNERS, rarest=rarest, holders=holders)
    return cluster.kept("whole documents", cluster.sql(_WHOLE, chosen=chosen, partners=partners))
