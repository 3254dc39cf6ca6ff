"""The extractions of all documents in; the forms of names that they write out, one for each name and place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from graph.lexicon import central_groups, firm_forms
from graph.mentions.gazetteer import locate
from graph.mentions.zone import forms_of
from graph.records import TYPES, Claim, Document, Extraction, Mention, Region
from graph.resolution.names import canonical, key, nested, spellings
from graph.resolution.places import begins_with_place, chain, site_of

__all__ = ["Form", "declared", "forms", "mentions_of"]

_CALLED = r"(?:以下)?(?:简称|下称|以下称|又称|也称|又名)(?:为)?[：:]?\s*"
_SHORT_FORM = re.compile(rf"（{_CALLED}[“\"]?([^”\"）]{{2,20}})[”\"]?）|\({_CALLED}[“\"]?([^”\")]{{2,20}})[”\"]?\)")
_IN_BRACKETS = re.compile(r"[（(]([^（）()]{2,30})[）)]")
#: Names of institutes share so many characters at their end: 实验室, 研究院, not 某局.
_HEAD = 3
_INSTITUTES = "室院所"
#: Types that one thing may have at once: a park that is built as a project, a museum that is also an institution.
_TOGETHER = ("Park", "Project", "Facility", "Organization", "Strategy", "Positioning", "Cluster", "Company")
#: Types whose names mean the same thing everywhere.
_GLOBAL = ("Industry",)
#: Types that are what the name's place says, even where it is a whole province.
_REGISTERED = ("Company", "Organization")
_ANCHORED = (*_REGISTERED, "Park", "Project", "Facility", "Cluster")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a name, in all documents that write it of one place.

    `kind` is "one" for the types that one thing may have at once, else the type. `key` is the name without what
    spelling varies in. `scope` is the code of the region that tells it from its namesakes, "" where none does; `place`
    is that of the division that the name itself begins with and `bare` the key behind it; a firm's may stand in
    brackets. `seen` are the codes of the subjects of the documents that write it.
    """

    kind: str
    key: str
    scope: str
    name: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    mentions: tuple[Mention, ...]
    documents: frozenset[str]
    seen: frozenset[str]
    place: str
    bare: str


def mentions_of(extraction: Extraction) -> Iterable[Mention]:
    """Return the mentions of a document and those that only its claims hold (the subject that is never named)."""
    return dict.fromkeys([*extraction.mentions, *(end for claim in extraction.claims for end in _ends(claim))])


def _ends(claim: Claim) -> Iterator[Mention]:
    yield claim.subject
    if isinstance(claim.object, Mention):
        yield claim.object


def _stated_places(extraction: Extraction) -> Mapping[Mention, Region]:
    found: dict[Mention, Region] = {}
    for claim in extraction.claims:
        if claim.property == "locatedIn" and claim.explicit and isinstance(claim.object, Mention):
            region = locate(claim.object.text, extraction.document.subject)
            if region is not None:
                found.setdefault(claim.subject, region)
    return found


def _is_registered(name: str) -> bool:
    """Tell whether a firm's name is its full one, which no two firms share."""
    form = next((form for form in firm_forms() if name.endswith(form)), "")
    return firm_forms().get(form) == "full"


def _scope(document: Document, type_: str, name: str, mentions: list[Mention], places: Mapping[Mention, Region]) -> str:
    """Return the code of the region that tells a name from its namesakes."""
    subject = document.subject
    own = subject.code if subject else ""
    if type_ == "Region":
        region = locate(name, subject, document.year)
        return region.code if region else own
    if type_ in _GLOBAL or (type_ == "Company" and (name in central_groups() or _is_registered(name))):
        return ""
    if any(mention.rule == "strategy.national" for mention in mentions):
        return ""
    for mention in mentions:
        if mention in places:
            return places[mention].code
    place, _ = begins_with_place(key(name), subject)
    # A province in front of a site's name says less than the document that it stands in.
    if place and type_ in _ANCHORED and (type_ in _REGISTERED or place not in chain(own)[1:] or len(chain(place)) > 1):
        return place
    return own


def _main(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the types of mentions, the most frequent one first."""
    counts = dict.fromkeys(TYPES, 0)
    for mention in mentions:
        counts[mention.type] += 1
    return tuple(sorted((kind for kind in TYPES if counts[kind]), key=lambda kind: (-counts[kind], TYPES.index(kind))))


def _best(names: list[str]) -> str:
    """Return the fullest of the spellings of one name; among equals the one written most often."""
    return max(dict.fromkeys(names), key=lambda name: (len(key(name)), names.count(name), name))


def forms(extractions: Iterable[Extraction], split: frozenset[str] = frozenset()) -> list[Form]:
    """Return the forms of all documents, sorted; `split` are spellings that are no other spelling's form."""
    gathered: dict[tuple[str, str, str, str], list[tuple[Document, Mention, str]]] = defaultdict(list)
    for extraction in sorted(extractions, key=lambda extraction: extraction.document.id):
        document, places = extraction.document, _stated_places(extraction)
        here: dict[tuple[str, str, str], list[tuple[Mention, str]]] = defaultdict(list)
        for mention in mentions_of(extraction):
            name = canonical(mention, document.subject, document.year)
            kind = "one" if mention.type in _TOGETHER else mention.type
            own = next((text for text in (mention.text, name) if text in split), "")
            here[kind, key(name), own].append((mention, name))
        for (kind, word, own), found in here.items():
            mentions = [mention for mention, _ in found]
            scope = _scope(document, _main(mentions)[0], _best([name for _, name in found]), mentions, places)
            gathered[kind, word, scope, own] += [(document, mention, name) for mention, name in found]
    return [_form(*place[:3], found) for place, found in sorted(gathered.items())]


def _form(kind: str, word: str, scope: str, found: list[tuple[Document, Mention, str]]) -> Form:
    names = [name for _, _, name in found]
    name = _best(names)
    spelled = {form for _, mention, own in found for form in (own, *spellings(mention, name))} - {name}
    subjects = sorted({(d.subject.code, d.subject) for d, _, _ in found if d.subject}, key=lambda pair: pair[0])
    subject = subjects[0][1] if subjects else None
    place, end = ("", 0) if kind == "Region" else begins_with_place(word, subject)
    bare, types = word[end:], _main(mention for _, mention, _ in found)
    site = "" if place or types[0] != "Company" else site_of(word)
    if site and (region := locate(site[1:-1], subject)):
        place, bare = region.code, word.replace(site, "")
    return Form(
        kind=kind,
        key=word,
        scope=scope,
        name=name,
        names=tuple(sorted(spelled)),
        types=types,
        mentions=tuple(mention for _, mention, _ in found),
        documents=frozenset(document.id for document, _, _ in found),
        seen=frozenset(code for code, _ in subjects),
        place=place,
        bare=bare,
    )


def declared(extraction: Extraction) -> Iterator[tuple[Mention, Mention, str]]:
    """Yield pairs of mentions that a document itself declares to be one, with the rule.

    A short form that stands in brackets behind the full name (以下简称“甲科技”), another name that stands there by
    itself, and the forms of the zone that the document is about.
    """
    document, found = extraction.document, list(mentions_of(extraction))
    by_text: dict[str, Mention] = {}
    ends: dict[int, Mention] = {}
    for mention in found:
        by_text.setdefault(mention.text, mention)
        by_text.setdefault(mention.text.strip("“”"), mention)
        ends[mention.span.end] = mention
    for match in _SHORT_FORM.finditer(document.text):
        short = by_text.get(match[1] or match[2])
        if short is not None and match.start() in ends:
            yield short, ends[match.start()], "declared-short-form"
    for match in _IN_BRACKETS.finditer(document.text):
        inner, outer = by_text.get(match[1]), ends.get(match.start())
        if inner is not None and outer is not None and _may_be_called(inner, outer):
            yield inner, outer, "declared-in-brackets"
    zone = forms_of(document)
    own: dict[str, list[Mention]] = defaultdict(list)
    for text, mention in sorted(by_text.items(), key=lambda pair: (len(pair[0]), pair[0])):
        if text in zone:
            own[mention.type].append(mention)
    for same in own.values():
        yield from ((one, other, "document.zone") for one, other in pairwise(same))


def _may_be_called(inner: Mention, outer: Mention) -> bool:
    """Tell whether the name in brackets is another name of what stands before them.

    Lists put second authorities, subsidiaries and phases there as well: so a firm's names must share their characters
    in order, and the names of an institute what they end with.
    """
    if inner.type != outer.type or inner.text == outer.text:
        return False
    if inner.type == "Company":
        return nested((inner.text.removeprefix("市"),), (outer.text.removeprefix("市"),))
    ending = inner.text[-_HEAD:]
    return inner.type == "Organization" and outer.text.endswith(ending) and ending[-1] in _INSTITUTES
