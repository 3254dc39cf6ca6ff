"""A document about a development zone in; the forms in which it writes the zone's name out."""

from __future__ import annotations

from graph.patterns import word_list
from graph.records import Document, Mention

__all__ = ["forms_of", "zone_regions"]

#: Kinds of zones with what they are called in short.
_SHORTER = {
    "高新技术产业开发区": "高新区",
    "高新技术开发区": "高新区",
    "经济技术开发区": "经开区",
    "经济开发区": "开发区",
}


def forms_of(document: Document) -> frozenset[str]:
    """Return the forms in which a document that is about a zone may write its name; none for other documents."""
    zone, subject = document.zone, document.subject
    kind = next((kind for kind in word_list("zone") if zone.endswith(kind)), "")
    if not zone or subject is None:
        return frozenset()
    places = ("", subject.name, subject.short)
    own = next(
        (zone[len(place) :] for place in (subject.name, subject.short) if place and zone.startswith(place)), zone
    )
    bodies = {own, own.removesuffix(kind) + _SHORTER.get(kind, kind)}
    kinds = {kind, _SHORTER.get(kind, kind), *(word for word, short in _SHORTER.items() if short == kind)}
    forms = {place + body for place in places for body in (*bodies, *kinds)}
    return frozenset({zone, *(form for form in forms if len(form) > 2)})


def zone_regions(document: Document, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return mentions with those of the zone that a document is about as regions: it is what the document reports of."""
    forms = forms_of(document)
    if not forms:
        return found
    return tuple(
        Mention(one.span, "Region", one.text, one.rule, one.parts) if one.text in forms and one.type == "Park" else one
        for one in found
    )
