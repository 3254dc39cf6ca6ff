"""A store and its networkx graph in; the statements that stand in no fact any more, with their sentences, out."""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox

from graph.view.rows import Row, local, rows

__all__ = ["superseded"]

SUPERSEDED = """SELECT ?statement ?s ?p ?o ?sentence ?rule WHERE {
  ?statement rg:superseded true ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
  OPTIONAL { ?statement prov:wasDerivedFrom ?sentence } OPTIONAL { ?statement rg:rule ?rule } }"""
UNITS = "SELECT ?s ?value ?unit WHERE { ?s a rg:Quantity ; rg:value ?value OPTIONAL { ?s rg:unit ?unit } }"


def superseded(store: ox.Store, made: nx.MultiDiGraph[str]) -> list[Row]:
    """Return one row for every overruled statement about a node of the graph.

    Keys: node, name (of the relation or attribute), other (the node at its far end, or None), value, unit, rule and
    sentences.
    """
    found: dict[str, Row] = {}
    units = {row["s"]: row for row in rows(store, UNITS)}
    for row in rows(store, SUPERSEDED):
        if row["s"] not in made:
            continue
        end = row["o"]
        known = units.get(end, {"value": local(end) if isinstance(end, str) else end, "unit": ""})
        entry = found.setdefault(
            row["statement"],
            {
                "node": row["s"],
                "name": local(row["p"]),
                "other": end if end in made else None,
                "value": known["value"],
                "unit": known["unit"] or "",
                "rules": {},
                "sentences": {},
            },
        )
        entry["rules"][row["rule"] or ""] = None
        entry["sentences"][row["sentence"]] = None
    return [
        {
            **{name: entry[name] for name in ("node", "name", "other", "value", "unit")},
            "rule": " ".join(filter(None, entry["rules"])),
            "sentences": tuple(one for one in entry["sentences"] if one),
        }
        for _, entry in sorted(found.items())
    ]
