"""The IRI of an entity in; all that its page shows out: names, place, state, facts by relation, figures, evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.query import run, text
from graph.rdf.iris import RG, statement_id
from graph.search.folding import plain
from graph.serve.asking import Backing, Quotation, Thing, backing, local, quotations, spoken, things
from graph.serve.figures import Figures, Value, figures, values
from graph.serve.marking import Spoken
from graph.view.network import legend

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["EntityPage", "Group", "Line", "entity_page"]

#: Lines of a relation on the first page and on a page of its own; the most that are ordered by importance.
FIRST, PAGE, MOST = 10, 50, 5000
_DOCUMENTS = 30
#: Where something lies and what it belongs to is no aim, even where only sentences of aims name it.
LASTING = ("locatedIn", "partOf", "inIndustry")
_CHAIN = """SELECT ?r ?type (COUNT(DISTINCT ?above) AS ?depth) WHERE { <%s> rg:within ?r . ?r a ?type
  VALUES ?type { rg:Region rg:Park } OPTIONAL { ?r rg:within ?above } } GROUP BY ?r ?type"""
_FUNCTIONAL = "SELECT ?r WHERE { VALUES ?r { %s } ?r a rg:FunctionalRegion }"
_PAPERS = f"SELECT ?d WHERE {{ <%s> rg:mentionedIn ?d }} LIMIT {MOST}"
_SUPERSEDED = """SELECT ?st ?p ?o ?value ?unit WHERE { ?st rdf:subject <%s> ; rg:superseded true ; rdf:predicate ?p ;
  rdf:object ?o OPTIONAL { ?o rg:value ?value ; rg:unit ?unit } } ORDER BY ?p ?o LIMIT 100"""
_CODE = "SELECT ?code WHERE { <%s> rg:code ?code } ORDER BY ?code LIMIT 1"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a group: what stands at its other end, what it rests on, and some sentences."""

    thing: Thing
    backing: Backing
    planned: bool
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one relation in one direction: `more` tells that the count goes beyond `count`."""

    key: str
    zh: str
    en: str
    count: int
    more: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Overruled:
    """A statement that stands no more, with its sentences."""

    zh: str
    en: str
    text: str
    thing: Thing | None
    backing: Backing
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """All that the page of an entity shows. `status` and `aim` are names of the ontology, "" where none is told."""

    thing: Thing
    types: tuple[str, ...]
    aliases: tuple[str, ...]
    code: str
    chain: tuple[Thing, ...]
    beside: tuple[Thing, ...]
    status: str
    aim: str
    values: tuple[Value, ...]
    figures: Figures
    groups: tuple[Group, ...]
    overruled: tuple[Overruled, ...]
    documents: tuple[Thing, ...]
    document_count: int
    asked: str = ""
    page: int = 1
    pages: int = 1
    years: Mapping[str, int | None] = field(default_factory=dict)


def entity_page(opened: Opened, iri: str, base: str, asked: str = "", page: int = 1) -> EntityPage:
    """Return the page of an entity; `asked` keeps to one group ("out.leads"), of which `page` shows more."""
    known = opened.search.known([iri])[iri]
    thing = things(opened, [iri])[iri]
    own = spoken(opened, thing)
    ends = _ends(opened, iri)
    if asked in ends:
        return _one_group(opened, thing, known.types, base, own, asked, page, ends[asked])
    chain, beside = _chain(opened, iri)
    told = values(opened, iri, base, own)
    papers = list(dict.fromkeys(row["d"] for row in run(opened.source, _PAPERS % iri)))
    dated = opened.search.known(papers)
    papers.sort(key=lambda one: (-((dated[one].year or 0) if one in dated else 0), one))
    status, aim = _standing(told)
    code = next((row["code"] for row in run(opened.source, _CODE % iri)), "")
    shown = tuple(things(opened, papers[:_DOCUMENTS]).values())
    return EntityPage(
        thing, known.types, tuple(map(plain, opened.search.aliases(iri))), code, chain, beside, status, aim, told,
        figures(opened, iri) if "Region" in known.types else Figures(),
        _groups(opened, thing, base, own, {key: (found[:FIRST], len(found)) for key, found in ends.items()}),
        _overruled(opened, iri, own), shown, len(papers),
        years={one: dated[one].year for one in papers[:_DOCUMENTS] if one in dated},
    )  # fmt: skip


def _one_group(
    opened: Opened,
    thing: Thing,
    types: tuple[str, ...],
    base: str,
    own: Spoken,
    asked: str,
    page: int,
    ends: Sequence[str],
) -> EntityPage:
    pages = max(1, -(-min(len(ends), MOST) // PAGE))
    page = min(max(1, page), pages)
    found = ends[(page - 1) * PAGE : page * PAGE]
    groups = _groups(opened, thing, base, own, {asked: (found, len(ends))})
    chain, _ = _chain(opened, thing.iri)
    empty: tuple[()] = ()
    return EntityPage(
        thing, types, empty, "", chain, empty, "", "", empty, Figures(), groups, empty, empty, 0, asked, page, pages
    )


def _ends(opened: Opened, iri: str) -> dict[str, list[str]]:
    """Return what stands at the other end of the facts of an entity, by direction and relation, important ones first.

    Each relation is looked up by itself, and no further than MOST: a province has a million things within it.
    """
    branches = []
    for name in legend()["relations"]:
        for key, pattern in ((f"out.{name}", f"<{iri}> rg:{name} ?o"), (f"in.{name}", f"?o rg:{name} <{iri}>")):
            branches.append(f'{{ SELECT ("{key}" AS ?k) ?o WHERE {{ {pattern} }} LIMIT {MOST + 1} }}')
    found: dict[str, list[str]] = defaultdict(list)
    for group, end in run(opened.source, f"SELECT ?k ?o WHERE {{ {' UNION '.join(branches)} }}").rows:
        if text(end) != iri:
            found[text(group)].append(text(end))
    # Cooperation reads the same from both ends: it is told once.
    both = "cooperatesWith"
    if f"in.{both}" in found:
        found[f"out.{both}"] = list(dict.fromkeys([*found[f"out.{both}"], *found.pop(f"in.{both}")]))
    weights = opened.search.known(one for many in found.values() for one in many)
    order = {one: (-known.weight, known.name, one) for one, known in weights.items()}
    return {key: sorted(many, key=lambda one: order.get(one, (0, "", one))) for key, many in found.items()}


def _groups(
    opened: Opened, thing: Thing, base: str, own: Spoken, found: Mapping[str, tuple[Sequence[str], int]]
) -> tuple[Group, ...]:
    statements = {
        (key, other): _statements(base, thing.iri, key, other) for key, (ends, _) in found.items() for other in ends
    }
    backed = backing(opened, (one for many in statements.values() for one in many))
    named = things(opened, (other for ends, _ in found.values() for other in ends))
    names: dict[str, dict[str, Spoken]] = defaultdict(dict)
    resting = {}
    for (key, other), many in statements.items():
        one = resting[key, other] = next((backed[st] for st in many if st in backed), Backing(""))
        for sentence in one.sentences:
            names[sentence] |= {own.iri: own, other: spoken(opened, named[other])}
    quotes = quotations(opened, {sentence: tuple(known.values()) for sentence, known in names.items()})
    made = []
    for key in _ordered(found):
        ends, count = found[key]
        relation = key.partition(".")[2]
        lines = [_line(named[other], resting[key, other], relation, quotes) for other in ends]
        lines.sort(key=lambda line: line.planned)
        zh, en = _called(key)
        made.append(Group(key, zh, en, min(count, MOST), count > MOST, tuple(lines)))
    return tuple(made)


def _line(thing: Thing, backed: Backing, relation: str, quotes: Mapping[str, Quotation]) -> Line:
    shown = tuple(quotes[one] for one in backed.sentences if one in quotes)
    return Line(thing, backed, backed.planned and relation not in LASTING, shown)


def _statements(base: str, iri: str, key: str, other: str) -> list[str]:
    """Return the IRIs that the statement of a fact may have: they are hashes of it."""
    direction, _, relation = key.partition(".")
    ways = [(iri, other)] if direction == "out" else [(other, iri)]
    if relation == "cooperatesWith":
        ways = [(iri, other), (other, iri)]
    return [base + statement_id(f"<{start}>", f"<{RG}{relation}>", f"<{end}>") for start, end in ways]


def _called(key: str) -> tuple[str, str]:
    direction, _, relation = key.partition(".")
    words = legend()["relations"][relation]
    return (words["zh"], words["en"]) if direction == "out" else (words["back"], words["back_en"])


def _ordered(keys: Iterable[str]) -> list[str]:
    relations = list(legend()["relations"])
    return sorted(keys, key=lambda key: (relations.index(key.partition(".")[2]), key.startswith("in.")))


def _chain(opened: Opened, iri: str) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    """Return the places that something lies in, the nearest first, and the functional regions that cover it."""
    depths: Counter[str] = Counter()
    for row in run(opened.source, _CHAIN % iri):
        if row["r"] != iri:
            depths[row["r"]] = max(depths[row["r"]], int(row["depth"]))
    listed = " ".join(f"<{one}>" for one in depths)
    functional = {row["r"] for row in run(opened.source, _FUNCTIONAL % listed)} if depths else set()
    named = things(opened, sorted(depths, key=lambda one: (-depths[one], one)))
    inside = tuple(one for key, one in named.items() if key not in functional)
    return inside, tuple(one for key, one in named.items() if key in functional)


def _standing(told: Sequence[Value]) -> tuple[str, str]:
    """Return the furthest state that was reached, and a further one that is only aimed at."""
    stages = legend()["statuses"]
    order = list(stages)
    reached = [
        one.key for one in told if one.name == "status" and (not one.planned or stages[one.key]["stage"] == "plan")
    ]
    aimed = [one.key for one in told if one.name == "status" and one.planned and stages[one.key]["stage"] != "plan"]
    status, aim = (max(many, key=order.index, default="") for many in (reached, aimed))
    return status, aim if aim and (not status or order.index(aim) > order.index(status)) else ""


def _overruled(opened: Opened, iri: str, own: Spoken) -> tuple[Overruled, ...]:
    found = list(run(opened.source, _SUPERSEDED % iri))
    backed = backing(opened, (row["st"] for row in found))
    quotes = quotations(opened, {one: (own,) for known in backed.values() for one in known.sentences})
    named = things(opened, (row["o"] for row in found if row["o"].startswith("http") and "value" not in row))
    return tuple(_overruled_line(row, backed.get(row["st"], Backing(row["st"])), quotes, named) for row in found)


def _overruled_line(
    row: Mapping[str, str], backed: Backing, quotes: Mapping[str, Quotation], named: Mapping[str, Thing]
) -> Overruled:
    from graph.serve.figures import attribute_text

    name = local(row["p"])
    words = legend()["relations"].get(name) or legend()["attributes"].get(name) or {"zh": "状态", "en": "status"}
    thing = named.get(row["o"])
    shown = tuple(quotes[one] for one in backed.sentences if one in quotes)
    if name == "status" or thing is None or not thing.type:
        text = attribute_text(name, row.get("value", row["o"]), row.get("unit", ""))
        return Overruled(words["zh"], words["en"], text, None, backed, shown)
    return Overruled(words["zh"], words["en"], "", thing, backed, shown)
