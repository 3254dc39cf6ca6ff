"""The mentions of one document in; groups of mentions that name the same thing out, with the rules that joined them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.lexicon import industries, regions
from graph.mentions.zone import forms_of
from graph.records import TYPES, Document, Mention
from graph.resolution.names import canonical, key, spellings

__all__ = ["Group", "groups"]

_PARK_HEAD = re.compile(r"(?:产业园区|产业园|产业区|工业园区|工业园)$")
_FIRM_HEAD = re.compile(r"(?:（集团）|\(集团\))?(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|股份|控股)$")
_SHORT_FORM = re.compile(
    r"（(?:以下)?(?:简称|下称|又称|也称|又名)[：:]?[“\"]?([^”\"）]{2,20})[”\"]?）|\((?:以下)?(?:简称|下称|又称|也称|又名)[：:]?[“\"]?([^”\")]{2,20})[”\"]?\)"
)
#: Types that one thing may have at once: a park that is built as a project, a museum that is also an institution.
_TOGETHER = ("Park", "Project", "Facility", "Organization", "Strategy", "Positioning", "Cluster", "Company")


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one thing in one document: its name, its types (the main one first) and why they are one."""

    document: Document
    name: str
    types: tuple[str, ...]
    mentions: tuple[Mention, ...]
    names: tuple[str, ...]
    reasons: tuple[str, ...]


def _prefixes(document: Document) -> tuple[str, ...]:
    """Return the names of the document's own regions, longest first: they add nothing to a local name."""
    if document.subject is None:
        return ()
    chain = regions().chain(document.subject.code)[:2]
    names = {name for region in chain for name in (region.name, region.short) if len(name) > 1}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _stem(kind: str, name: str, prefixes: tuple[str, ...], firms: frozenset[str] = frozenset()) -> str:
    """Return what of a name tells it from others of its type in the same document."""
    stem = key(name)
    if kind in ("Park", "Project", "Facility", "Organization"):
        for prefix in prefixes:
            if stem.startswith(prefix) and len(stem) - len(prefix) >= 4:
                stem = stem[len(prefix) :]
                break
    if kind == "Park":
        head = _PARK_HEAD.search(stem)
        stem = stem[: head.start()] + "产业园" if head and head.start() >= 2 else stem
    if kind == "Industry" and len(stem) > 4:
        stem = stem.removesuffix("产业")
    if kind == "Industry" and len(stem) > 3 and stem.removesuffix("业") in industries():
        stem = stem.removesuffix("业")
    return _firm_stem(stem, firms) if kind == "Company" else stem


def _firm_stem(stem: str, firms: frozenset[str]) -> str:
    """Return what a firm is called without its legal form; a short or placeless form only where it is also written."""
    bare = stem
    while (head := _FIRM_HEAD.search(bare)) and head.start() >= 2:
        bare = bare[: head.start()]
        stem = bare if len(bare) >= 4 or bare in firms else stem
    for length in (2, 3):
        if stem[:length] in regions().by_name and len(stem) - length >= 3 and stem[length:] in firms:
            return stem[length:]
    return stem


def _short_forms(document: Document, mentions: Iterable[Mention]) -> Mapping[str, str]:
    """Map a short form that the text declares (以下简称“甲科技”) to the full name before it."""
    ends = {mention.span.end: mention.text for mention in mentions}
    found = {}
    for match in _SHORT_FORM.finditer(document.text):
        if match.start() in ends:
            found[match[1] or match[2]] = ends[match.start()]
    return found


def groups(document: Document, mentions: Iterable[Mention]) -> list[Group]:
    """Join the mentions of one document that name one thing, in the order of their first mention."""
    mentions = list(mentions)
    prefixes = _prefixes(document)
    declared = {**_short_forms(document, mentions), **dict.fromkeys(forms_of(document), document.zone)}
    firms = frozenset(key(mention.text) for mention in mentions if mention.type == "Company")
    members: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    reasons: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in mentions:
        name = canonical(mention, document.subject)
        full = declared.get(mention.text)
        stem = _stem(mention.type, full or name, prefixes, firms)
        place = ("one" if mention.type in _TOGETHER else mention.type, stem)
        members[place].append(mention)
        if full:
            reasons[place].add("declared-short-form")
        elif stem != key(name):
            reasons[place].add("same-stem")
    return [_group(document, found, tuple(sorted(reasons[place]))) for place, found in members.items()]


def _group(document: Document, found: list[Mention], reasons: tuple[str, ...]) -> Group:
    counts = {kind: sum(mention.type == kind for mention in found) for kind in TYPES}
    types = tuple(sorted((kind for kind in TYPES if counts[kind]), key=lambda kind: (-counts[kind], TYPES.index(kind))))
    names = [canonical(mention, document.subject) for mention in found]
    # The fullest form is the name, except that the form written most often wins among equals.
    name = max(dict.fromkeys(names), key=lambda form: (len(key(form)), names.count(form), form))
    forms = {form for mention, form in zip(found, names, strict=True) for form in (form, *spellings(mention, name))}
    return Group(document, name, types, tuple(found), tuple(sorted(forms - {name})), reasons)
