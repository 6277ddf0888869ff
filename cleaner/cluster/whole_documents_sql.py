"""Finds the documents that are dropped whole, in SQL, with the one document that each repeats.

`cleaner.duplicates.whole_documents` has the definition in three points, to which the numbers below refer.
Documents with the same kept forms have the same partner: queries are about sets of forms and not about
documents, so that a flood of copies is one question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.cluster.session import Cluster, Table

# Point 2. Members -> the documents that may go, with the set of their kept forms. `members` has no row for a
# paragraph that resembles none, and `size` counts these too: fewer rows than that, and one of them stays.
_CANDIDATES = """
select document, sort_array(collect_set(kept_form)) forms
from {members}
where document >= REFERENCE
group by document
having count(*) = max(size) and bool_and(dropped or short) and bool_or(dropped)
"""
# Candidates -> a row for each form of each set.
_WANTED = """
select forms, explode(forms) form from (select distinct forms from {candidates})
"""
# Members, and the forms that are wanted -> the documents that hold each of these.
_HOLDERS = """
select distinct m.kept_form form, m.document
from {members} m left semi join {wanted} w on m.kept_form = w.form
"""
# A form that the fewest documents hold, of each set: only among its holders the others are looked for. A
# section name that stands in every document would bring all of them together.
_RAREST = """
select w.forms, min_by(w.form, struct(n.documents, w.form)) form
from {wanted} w join (select form, count(*) documents from {holders} group by form) n
on w.form = n.form
group by w.forms
"""
# Point 3. Each set -> the earliest document that holds all of its forms.
_EARLIEST = """
select forms, min(document) partner
from (
    select r.forms, h.document
    from {rarest} r
    join {holders} o on r.form = o.form
    join {holders} h on o.document = h.document
    where array_contains(r.forms, h.form)
    group by r.forms, h.document
    having count(*) = size(r.forms)
)
group by forms
"""
# Candidates -> those that are not the earliest themselves.
_WHOLE = """
select c.document, e.partner
from {candidates} c join {earliest} e on c.forms = e.forms
where e.partner < c.document
"""


def find_whole_documents(cluster: Cluster, members: Table, reference: int) -> Table:
    """Finds the documents that go (`document`), and the one that each repeats (`partner`), by their numbers.

    `members` has a row for each paragraph that may resemble another: `document`, `kept_form`, `short`,
    `dropped`, and in `size` the number of paragraphs of its document. Documents before `reference` stay.
    """
    query = _CANDIDATES.replace("REFERENCE", str(reference))
    candidates = cluster.materialize(
        "documents that may stand in others", cluster.sql(query, members=members)
    )
    wanted = cluster.sql(_WANTED, candidates=candidates)
    found = cluster.sql(_HOLDERS, members=members, wanted=wanted)
    holders = cluster.materialize("who holds their paragraphs", found)
    rarest = cluster.sql(_RAREST, wanted=wanted, holders=holders)
    earliest = cluster.sql(_EARLIEST, rarest=rarest, holders=holders)
    return cluster.materialize(
        "whole documents", cluster.sql(_WHOLE, candidates=candidates, earliest=earliest)
    )
