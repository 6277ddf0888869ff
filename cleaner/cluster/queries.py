"""The SQL of `cleaner.cluster.table_view`. The comment above a query says which rows go in and come out.

`decided` are rows of `decide_component.DECIDED`, `rows` such of `apply_drops.FOUND`. A paragraph is
(`document`, `start`): the number of its document in the corpus, and where it begins in the raw text. Pins and
links carry the number of the task besides, so that they can be sent to where the document is.
"""

from __future__ import annotations

from cleaner.cluster.apply_drops import DROP, FOUND, NOTE, STAYS, SUPPRESSED, WHOLE
from cleaner.cluster.task_documents import INDEX, PLACE

ORDER = ", ".join(field.split()[0] for field in FOUND.split(", ")[1:])
PIN = "task, document, start, edit"
"""The columns of pins."""
TASK_OF = f"cast(shiftright({{0}}, {INDEX}) as int)"
"""The task of a paragraph, by its number."""

# Pins `a` and `b` -> the pins of `a` that are not in `b`.
DIFFERENCE = """
select a.* from {a} a left anti join {b} b on a.document = b.document and a.start = b.start
"""
# Two tables with the same columns -> the rows of both.
BOTH = "select * from {a} union all select * from {b}"

# A decision -> its links: each dropped paragraph with its partner.
LINKS = f"""
select {TASK_OF.format("member")} task, document, start,
    {TASK_OF.format("partner")} partner_task, partner_document, partner_start
from {{decided}} where kind = 'drop'
"""
# Numbered links -> of each paragraph the last one, if the document of its partner was touched.
LATEST = """
select l.* from (
    select last.* from (
        select max(struct(round, task, document, start, partner_task, partner_document, partner_start)) last
        from {links} group by document, start
    )
) l left semi join {touched} t on l.partner_document = t.document
"""
# Links, and the paragraphs that stand in the documents of their partners -> pins of those without a partner.
ORPHANS = """
select l.task, l.document, l.start, cast(null as string) edit
from {latest} l left anti join {standing} s
on l.partner_document = s.document and l.partner_start = s.start
"""
# Links -> pins of the partners.
PARTNERS = """
select distinct partner_task task, partner_document document, partner_start start, cast(null as string) edit
from {links}
"""

# A decision -> documents with a paragraph in it, and their tasks.
OWNERS = f"""
select document, min({TASK_OF.format("member")}) task
from {{decided}} where kind = 'member' group by document
"""
# Whole documents -> the tasks and numbers of their partners, whose names are wanted.
NAMES = """
select distinct o.task, w.partner document from {wholes} w join {owners} o on w.partner = o.document
"""
# A decision with the places and names of partners -> rows of `FOUND`.
ROWS = f"""
select {TASK_OF.format("d.member")} task, if(d.kind = 'drop', {DROP}, {NOTE}) kind, d.document,
    d.member & {PLACE} place, d.start, p.place partner, d.rule, d.similarity, d.containment, d.verdict,
    d.reason, cast(null as string) edit
from {{decided}} d join {{places}} p on d.partner = p.member where d.kind <> 'member'
union all
select o.task, {WHOLE}, w.document, -1l, -1l, n.name, '', 0d, 0d, '', '', null
from {{wholes}} w join {{owners}} o on w.document = o.document join {{named}} n on w.partner = n.document
"""
# `rows` and pins -> rows of `FOUND`, the pins as rows of their own kind.
WITH_PINS = f"""
select * from {{rows}}
union all
select task, {STAYS}, document, -1l, start, '', '', 0d, 0d, '', '', edit from {{pins}}
"""
# `rows` of a decision, and of one without pins (`free`) -> `rows`, and the drops of suppressed paragraphs.
WITH_SUPPRESSED = f"""
select f.task, {SUPPRESSED} kind, f.document, f.place, f.start, f.partner, f.rule, f.similarity,
    f.containment, f.verdict, f.reason, f.edit
from {{free}} f left semi join {{suppressed}} a on f.document = a.document and f.start = a.start
where f.kind = {DROP}
union all
select * from {{rows}}
"""
# `rows` -> all of those of a document, if one of them is WHICH.
SELECT = """
select r.* from {rows} r left semi join (select document from {rows} where WHICH) d
on r.document = d.document
"""
# Documents that were written (`LOST`) -> a row for each task: its files, and whether the pipeline changed
# more in one of its documents.
CHANGED = """
select task, min(frames) frames, min(places) places, bool_or(pipeline_changed_more) pipeline_changed_more
from {lost} group by task
"""
