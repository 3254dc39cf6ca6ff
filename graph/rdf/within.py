"""What lies in what in; everything that lies within everything out, with the divisions above that no document names."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from graph.lexicon import regions
from graph.rdf.evidence import boolean, named
from graph.rdf.iris import PROV, RDF, SKOS, iri, statement_id
from graph.records import Entity, Region

__all__ = ["LEVELS", "SOURCES", "ancestors", "closure", "members", "region_id"]

#: Where the general knowledge comes from that rules of the gazetteer state, by the last step of the source's IRI.
SOURCES = {
    "gb-t-2260": "GB/T 2260 中华人民共和国行政区划代码",
    "functional-regions": "国家和省级区域规划所列功能区的成员",
}

LEVELS = {
    "province": "Province",
    "prefecture": "Prefecture",
    "county": "County",
    "functional": "FunctionalRegion",
    "country": "Country",
}


def closure(links: Iterable[tuple[NamedNode, NamedNode]]) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield every pair that a chain of links joins; a cycle joins no node to itself."""
    above: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for one, other in links:
        above[one].add(other)
    for start in list(above):
        seen: set[NamedNode] = set()
        ahead = list(above[start])
        while ahead:
            node = ahead.pop()
            if node not in seen and node != start:
                seen.add(node)
                ahead += above.get(node, ())
        for node in seen:
            yield start, node


def region_id(region: Region) -> str:
    """Return the id of the entity that a region of the gazetteer is."""
    return f"region/{region.code}-{region.name}"


def ancestors(
    entities: Sequence[Entity], subjects: Iterable[str], told: set[tuple[NamedNode, NamedNode]], base: str
) -> Iterator[Quad]:
    """Yield the divisions above the named ones, each part of the next: general knowledge, marked by its source.

    `subjects` are the codes of regions that documents are about, whether they name them or not; `told` are the parts
    and wholes that documents tell of already.
    """
    known = {entity.scope for entity in entities if entity.type == "Region"}
    scopes = {entity.scope for entity in entities if entity.scope.isdigit()} | set(subjects)
    linked: set[tuple[str, str]] = set()
    for scope in sorted(scopes):
        chain = regions().chain(scope)
        for region in chain:
            if region.code not in known:
                known.add(region.code)
                node = NamedNode(iri(base, region_id(region)))
                yield Quad(node, NamedNode(RDF + "type"), named("Region"))
                yield Quad(node, NamedNode(RDF + "type"), named(LEVELS[region.level]))
                yield Quad(node, named("code"), Literal(region.code))
                yield Quad(node, NamedNode(SKOS + "prefLabel"), Literal(region.name, language="zh"))
        for one, other in itertools.pairwise(chain):
            if (one.code, other.code) not in linked:
                linked.add((one.code, other.code))
                part, whole = (NamedNode(iri(base, region_id(region))) for region in (one, other))
                if (part, whole) not in told:
                    yield from _part(base, part, whole, "gazetteer.division", "gb-t-2260")


def members(
    entities: Sequence[Entity], above: Iterable[Quad], told: set[tuple[NamedNode, NamedNode]], base: str
) -> Iterator[Quad]:
    """Yield the divisions of the graph that belong to its functional regions, each a part of them.

    `above` are the quads of the divisions that no document names; `told` what documents tell of already.
    """
    nodes = {one.scope: NamedNode(iri(base, one.id)) for one in entities if _is_region(one)}
    for quad in above:
        if quad.predicate == named("code") and isinstance(quad.object, Literal):
            nodes.setdefault(quad.object.value, quad.subject)  # type: ignore[arg-type]
    for code, whole in sorted(nodes.items()):
        for member in regions().by_code[code].members:
            part = nodes.get(member)
            if part is not None and (part, whole) not in told:
                yield from _part(base, part, whole, "gazetteer.member", "functional-regions")


def _is_region(entity: Entity) -> bool:
    """Tell whether an entity is a region of the gazetteer, not a town or a zone in one."""
    region = regions().by_code.get(entity.scope)
    return entity.type == "Region" and region is not None and region.name == entity.name


def _part(base: str, part: NamedNode, whole: NamedNode, rule: str, source: str) -> Iterator[Quad]:
    """Yield that one region is part of another, and which general knowledge says so."""
    yield Quad(part, named("partOf"), whole)
    statement = NamedNode(base + statement_id(str(part), str(named("partOf")), str(whole)))
    yield Quad(statement, NamedNode(RDF + "type"), NamedNode(RDF + "Statement"))
    yield Quad(statement, NamedNode(RDF + "subject"), part)
    yield Quad(statement, NamedNode(RDF + "predicate"), named("partOf"))
    yield Quad(statement, NamedNode(RDF + "object"), whole)
    yield Quad(statement, named("rule"), Literal(rule))
    yield Quad(statement, named("explicit"), boolean(False))
    yield Quad(statement, NamedNode(PROV + "wasDerivedFrom"), NamedNode(base + f"source/{source}"))
