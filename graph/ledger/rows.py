"""A store and the name of a region in; the ledger of all that lies in it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from graph import remote
from graph.errors import StoreError
from graph.ledger.groups import WORKS, Known, groups
from graph.ledger.judge import KINDS, OUTCOMES, Row, of_amount, of_figure, of_state
from graph.ledger.match import works_key
from graph.ledger.sayings import Saying, Source, mentions, names, naming, sayings, sources, within

__all__ = ["Ledger", "ledger"]

_AMOUNTS = ("investment", "capacity", "scale")
#: Which genres speak for a whole region: a report that leaves a task out tells something, an article does not.
_WEIGHT = {"news": 0, "task-list": 1, "work-report": 2, "plan": 2}
_DONE = 4.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """The promises of a region and what became of them; `sources` are the documents that it rests on, oldest first."""

    region: str
    iri: str
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]

    def of(self, *outcomes: str) -> tuple[Row, ...]:
        """Return the rows with one of some outcomes."""
        return tuple(row for row in self.rows if row.outcome in outcomes)

    def only(self, outcomes: Collection[str]) -> Ledger:
        """Return the ledger with the rows of some outcomes."""
        return replace(self, rows=self.of(*outcomes))


def ledger(store: remote.Source, region: str, first: int | None = None, last: int | None = None) -> Ledger:
    """Return the ledger of a region, from documents about the years `first` to `last`.

    Raises StoreError where the graph holds no such region, with the nearest names.
    """
    called = names(store)
    iri = _region(called, region)
    scope = within(store, iri)
    told = [
        one
        for one in sayings(store)
        if {one.entity, one.about} & scope
        and (first is None or (one.source.year or first) >= first)
        and (last is None or (one.source.year or last) <= last)
    ]
    used = {one.source.iri for one in told}
    known_sources = sorted(
        (one for one in sources(store).values() if one.iri in used), key=lambda one: (one.age, one.iri)
    )
    known = Known(store, called, mentions(store), known_sources, scope, iri)
    rows = [*_works(known, told), *_aims(known, told), *_figures(known, told)]
    order, kinds = list(OUTCOMES), list(KINDS)
    rows.sort(key=lambda row: (order.index(row.outcome), kinds.index(row.kind), row.name, row.entity))
    return Ledger(called[iri][0], iri, tuple(known_sources), tuple(rows))


def _region(called: Mapping[str, tuple[str, str]], wanted: str) -> str:
    places = {iri: name for iri, (name, kind) in called.items() if kind in ("Region", "Park")}
    found = [iri for iri, name in places.items() if wanted in (name, iri)]
    found = found or [iri for iri in places if f"/region/{wanted}-" in iri or iri.endswith(f"-{wanted}市")]
    if not found:
        near = "、".join(get_close_matches(wanted, sorted(set(places.values())), n=3, cutoff=0.3)) or "nothing alike"
        raise StoreError(f"--region {wanted}: not in the graph; nearest: {near}")
    if len(found) > 1:
        codes = "、".join(sorted(iri.rsplit("/", 1)[-1] for iri in found))
        raise StoreError(f"--region {wanted}: means {codes}; give the code")
    return found[0]


def _works(known: Known, told: Sequence[Saying]) -> Iterator[Row]:
    of: dict[str, list[Saying]] = defaultdict(list)
    for one in told:
        of[one.entity].append(one)
    for group in groups(known, told):
        said = sorted((one for entity in group for one in of[entity]), key=lambda one: (one.source.age, one.sentence))
        states = [one for one in said if one.kind == "status" and one.number is not None]
        if states:
            yield from _state_rows(known, group, states)
        yield from _amount_rows(known, group, said)


def _best(said: Sequence[Saying]) -> Saying:
    """Return the saying that speaks for a document: what a particular verb says, the latest stage, the first place."""
    return min(said, key=lambda one: (one.weak, -(one.number or 0.0), one.sentence))


def _promise(states: Sequence[Saying]) -> Saying | None:
    """Return the first state that is aimed at, or that leaves something to be done."""
    for source in dict.fromkeys(one.source for one in states):
        here = [one for one in states if one.source == source]
        aimed = [one for one in here if one.basis == "target"]
        if aimed:
            return _best(aimed)
        if (best := _best(here)).number is not None and best.number < _DONE:
            return best
    return None


def _state_rows(known: Known, group: Sequence[str], states: Sequence[Saying]) -> Iterator[Row]:
    name, kind = known.names[group[0]]
    promised = _promise(states)
    news = _is_new(known, group, states[0].source)
    if promised is None or (news and promised.basis == "actual" and not _later(promised, states)):
        if news:
            yield Row(group[0], name, kind, "status", "new", None, _best(states))
        return
    later = _later(promised, states)
    if not later:
        yield _unreported(known, group, promised, "status")
        return
    reports = [one for one in later if one.basis != "target"] or later
    end = _best([one for one in reports if one.source == reports[-1].source])
    before = [one for one in later if one.source.age < end.source.age]
    firm = [one for one in before if not one.weak and one.basis == "actual" and (one.number or 0) > (end.number or 0)]
    if end.weak and firm:
        end, before = firm[-1], [one for one in before if one.source.age < firm[-1].source.age]
    outcome, kept = of_state(promised, before, end)
    other = known.names[end.entity][0]
    yield Row(
        group[0], name, kind, "status", outcome, promised, end, later_name=other if other != name else "", kept=kept
    )


def _later(promised: Saying, said: Sequence[Saying]) -> list[Saying]:
    """Return what later documents say of the years since a promise."""
    since = promised.source.year if promised.basis == "target" else promised.year
    return [
        one
        for one in said
        if one.source.age > promised.source.age and (one.year is None or since is None or one.year >= since)
    ]


def _is_new(known: Known, group: Sequence[str], source: Source) -> bool:
    """Tell whether an older document about the same region exists and names none of a group."""
    older = [one for one in known.sources if one.age < source.age and one.subject == source.subject]
    return bool(older) and not any(known.named(group, one) for one in known.sources if one.age < source.age)


def _unreported(known: Known, group: Sequence[str], promised: Saying, kind: str) -> Row:
    """Return the row of a promise of which no later document tells: named, no more named, or open."""
    name, of = known.names[group[0]]
    for source in reversed(known.after(promised.source)):
        for entity in known.named(group, source):
            other = known.names[entity][0] if known.names[entity][0] != name else ""
            return Row(group[0], name, of, kind, "named", promised, naming(known.store, entity, source), source, other)
    due = promised.year or promised.source.year or 0
    silent = [
        one
        for one in known.after(promised.source)
        if one.subject == promised.source.subject
        and _WEIGHT[one.genre] >= _WEIGHT[promised.source.genre]
        and (promised.basis != "target" or one.reported >= due)
    ]
    return Row(
        group[0],
        name,
        of,
        kind,
        "noMoreNamed" if silent else "open",
        promised,
        witness=silent[-1] if silent else None,
        kept=None,
    )


def _amount_rows(known: Known, group: Sequence[str], said: Sequence[Saying]) -> Iterator[Row]:
    for kind in _AMOUNTS:
        here = [one for one in said if one.kind == kind]
        if not here or here[0].source == here[-1].source:
            continue
        first = [one for one in here if one.source == here[0].source]
        last = [one for one in here if one.source == here[-1].source]
        if compared := of_amount(first, last):
            promised, later, outcome = compared
            name, of = known.names[group[0]]
            other = known.names[later.entity][0]
            shown = other if other != name else ""
            yield Row(group[0], name, of, kind, outcome, promised, later, later_name=shown)


def _aims(known: Known, told: Sequence[Saying]) -> Iterator[Row]:
    """Yield a row for everything that a region or park aims at; what another aims at as well is another promise."""
    of: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for one in told:
        if one.kind == "targets" and known.names.get(one.entity, ("", "Region"))[1] != "Region":
            of[one.entity, one.about].append(one)
    for (entity, about), said in of.items():
        name, kind = known.names[entity]
        name = name if about == known.home else f"{known.names.get(about, ('', ''))[0]}：{name}"
        promised = said[0]
        later = [one for one in said if one.source.age > promised.source.age]
        if later:
            yield Row(entity, name, kind, "aim", "again", promised, later[-1])
        elif _is_new(known, [entity], promised.source) and promised.basis == "actual":
            yield Row(entity, name, kind, "aim", "new", None, promised)
        else:
            yield replace(_unreported(known, [entity], promised, "aim"), name=name)
    scales: dict[str, list[Saying]] = defaultdict(list)
    for one in told:
        if one.kind == "scale" and known.names.get(one.entity, ("", ""))[1] not in WORKS:
            scales[one.entity].append(one)
    for entity, said in scales.items():
        yield from _amount_rows(known, [entity], said)


def _figures(known: Known, told: Sequence[Saying]) -> Iterator[Row]:
    """Yield a row for every figure that was aimed at, against what is told of the same statistic or works and year."""
    of: dict[tuple[Hashable, ...], list[Saying]] = defaultdict(list)
    for one in told:
        if one.kind in ("indicator", "works") and one.year is not None:
            same = (works_key(one.entity), one.unit) if one.kind == "works" else (one.entity,)
            of[one.kind, one.about, one.year, *same].append(one)
    for said in of.values():
        promised = next((one for one in said if one.basis == "target"), None)
        if promised is not None:
            yield _figure_row(known, promised, [one for one in said if one.source.age > promised.source.age])


def _figure_row(known: Known, promised: Saying, later: Sequence[Saying]) -> Row:
    place = known.names.get(promised.about, (promised.about, ""))[0]
    name = f"{place} {promised.entity} {promised.year}"
    reports = [one for one in later if one.basis == "actual"] or later
    if not reports:
        return Row(promised.about, name, "Region", promised.kind, "open", promised)
    outcome, kept = of_figure(promised, reports[-1])
    return Row(promised.about, name, "Region", promised.kind, outcome, promised, reports[-1], kept=kept)
