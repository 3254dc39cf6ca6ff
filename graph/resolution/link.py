"""The extractions of all documents in; entities out: what is one thing, and what only shares a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.lexicon import central_groups, firm_forms, industries, official_heads, regions
from graph.records import TYPES, Claim, Entity, Extraction, Mention, Resolution
from graph.resolution.decisions import Decision, Decisions, matched
from graph.resolution.firms import FirmName, firm_candidates, firm_name
from graph.resolution.forms import Form, declared, forms
from graph.resolution.joining import Candidate, Joining, Signature
from graph.resolution.merges import merges
from graph.resolution.places import chain
from graph.resolution.projects import project_candidates, project_names
from graph.resolution.sites import site_candidates, site_owners
from graph.resolution.wholes import wholes
from graph.resolution.wording import names_zone, phase_of, wording

__all__ = ["resolve"]

#: Types of things that are projects as well while they are being built.
_BUILT = ("Park", "Facility", "Organization")
#: Zones that are at once a site and what a place is to become.
_ROLES = ("先导区", "示范区", "引导区", "引领区", "试验区", "先行区")
_NUMBER = re.compile(r"\d[\d.]*[十百千万亿]*")


def resolve(extractions: Sequence[Extraction], decisions: Decisions | None = None) -> Resolution:
    """Give every mention its entity.

    Forms of names are one where a rule says so and nothing speaks against it: 高新区 of two cities stay two, and so do
    two phases of one project. `decisions` are the user's, which stand above the rules. The order of the documents does
    not matter.
    """
    decisions = decisions or Decisions()
    found = forms(extractions, decisions.split)
    of_mention = {mention: number for number, form in enumerate(found) for mention in form.mentions}
    lines, unused = matched(decisions, found)
    claims = [claim for extraction in extractions for claim in extraction.claims]
    owners = _owners(found)
    projects = project_names(found, owners)
    sites = list(site_candidates(found, owners))
    firms = {number: name.firm for number, name in projects.items()} | site_owners(found, sites)
    joining = Joining(found, [_signature(form, firms.get(n, "")) for n, form in enumerate(found)], _refused(lines))
    unused += _force(joining, lines)
    joining.settle(
        [
            *_same_names(found),
            *_declared(extractions, of_mention),
            *firm_candidates(found),
            *sites,
            *project_candidates(found, projects, claims),
            *_industries(found),
        ]
    )
    built = _built(claims)
    groups = joining.groups()
    entities = _named([_entity([found[number] for number in group], built) for group in groups])
    of_form = {number: entity for group, entity in zip(groups, entities, strict=True) for number in group}
    reasons: dict[str, set[str]] = {entity.id: set() for entity in entities}
    for edge in joining.edges:
        reasons[of_form[edge.one].id].add(edge.rule)
    more, told = wholes(extractions, found, of_form)
    entities += more
    return Resolution(
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        of={mention: entity.id for entity in entities for mention in entity.mentions},
        reasons={entity.id: tuple(sorted(reasons.get(entity.id, ()))) for entity in entities},
        merges=merges(found, of_form, joining.edges, joining.apart),
        claims=told,
        unused=tuple(unused),
    )


def _signature(form: Form, owner: str) -> Signature:
    firm = firm_name(form)
    stem, phase = phase_of(form.key) if {"Project", "Park", "Facility"} & set(form.types) else (form.key, "")
    return Signature(
        place=form.place,
        scope=form.scope,
        registered=firm.registered if firm else "",
        trades=firm.trades if firm else None,
        phase=phase,
        numbers=frozenset(_NUMBER.findall(stem)),
        seen=form.seen if firm and firm.registered else frozenset(),
        owner=owner,
        head=next((head for head in official_heads() if form.key.endswith(head)), "") if firm is None else "",
        weak=_is_general(form, firm),
    )


def _is_general(form: Form, firm: FirmName | None) -> bool:
    """Tell whether a name says only of which kind a thing is, so that it means that of its region: 高新区, 城投集团."""
    if firm is not None:
        return bool(firm.general and not firm.place)
    return form.types[0] == "Park" and names_zone(wording(form))


def _refused(lines: Iterable[tuple[Decision, int, int]]) -> Mapping[int, Mapping[int, str]]:
    """Map forms to those that they are never one with, each with the user's line that says so."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for line, one, other in lines:
        if not line.same:
            found[one].setdefault(other, line.place)
            found[other].setdefault(one, line.place)
    return found


def _force(joining: Joining, lines: Sequence[tuple[Decision, int, int]]) -> list[str]:
    """Join what the user says is one; return a message for each line that another one forbids."""
    failed: dict[str, str] = {}
    for line, one, other in lines:
        if line.same and not joining.join(Candidate(one, other, "user.same", line.place), force=True):
            failed[line.place] = f"{line.place}: {line.name} and {line.other} are kept apart by another line"
    return list(failed.values())


def _same_names(found: Sequence[Form]) -> Iterator[Candidate]:
    """Yield forms of one name of which one's region lies in the other's; what has no region is short for all."""
    by_name: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, form in enumerate(found):
        by_name[form.kind, form.key][form.scope].append(number)
    for by_scope in by_name.values():
        for scope, numbers in by_scope.items():
            for number in numbers:
                for above in dict.fromkeys((*chain(scope), scope, "")):
                    wider = (other for other in by_scope.get(above, ()) if above != scope or other < number)
                    yield from (Candidate(other, number, "same-name", found[number].key) for other in wider)


def _declared(extractions: Iterable[Extraction], of_mention: Mapping[Mention, int]) -> Iterator[Candidate]:
    for extraction in extractions:
        for short, full, rule in declared(extraction):
            one, other = of_mention[short], of_mention[full]
            if one != other:
                yield Candidate(one, other, rule, f"{short.text} = {full.text}")


def _owners(found: Iterable[Form]) -> Mapping[str, set[str]]:
    """Map every document to the keys of the firms that it names."""
    owners: dict[str, set[str]] = defaultdict(set)
    for form in found:
        if "Company" in form.types:
            for document in form.documents:
                owners[document].add(form.key)
    return owners


def _industries(found: Sequence[Form]) -> Iterator[Candidate]:
    """Yield industries with and without 产业 or 业 behind them."""
    first: dict[str, int] = {}
    for number, form in enumerate(found):
        if form.kind != "Industry":
            continue
        stem = form.key
        if len(stem) > 3:
            bare = stem.removesuffix("业")  # 房地产业 is 房地产, 白酒产业 is 白酒
            stem = bare if bare in industries() else stem.removesuffix("产业")
        other = first.setdefault(stem, number)
        if other != number:
            short, long = sorted((number, other), key=lambda one: (len(found[one].key), one))
            yield Candidate(short, long, "industry.tail", f"{found[short].key} = {found[long].key}")


def _built(claims: Iterable[Claim]) -> frozenset[Mention]:
    """Return the parks, works and institutions of whose building documents tell: they are projects as well."""
    statuses = {claim.subject for claim in claims if claim.property == "status" and claim.object != "proposed"}
    undertaken = {claim.object for claim in claims if claim.property == "undertakes"}
    return frozenset(m for m in (*statuses, *undertaken) if isinstance(m, Mention) and m.type in _BUILT)


def _entity(members: list[Form], built: frozenset[Mention]) -> Entity:
    """Make an entity of the forms of its name; the best one is its name, the innermost region its own."""
    mentions = tuple(sorted(dict.fromkeys(m for form in members for m in form.mentions), key=_order))
    counts = Counter(mention.type for mention in mentions)
    kind = min(TYPES, key=lambda one: (-counts[one], TYPES.index(one)))
    name = max(members, key=lambda form: (_fullness(form), form.name)).name
    scope = _narrowest(members)
    if kind == "Company" and (name in central_groups() or _is_full(name)):
        scope = ""
    aliases = {form for member in members for form in (member.name, *member.names)} - {name}
    region = regions().by_code.get(scope)
    if kind == "Region" and region is not None and region.name == name and region.short:
        aliases.add(region.short)
    types = {other for member in members for other in member.types}
    types |= {"Project"} if built.intersection(mentions) else set()
    if kind == "Park" and name.endswith(_ROLES):
        types.add("Positioning")
    also = tuple(sorted(types - {kind}))
    return Entity("", kind, name, tuple(sorted(aliases)), mentions, scope, also)


def _order(mention: Mention) -> tuple[object, ...]:
    return mention.span, mention.type, mention.text, mention.rule, mention.parts


def _fullness(form: Form) -> tuple[bool, bool, int, int, int]:
    """Rank the forms of a name: a firm's registered name, then what most documents write, then the longest one."""
    weak = form.types[0] == "Park" and names_zone(wording(form))
    return _is_full(form.key), not weak, len(form.documents), len(form.key), len(form.mentions)


def _is_full(name: str) -> bool:
    form = next((form for form in firm_forms() if name.endswith(form)), "")
    return firm_forms().get(form) == "full"


def _narrowest(members: Iterable[Form]) -> str:
    counts: Counter[str] = Counter()
    for form in members:
        counts[form.scope] += len(form.mentions)
    return min(counts, key=lambda scope: (-len(chain(scope)), not scope, -counts[scope], scope))


def _named(entities: list[Entity]) -> list[Entity]:
    """Return entities with their ids: type, region and name, and a number where two would share one."""
    taken: Counter[str] = Counter()
    found = []
    for one in entities:
        # Without white space and with slashes out of the way the id stays one readable step of a path.
        words = "".join(one.name.split()).replace("/", "∕")
        id_ = f"{one.type.lower()}/{one.scope}-{words}" if one.scope else f"{one.type.lower()}/{words}"
        taken[id_] += 1
        if taken[id_] > 1:
            id_ = f"{id_}~{taken[id_]}"
        found.append(Entity(id_, one.type, one.name, one.aliases, one.mentions, one.scope, one.also))
    return found
