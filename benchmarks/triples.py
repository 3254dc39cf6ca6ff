"""A number of triples and a seed in; a folder as a build leaves it, with an invented graph of about that size, out.

    python -m benchmarks.triples /tmp/million --triples 1000000

Cities with districts, parks, firms, clusters, projects, aims, figures, documents and sentences, in the terms of a
build; city sizes fall as Zipf has it. One city is in memory at a time. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from pyoxigraph import Literal, NamedNode, Quad, Store

from benchmarks.invented_city import City, Shared, node, region_quads
from benchmarks.invented_reports import write_reports
from benchmarks.region_graphs import HEADS
from graph.query import run
from graph.questions import Question
from graph.questions.cookbook import parameters_of
from graph.rdf.industries import scheme_quads
from graph.rdf.iris import PROV, RDF, SKOS
from graph.rdf.within import SOURCES
from graph.store import create, nquads

__all__ = ["asked", "chunks", "write"]

#: Regions above the cities, each with its kind.
_PROVINCE, _COAST = "region/{code}0000-第{code}省", "region/x-coast{code}-第{code}沿海经济带"
#: How many triples the scheme of industries takes, and how many a city has at least.
_SCHEME, _LEAST = 10_000, 3_000


def chunks(count: int, seed: int = 7) -> Iterator[str]:
    """Yield the graph piece by piece as N-Quads, a city at a time, each piece sorted."""
    random = Random(seed)
    sizes = _sizes(max(count - _SCHEME, 3 * _LEAST))
    partners = [f"organization/{head}{tail}" for head in HEADS for tail in ("大学", "研究院", "商会")]
    yield nquads((*scheme_quads(), *_sources()))
    firms: list[str] = []
    cities: list[str] = []
    for number, size in enumerate(sizes):
        code = f"{91 + number // 90}"
        province, coast = _PROVINCE.format(code=code), _COAST.format(code=code)
        above = [(province, "gazetteer.division", "gb-t-2260")]
        if number % 3 == 0:
            above.append((coast, "gazetteer.member", "functional-regions"))
        if number % 90 == 0:
            yield nquads((*region_quads(province, "Province"), *region_quads(coast, "FunctionalRegion")))
        city = City(number, Shared(above, cities, partners, firms), random)
        cities.append(city.region)
        write_reports(city, size)
        yield nquads(city.quads())


def _sizes(count: int) -> list[int]:
    """Return how many triples each city has."""
    cities = max(3, round(42 * (count / 1_000_000) ** 0.55))
    weights = [1 / (place + 1) ** 0.6 for place in range(cities)]
    return [max(_LEAST, round(count * weight / sum(weights))) for weight in weights]


def _sources() -> Iterator[Quad]:
    for source, label in SOURCES.items():
        yield Quad(node(f"source/{source}"), NamedNode(RDF + "type"), NamedNode(PROV + "Entity"))
        yield Quad(node(f"source/{source}"), NamedNode(SKOS + "prefLabel"), Literal(label, language="zh"))


def write(folder: Path, count: int, seed: int = 7) -> int:
    """Write graph.nq, store/ and build.json into a new folder; return the number of lines."""
    folder.mkdir(parents=True)
    lines = 0
    with (folder / "graph.nq").open("w", encoding="utf-8", newline="") as out:
        for piece in chunks(count, seed):
            lines += piece.count("\n")
            out.write(piece)
    create(folder / "store", folder / "graph.nq")
    made = {"version": 1, "documents": [], "invented": {"triples": lines, "seed": seed}}
    (folder / "build.json").write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return lines


def asked(store: Store, question: Question) -> Mapping[str, str]:
    """Return parameters for a question on an invented graph: those of its first example, about things that are there.

    Regions are the second and the third city, firms and the like those of the second.
    """
    given = parameters_of(question.examples[0]) if question.examples else {}
    kinds = {one.name: one.kind for one in question.parameters}
    return {name: _name(store, question, name, kinds[name]) or value for name, value in given.items()}


def _name(store: Store, question: Question, name: str, kind: str) -> str:
    if question.id == "functional-region":
        return node(_COAST.format(code="91")).value
    if kind in ("Region", "Region|Park", "Region|Company|Organization"):
        return f"{HEADS[2 if name == 'other' else 1]}市"
    pattern = _THERE.get(name if kind == "Entity" else kind)
    if pattern is None:
        return ""
    city = node(f"region/910200-{HEADS[1]}市")
    found = run(store, f"SELECT ?x WHERE {{ {pattern.replace('$city', str(city))} }} ORDER BY ?x LIMIT 1")
    return next(iter(found))["x"]


_LED = "?firm rg:leads ?cluster ; rg:within $city . ?cluster a rg:Cluster"
#: What a kind of parameter, or an entity by the parameter's name, stands for.
_THERE = {
    "Company|Organization|Region": "?x rg:undertakes ?p ; a rg:Company ; rg:within $city",
    "Project": "?phase rg:partOf ?x . ?x a rg:Project ; rg:within $city",
    "Cluster|Industry": _LED.replace("?cluster", "?x"),
    "Document": '?x a rg:Document ; rg:subject $city ; rg:year 2024 ; rg:genre "work-report"',
    "one": _LED.replace("?firm", "?x"),
    "other": f"{{ SELECT (MIN(?f) AS ?firm) {{ {_LED.replace('?firm', '?f')} }} }} ?firm rg:leads ?x . ?x a rg:Cluster",
    "entity": _LED.replace("?firm", "?x"),
}


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    if given.folder.exists():
        sys.exit(f"{given.folder}: is there already; remove it or name another folder")
    print(f"{given.folder}: {write(given.folder, given.triples, given.seed)} triples")


if __name__ == "__main__":
    _main()
