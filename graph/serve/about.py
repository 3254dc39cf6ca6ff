"""The graph that a worker has open in; its base IRI, its title and its size out."""

from __future__ import annotations

from dataclasses import dataclass

from graph.query import run
from graph.rdf.iris import BASE
from graph.serve.opened import Opened

__all__ = ["About", "about"]

_DOCUMENTS = (
    "SELECT ?d ?name WHERE { ?d a rg:Document OPTIONAL { ?d rg:subject ?s . ?s skos:prefLabel ?name } } ORDER BY ?d"
)
_TRIPLES = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class About:
    """What is served: the IRI that its things begin with, a title (its regions), and how much of it there is."""

    base: str = BASE
    title: str = "RegionGraph"
    documents: int = 0
    triples: int = 0


def about(opened: Opened) -> About:
    """Return what a graph is about (a job)."""
    _ = opened.search  # a missing index is made before the first request
    rows = list(run(opened.source, _DOCUMENTS))
    places = list(dict.fromkeys(row["name"] for row in rows if "name" in row))
    names = "、".join(places[:_SHOWN]) + ("等" if len(places) > _SHOWN else "")
    first = rows[0]["d"] if rows else ""
    base = first[: first.rindex("document/")] if "document/" in first else BASE
    (size,) = run(opened.source, _TRIPLES)
    return About(
        base, f"{names} · RegionGraph" if names else "RegionGraph", len({row["d"] for row in rows}), int(size["n"])
    )
