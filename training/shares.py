"""Marked passages of all provinces in; what share of a report each industry takes in general out, to rank themes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.industries import scheme
from graph.rdf.industries import concepts_of
from graph.records import Entity
from graph.themes.corpus import MEMBERS
from graph.themes.score import SHARES
from training.texts import golds, passages

__all__ = ["count", "examples"]

_HEAD = """# What share of a report each concept of ontology/industries.ttl takes in general: its firms, sites, clusters
# and projects with one each and its industries with half, against those of all concepts; the mean over reports.
# Sources: the marked passages of training/ and the expected facts of tests/passages, reports of all provinces.
# Made by: python -m training
concept,share
"""
Names = set[tuple[str, str]]


def examples() -> Iterator[Names]:
    """Yield the names, with their types, of every passage that may be learnt from."""
    for passage in passages():
        yield {(passage.text[start:end], kind) for start, end, kind in passage.names}
    for path in golds():
        facts = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        entities = [fact for fact in facts if fact["kind"] == "entity"]
        yield {(one["name"], one["type"] if isinstance(one["type"], str) else one["type"][0]) for one in entities}


def count(reports: Iterable[Names], out: Path = SHARES) -> int:
    """Write the shares of all concepts; return how many reports they are means of."""
    total: dict[str, float] = defaultdict(float)
    number = 0
    for names in reports:
        weights: dict[str, float] = defaultdict(float)
        for name, kind in sorted(names):
            if kind in (*MEMBERS, "Industry"):
                found = concepts_of(Entity("", kind, name, (), ()))
                for concept in {above for one in found for above in (one.id, *one.above)}:
                    weights[concept] += 1.0 if kind in MEMBERS else 0.5
        whole = sum(weights[one.id] for one in scheme().concepts.values() if one.level == 1)
        if whole:
            number += 1
            for concept, weight in weights.items():
                total[concept] += weight / whole
    rows = "".join(f"{concept},{total[concept] / number:.6f}\n" for concept in sorted(total))
    new = out.with_name(f".{out.name}.new")
    new.write_text(_HEAD + rows, encoding="utf-8", newline="\n")
    new.replace(out)
    return number
