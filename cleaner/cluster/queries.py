"""What the loop of `cleaner.cluster.fixpoint_tables` asks of its tables, in SQL."""

from __future__ import annotations

from cleaner.cluster.apply_drops import ACCEPTED, DROP, FOUND, NOTE, STAYS, WHOLE
from cleaner.cluster.task_documents import INDEX, PLACE

ORDER = ", ".join(field.split()[0] for field in FOUND.split(", ")[1:])
OF = f"cast(shiftright({{0}}, {INDEX}) as int)"
PARTNERS = f"""
select {OF.format("member")} task, document, start, cast(null as string) edit,
    {OF.format("partner")} partner_task, partner_document, partner_start, ROUND round
from {{decided}} where kind = 'drop'
"""
OWNERS = f"""
select document, min({OF.format("member")}) task from {{decided}} where kind = 'member' group by document
"""
NAMES = """
select distinct o.task, w.partner document from {wholes} w join {owners} o on w.partner = o.document
"""
ROWS = f"""
select {OF.format("d.member")} task, if(d.kind = 'drop', {DROP}, {NOTE}) kind, d.document,
    d.member & {PLACE} place, d.start, p.place partner, d.rule, d.similarity, d.containment, d.verdict,
    d.reason, cast(null as string) edit
from {{decided}} d join {{places}} p on d.partner = p.member where d.kind <> 'member'
union all
select o.task, {WHOLE}, w.document, -1l, -1l, n.name, '', 0d, 0d, '', '', null
from {{wholes}} w join {{owners}} o on w.document = o.document join {{named}} n on w.partner = n.document
"""
STAYING = f"""
select * from {{rows}}
union all
select task, {STAYS}, document, -1l, start, '', '', 0d, 0d, '', '', edit from {{pinned}}
"""
ABOUT = """
select a.* from {asked} a left semi join (select document from {asked} where WHICH) d
on a.document = d.document
"""
CHANGED = """
select task, min(frames) frames, min(places) places, bool_or(moved) moved from {lost} group by task
"""
LATEST = """
select p.* from (
    select last.* from (
        select max(struct(
            round, task, document, start, edit, partner_task, partner_document, partner_start
        )) last
        from {partners} group by document, start
    )
) p left semi join {touched} t on p.partner_document = t.document
"""
ORPHANS = """
select l.task, l.document, l.start, l.edit from {latest} l left anti join {standing} s
on l.partner_document = s.document and l.partner_start = s.start
"""
PARTNER_KEYS = """
select distinct partner_task task, partner_document document, partner_start start, cast(null as string) edit
from {partners}
"""
WITH_ACCEPTED = f"""
select f.task, {ACCEPTED} kind, f.document, f.place, f.start, f.partner, f.rule, f.similarity, f.containment,
    f.verdict, f.reason, f.edit
from {{free}} f left semi join {{staying}} s on f.document = s.document and f.start = s.start
where f.kind = {DROP}
union all
select * from {{rows}}
"""
