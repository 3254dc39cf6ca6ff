"""Forms of projects' names in; which of them may be one out: without their place, their owner or their size."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.lexicon import cues
from graph.records import Claim, Mention
from graph.resolution.firms import parts
from graph.resolution.forms import Form
from graph.resolution.index import Index
from graph.resolution.joining import Candidate
from graph.resolution.names import key
from graph.resolution.wording import wording

__all__ = ["ProjectName", "project_candidates", "project_names"]

_LONGEST_OWNER = 12
#: What is built has so many characters at least, and so many where nothing but the owner is left out.
_PRODUCT, _BARE = 2, 4
#: A firm that stands in no line of a document by itself is an owner only where its name is so long.
_KNOWN_OWNER = 3


@dataclass(frozen=True, slots=True)
class ProjectName:
    """What a project's name is made of: the place and the owner as written, the size, what is built.

    `firm` is the owner's own word, by which owners are compared.
    """

    place: str
    owner: str
    firm: str
    size: str
    product: str


@cache
def _size() -> re.Pattern[str]:
    units = "|".join(map(re.escape, cues("size-unit")))
    return re.compile(rf"\d[\d.]*[十百千万亿]*(?:{units})?")


def project_names(forms: Sequence[Form], owners: Mapping[str, set[str]]) -> Mapping[int, ProjectName]:
    """Take the forms of projects' names apart, by their numbers; `owners` holds the firms that each document names.

    The firms that stand before a size somewhere are owners where no size follows as well.
    """
    projects = {n: form for n, form in enumerate(forms) if form.kind == "one" and form.types[0] == "Project"}
    found = {number: name for number, form in projects.items() if (name := _sized(form))}
    firms = {name for names in owners.values() for name in names}
    firms |= {name.place + name.owner for name in found.values() if name.owner} | {n.owner for n in found.values()}
    known = frozenset(firms)
    for number, form in projects.items():
        if number not in found:
            found[number] = _unsized(form, {one for d in form.documents for one in owners.get(d, ())}, known)
    return found


def _sized(form: Form) -> ProjectName | None:
    word, end = wording(form), len(form.key) - len(form.bare)
    place, rest = word[:end], word[end:]
    match = _size().search(rest)
    if match is None or len(rest) - match.end() < _PRODUCT:
        return None
    owner = rest[: match.start()]
    return ProjectName(place, owner, _firm(form, place, owner), match.group(), rest[match.end() :])


def _unsized(form: Form, near: set[str], firms: frozenset[str]) -> ProjectName:
    word, end = wording(form), len(form.key) - len(form.bare)
    place, rest = word[:end], word[end:]
    owner = _owner(place, rest, near, firms)
    return ProjectName(place, owner, _firm(form, place, owner), "", rest.removeprefix(owner))


def _firm(form: Form, place: str, owner: str) -> str:
    return parts(place + owner, form.place, owner).core if len(owner) > 1 else owner


def _owner(place: str, rest: str, near: set[str], firms: frozenset[str]) -> str:
    """Return the longest name of a firm that what stands behind the place begins with."""
    for length in range(min(_LONGEST_OWNER, len(rest) - _PRODUCT), 1, -1):
        names = (rest[:length], place + rest[:length])
        if near.intersection(names) or (length >= _KNOWN_OWNER and firms.intersection(names)):
            return rest[:length]
    return ""


def project_candidates(
    forms: Sequence[Form], names: Mapping[int, ProjectName], claims: Sequence[Claim]
) -> Iterator[Candidate]:
    """Yield pairs of projects of which one leaves out the place, the owner or the size that the other names."""
    undertaken = _undertaken(claims)
    index = Index(((number, _shared(name.firm, name.size, name)) for number, name in names.items()), forms)
    for long, name in names.items():
        for firm, size in dict.fromkeys(itertools.product((name.firm, ""), (name.size, ""))):
            for short in index.near(_shared(firm, size, name), forms[long].scope):
                if short != long and forms[short].key != forms[long].key:
                    rule = _rule(short, long, forms, names, undertaken)
                    if rule:
                        yield Candidate(short, long, rule, f"{forms[short].key} = {forms[long].key}")


def _shared(firm: str, size: str, name: ProjectName) -> str:
    return f"{firm}|{size}|{name.product}"


def _rule(
    short: int,
    long: int,
    forms: Sequence[Form],
    names: Mapping[int, ProjectName],
    undertaken: Mapping[Mention, set[str]],
) -> str:
    """Return the rule by which one project may be called by the shorter name of another, "" for none."""
    a, b = names[short], names[long]
    if a.place and not b.place and not (a.firm and b.firm):
        return ""  # only an owner that both name tells that the place is that of the project
    if b.firm and not a.firm:
        stated = any({b.owner, b.place + b.owner} & undertaken.get(mention, set()) for mention in forms[short].mentions)
        return "project.owner-prefix" if stated or (a.size and b.size) else ""
    if b.size and not a.size:
        return "project.size-dropped" if a.firm or (a.place and forms[short].place == forms[long].place) else ""
    return "project.place-prefix" if a.firm or a.size or len(a.product) >= _BARE else ""


def _undertaken(claims: Sequence[Claim]) -> Mapping[Mention, set[str]]:
    found: dict[Mention, set[str]] = {}
    for claim in claims:
        if claim.property == "undertakes" and isinstance(claim.object, Mention):
            found.setdefault(claim.object, set()).add(key(claim.subject.text))
    return found
