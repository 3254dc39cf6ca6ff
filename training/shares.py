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
from graph.themes.score import SHARES, usual
from training.texts import golds, passages

__all__ = ["count", "examples"]

_HEAD = """# What share of a report each concept of ontology/industries.ttl takes in general: its firms, sites, clusters
# and projects with one each and its industries with half, against those of all concepts; the mean over reports. And
# what share of the reports speaks of it at all: nearly all of what usual_themes.csv lists, for passages are no reports.
# Sources: the marked passages of training/ and the expected facts of tests/passages, reports of all provinces.
# Made by: python -m training
concept,share,reports
"""
#: What share of whole reports speaks of what is usual in them.
_USUAL = 0.9
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
    spoken: dict[str, int] = defaultdict(int)
    number = 0
    for names in reports:
        weights: dict[str, float] = defaultdict(float)
        for name, kind in sorted(names):
            if kind in (*MEMBERS, "Industry"):
                found = concepts_of(Entity("", kind, name, (), ()))
                for concept in {above for one in found for above in (one.id, *one.above)}:
                    weights[concept] += 1.0 if kind in MEMBERS else 0.5
        whole = sum(weights.get(one.id, 0.0) for one in scheme().concepts.values() if one.level == 1)
        if whole:
            number += 1
            for concept, weight in weights.items():
                total[concept] += weight / whole
                spoken[concept] += 1
    for concept in usual():
        spoken[concept] = max(spoken[concept], round(_USUAL * number))
    rows = "".join(f"{one},{total[one] / number:.6f},{spoken[one] / number:.6f}\n" for one in sorted(spoken))
    new = out.with_name(f".{out.name}.new")
    new.write_text(_HEAD + rows, encoding="utf-8", newline="\n")
    new.replace(out)
    return number
