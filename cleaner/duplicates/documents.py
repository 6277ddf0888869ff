"""Documents that stand whole in an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.duplicates.decisions import DocumentDrop, Drop


def whole_documents(
    documents: Sequence[int],
    forms: Sequence[int],
    drops: Sequence[Drop],
    short: Callable[[int], bool],
    reference: int,
) -> tuple[DocumentDrop, ...]:
    """Documents all of whose long paragraphs were dropped and stand in one earlier document, as do the
    short ones.

    A paragraph stands in a document that holds its kept partner, or another paragraph with that partner:
    of two copies of an article that share their first paragraph with a third, the later is still a copy of
    the earlier. A short paragraph stands where its normal form does. The partner is the earliest such
    document, which is therefore not dropped itself. Documents of the reference, and those without a long
    paragraph, stay.
    """
    root = {drop.paragraph: drop.partner for drop in drops}
    members: dict[int, list[int]] = {documents[drop.paragraph]: [] for drop in drops}
    for document in set(documents[:reference]):
        members.pop(document, None)
    order: dict[int, int] = {}
    for paragraph, document in enumerate(documents):
        order.setdefault(document, paragraph)
        if document in members:
            members[document].append(paragraph)
    whole = [
        document
        for document, own in members.items()
        if all(paragraph in root or short(paragraph) for paragraph in own)
    ]
    holders = _holders(
        documents, forms, root, [paragraph for document in whole for paragraph in members[document]]
    )
    found: list[DocumentDrop] = []
    for document in whole:
        wanted = [holders[_essence(paragraph, forms, root)] for paragraph in members[document]]
        standing = wanted[0].intersection(*wanted[1:])
        earlier = [other for other in standing if order[other] < order[document]]
        if earlier:
            found.append(DocumentDrop(document, min(earlier, key=order.__getitem__)))
    return tuple(found)


def _essence(paragraph: int, forms: Sequence[int], root: dict[int, int]) -> int:
    """What stands for a paragraph: its kept partner if it was dropped, else the first of its normal form."""
    return forms[root.get(paragraph, paragraph)]


def _holders(
    documents: Sequence[int], forms: Sequence[int], root: dict[int, int], wanted: Sequence[int]
) -> dict[int, set[int]]:
    """The documents in which each of the wanted paragraphs stands."""
    holders: dict[int, set[int]] = {_essence(paragraph, forms, root): set() for paragraph in wanted}
    if holders:
        for paragraph, document in enumerate(documents):
            essence = _essence(paragraph, forms, root)
            if essence in holders:
                holders[essence].add(document)
    return holders
