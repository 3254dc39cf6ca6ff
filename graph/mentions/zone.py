"""A document about a development zone in; the forms in which it writes the zone's name out."""

from __future__ import annotations

from graph.lexicon import zones
from graph.records import Document, Mention

__all__ = ["forms_of", "zone_regions"]

#: Shorter forms are parts of too many words.
_SHORTEST = 2


def forms_of(document: Document) -> frozenset[str]:
    """Return the forms in which a document that is about a zone may write its name; none for other documents."""
    zone, subject = document.zone, document.subject
    kind = next((kind for kind in zones() if zone.endswith(kind)), "")
    if not kind or subject is None:
        return frozenset()
    names = [name for name in (subject.name, subject.short) if name]
    own = next((zone[len(name) :] for name in names if zone.startswith(name)), zone)
    short = zones()[kind]
    bodies = {own, own.removesuffix(kind) + short, *(word for word, other in zones().items() if other == short)}
    forms = {place + body for place in ("", *names) for body in bodies}
    return frozenset({zone, *(form for form in forms if len(form) > _SHORTEST)})


def zone_regions(document: Document, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return mentions with those of the zone that a document is about as regions, which it is to the document."""
    forms = forms_of(document)
    if not forms:
        return found
    return tuple(
        Mention(one.span, "Region", one.text, one.rule, one.parts) if one.text in forms and one.type == "Park" else one
        for one in found
    )
