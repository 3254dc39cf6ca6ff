"""A network and what reads its store in; the region that every node belongs to, as a node and as a name, out."""

from __future__ import annotations

import re

import networkx as nx

from graph.view.rows import Reader, tail

__all__ = ["add_places"]

CODES = "SELECT ?s ?code WHERE { ?s rg:code ?code }"
#: What an IRI begins with where a region is part of the entity's identity.
SCOPE = re.compile(r"([0-9]{6}|[cx]-[a-z]+)-")


def add_places(made: nx.MultiDiGraph[str], read: Reader) -> None:
    """Give every node its `home` (a region's IRI or "") and `scope` (its name or ""), in place.

    It is the region that its IRI tells by code, else the one it is located in or part of.
    """
    regions = {str(row["code"]): row["s"] for row in read(CODES)}
    for iri, node in made.nodes(data=True):
        code = SCOPE.match(tail(iri))
        home = regions.get(code[1]) if code else None
        if home not in made or home == iri:
            ends = [
                end
                for _, end, relation in sorted(made.out_edges(iri, keys=True), key=lambda edge: edge[::-1])
                if relation in {"locatedIn", "partOf"} and made.nodes[end]["type"] == "Region" and end != iri
            ]
            home = ends[0] if ends else None
        node["home"] = home or ""
        node["scope"] = made.nodes[home]["label"] if home else ""
