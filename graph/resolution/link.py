"""The groups of many documents in; entities out: what is one thing across documents, and what only shares a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.lexicon import central_groups, regions
from graph.mentions.gazetteer import locate
from graph.records import Claim, Entity, Extraction, Mention, Region, Resolution
from graph.resolution.aliases import Group, groups
from graph.resolution.names import key

__all__ = ["resolve"]

#: Types whose names mean the same thing everywhere.
_GLOBAL = ("Industry",)
#: Types of things that are projects as well while they are being built.
#: Zones that are at once a site and what a place is to become.
_ROLES = ("先导区", "示范区", "引导区", "引领区", "试验区", "先行区")
_BUILT = ("Park", "Facility", "Organization")


def _scope(group: Group, places: dict[Mention, Region]) -> str:
    """Return the code of the region that tells the group from its namesakes."""
    kind, subject = group.types[0], group.document.subject
    if kind == "Region":
        region = locate(group.name, subject)
        return region.code if region else (subject.code if subject else "")
    if kind in _GLOBAL or (kind == "Company" and (group.name in central_groups() or group.name.endswith("有限公司"))):
        return ""
    if any(mention.rule == "strategy.national" for mention in group.mentions):
        return ""
    for mention in group.mentions:
        if mention in places:
            return places[mention].code
    return subject.code if subject else ""


def _stated_places(extraction: Extraction) -> dict[Mention, Region]:
    found: dict[Mention, Region] = {}
    for claim in extraction.claims:
        if claim.property == "locatedIn" and claim.explicit and isinstance(claim.object, Mention):
            region = locate(claim.object.text, extraction.document.subject)
            if region is not None:
                found.setdefault(claim.subject, region)
    return found


def _same_line(one: str, other: str) -> bool:
    """Tell whether one of two scopes lies in the other."""
    if one == other:
        return True
    chains = [{region.code for region in regions().chain(code)} for code in (one, other)]
    return one in chains[1] or other in chains[0]


def _joined(same: list[tuple[str, Group]]) -> list[tuple[str, list[Group]]]:
    """Join groups of one type and name whose scopes lie in one another; the narrower scope stands."""
    found: list[tuple[str, list[Group]]] = []
    for scope, group in sorted(same, key=lambda pair: (-len(regions().chain(pair[0])), pair[0], pair[1].document.id)):
        for number, (place, members) in enumerate(found):
            if _same_line(scope, place):
                found[number] = (place, [*members, group])
                break
        else:
            found.append((scope, [group]))
    return found


def resolve(extractions: Sequence[Extraction]) -> Resolution:
    """Give every mention its entity.

    Across documents two groups are one where type and name agree and one's region lies in the other's: 高新区 of two
    cities stay two. The order of the documents does not matter.
    """
    by_key: dict[tuple[str, str], list[tuple[str, Group]]] = defaultdict(list)
    built = _built(extractions)
    for extraction in sorted(extractions, key=lambda extraction: extraction.document.id):
        places = _stated_places(extraction)
        for group in groups(extraction.document, _mentions(extraction)):
            by_key[group.types[0], key(group.name)].append((_scope(group, places), group))
    entities, of, reasons = [], {}, {}
    for (kind, _), same in sorted(by_key.items()):
        for scope, members in _joined(same):
            entity = _entity(kind, scope, members, built)
            entities.append(entity)
            reasons[entity.id] = tuple(sorted({reason for group in members for reason in group.reasons}))
            of.update(dict.fromkeys(entity.mentions, entity.id))
    return Resolution(tuple(sorted(entities, key=lambda entity: entity.id)), of, reasons)


def _mentions(extraction: Extraction) -> Iterable[Mention]:
    """Return the mentions of a document and those that only its claims hold (the subject that is never named)."""
    ends = (end for claim in extraction.claims for end in _ends(claim))
    return dict.fromkeys([*extraction.mentions, *ends])


def _ends(claim: Claim) -> Iterable[Mention]:
    yield claim.subject
    if isinstance(claim.object, Mention):
        yield claim.object


def _built(extractions: Iterable[Extraction]) -> frozenset[Mention]:
    """Return the parks, works and institutions of whose building documents tell: they are projects as well."""
    statuses = {c.subject for e in extractions for c in e.claims if c.property == "status" and c.object != "proposed"}
    undertaken = {c.object for e in extractions for c in e.claims if c.property == "undertakes"}
    return frozenset(m for m in (*statuses, *undertaken) if isinstance(m, Mention) and m.type in _BUILT)


def _entity(kind: str, scope: str, members: list[Group], built: frozenset[Mention]) -> Entity:
    first = members[0]
    name = first.name
    aliases = {form for group in members for form in (group.name, *group.names)} - {name}
    region = regions().by_code.get(scope)
    if kind == "Region" and region is not None and region.name == name and region.short:
        aliases.add(region.short)
    mentions = tuple(mention for group in members for mention in group.mentions)
    types = {other for group in members for other in group.types}
    types |= {"Project"} if built.intersection(mentions) else set()
    if kind == "Park" and name.endswith(_ROLES):
        types.add("Positioning")
    also = tuple(sorted(types - {kind}))
    # Without white space and with slashes out of the way the id stays one readable step of a path.
    words = "".join(name.split()).replace("/", "∕")
    return Entity(
        f"{kind.lower()}/{scope}-{words}" if scope else f"{kind.lower()}/{words}",
        kind,
        name,
        tuple(sorted(aliases)),
        mentions,
        scope,
        also,
    )
