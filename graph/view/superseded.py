"""A network and what reads its store in; the statements that stand in no fact any more, with sentences, out."""

from __future__ import annotations

import networkx as nx

from graph.view.rows import Reader, Row, local

__all__ = ["superseded"]

SUPERSEDED = """SELECT ?statement ?s ?p ?o ?sentence ?rule WHERE {
  ?statement rg:superseded true ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
  OPTIONAL { ?statement prov:wasDerivedFrom ?sentence } OPTIONAL { ?statement rg:rule ?rule } }"""
UNITS = "SELECT ?s ?value ?unit WHERE { ?s a rg:Quantity ; rg:value ?value OPTIONAL { ?s rg:unit ?unit } }"


def superseded(read: Reader, made: nx.MultiDiGraph[str]) -> list[Row]:
    """Return one row for every overruled statement about a node of the graph.

    Keys: node, name (of the relation or attribute), other (the node at its far end, or None), value, unit, rule and
    sentences.
    """
    found: dict[str, Row] = {}
    overruled = read(SUPERSEDED)
    units = {row["s"]: row for row in read(UNITS)}
    for row in overruled:
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
