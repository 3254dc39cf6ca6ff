"""A store and wishes in words in; the network page of the part of the graph that answers them out."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import GraphError, StoreError
from graph.facts import find, nearest
from graph.records import TYPES
from graph.remote import Source
from graph.themes import concept_asked, themes
from graph.themes.content import lit
from graph.view.narrow import Narrowing, file_name, narrowed
from graph.view.network import network
from graph.view.page import page

__all__ = ["part_page"]


def part_page(
    store: Source, around: str | None, steps: int, regions: Sequence[str], types: Sequence[str], theme: str | None
) -> tuple[str, str]:
    """Return a name for the file and the page; raises GraphError where a wish names nothing or nothing is left."""
    for one in types:
        if one not in TYPES:
            raise GraphError(f"--type {one}: unknown; choose one of {', '.join(TYPES)}")
    concept = concept_asked(theme) if theme else None
    wanted = Narrowing(
        (_entity(store, around),) if around else (),
        steps,
        tuple(_entity(store, one, "Region") for one in regions),
        tuple(types),
        concept.iri if concept else "",
    )
    whole = network(store)
    whole.graph["themes"] = lit(themes(store))
    shown = [*([f"around-{around}-{steps}"] if around else []), *regions, *types, *([concept.zh] if concept else [])]
    title = "、".join([*([f"{around} 周围 {steps} 步"] if around else []), *shown[bool(around) :]])
    return file_name(shown), page(narrowed(whole, store, wanted), title=f"{title} · RegionGraph")


def _entity(store: Source, name: str, kind: str | None = None) -> str:
    """Return the IRI of the entity that a name means; raises StoreError with the names that look like it."""
    nodes = find(store, name, kind)
    if not nodes:
        near = "、".join(nearest(store, name)) or "nothing alike"
        raise StoreError(f"{name}: {'no region' if kind else 'not'} in the graph; nearest: {near}")
    return nodes[0].iri
