"""Forms of parks, projects, works, institutions and clusters in; which of them may be one out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.lexicon import central_groups, cues, industries, site_heads, trades
from graph.mentions.gazetteer import locate
from graph.resolution.firms import parts
from graph.resolution.forms import Form
from graph.resolution.index import Index
from graph.resolution.joining import Candidate
from graph.resolution.places import begins_with_place
from graph.resolution.wording import REST, names_zone, split, wording
from graph.text.words import is_common

__all__ = ["site_candidates", "site_owners"]

_TYPES = ("Park", "Project", "Facility", "Organization", "Cluster")
_KINDS = {"Park": "park", "Project": "project", "Cluster": "cluster"}
_LONGEST_OWNER = 12
_INSERTED = (2, 3, 4)
_LINKS = frozenset("的和与及在、")
#: How people of a place call it: 市体育中心 in a report of the city.
_OWN = frozenset("市省县区")


def site_candidates(forms: Sequence[Form], owners: Mapping[str, set[str]]) -> Iterator[Candidate]:
    """Yield pairs of forms that may be one park, project, work, institution or cluster.

    `owners` holds the keys of the firms that each document names. A zone may have a site in it as a firm has.
    """
    words = {n: wording(form) for n, form in enumerate(forms) if form.kind == "one" and form.types[0] in _TYPES}
    holders = _holders(forms, owners)
    whole = Index(words.items(), forms)
    behind = Index(((n, rest) for n, word in words.items() if (rest := _behind(forms[n], word))), forms)
    for number, word in words.items():
        form = forms[number]
        for other in whole.near(word, form.scope):
            if other != number and forms[other].key != form.key:
                short, long = sorted((number, other), key=lambda one: (len(forms[one].key), one))
                kind = _KINDS.get(forms[long].types[0], "name")
                rule = "park.head" if kind == "park" else f"{kind}.wording"
                yield Candidate(short, long, rule, word)
        yield from _without_place(number, word, forms, whole, behind)
        yield from _without_owner(number, word, forms, whole, holders)
        yield from _inserted(number, word, forms, whole)


def site_owners(forms: Sequence[Form], candidates: Iterable[Candidate]) -> dict[int, str]:
    """Map the forms of parks, by their numbers, to the firm's own word or the zone that stands in front of them."""
    found: dict[int, str] = {}
    for candidate in candidates:
        if candidate.rule == "park.owner-prefix":
            form, owner = forms[candidate.long], candidate.detail.split(" + ")[0]
            body, head = split(owner)
            bare = owner[len(form.key) - len(form.bare) :]
            name = (
                body + site_heads()[head][0] if head in site_heads() else parts(owner, form.place, bare or owner).core
            )
            found[candidate.long] = max(found.get(candidate.long, ""), name, key=len)
    return found


def _holders(forms: Sequence[Form], owners: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """Map every document to the keys of the firms and the zones that it names."""
    found = defaultdict(set, {document: set(firms) for document, firms in owners.items()})
    for form in forms:
        if form.types[0] == "Park":
            for document in form.documents:
                found[document].add(form.key)
    return found


def _behind(form: Form, word: str) -> str:
    """Return what stands behind the place in a name, or behind 市 and the like, "" where no place stands in front."""
    if form.place:
        return word[len(form.key) - len(form.bare) :]
    if word[0] in _OWN and len(word) > 2 and not word.startswith(cues("not-own-place")):
        return word[1:]
    return ""


def _without_place(number: int, word: str, forms: Sequence[Form], whole: Index, behind: Index) -> Iterator[Candidate]:
    form = forms[number]
    rest = _behind(form, word)
    if len(rest) < 2:
        return
    kind = _KINDS.get(form.types[0], "name")
    detail = f"{word.removesuffix(rest)} + {rest}"
    weak = _is_weak(rest, kind)
    for other in whole.near(rest, form.scope):
        if other != number and (not weak or _is_own(forms[other], form, kind)):
            yield Candidate(other, number, f"{kind}.place-prefix", detail)
    for other in behind.near(rest, form.scope):
        named = not weak or form.place == forms[other].place or _is_own(forms[other], form, kind)
        if other != number and forms[other].key != form.key and named:
            short, long = sorted((number, other), key=lambda one: (len(forms[one].key), one))
            yield Candidate(short, long, f"{kind}.place-prefix", detail)


def _is_weak(rest: str, kind: str) -> bool:
    """Tell whether what stands behind a place names one thing only within that place: 高新区, 博物馆."""
    return len(rest) < REST or names_zone(rest) or (kind == "park" and not split(rest)[0])


def _is_own(short: Form, long: Form, kind: str) -> bool:
    """Tell whether what only its kind names is that of the place in front: 高新区 in a report of the city."""
    rest = long.key if not long.place else long.bare
    if kind == "park" and not names_zone(wording(short)) and not split(rest)[0]:
        return False
    return short.scope == long.scope and (not long.place or long.place in (short.scope, *short.seen))


def _without_owner(
    number: int, word: str, forms: Sequence[Form], whole: Index, owners: Mapping[str, set[str]]
) -> Iterator[Candidate]:
    """Yield parks with and without the firm, or the brand, that stands in front."""
    form = forms[number]
    if form.types[0] != "Park":
        return
    known = {one for document in form.documents for one in owners.get(document, ())}
    for length in range(2, min(_LONGEST_OWNER, len(word) - REST + 1)):
        front, rest = word[:length], word[length:]
        if not _distinct(rest):
            continue
        rule = "park.owner-prefix" if front in known else "park.brand-prefix"
        if rule == "park.brand-prefix" and not (_is_brand(front) and _is_placed(rest)):
            continue
        for other in whole.near(rest, form.scope):
            if other != number and (rule == "park.brand-prefix" or forms[other].documents & form.documents):
                yield Candidate(other, number, rule, f"{front} + {rest}")


def _is_placed(rest: str) -> bool:
    """Tell whether a name begins with a place and does not only say that there is a site: 甲市云谷, not 甲市产业园."""
    place, size = begins_with_place(rest, None)
    generic = {head for head, (_, common) in site_heads().items() if common}
    return bool(place) and split(rest[size:]) not in (("", head) for head in generic)


def _distinct(rest: str) -> bool:
    """Tell whether what is left of a site's name still names one thing."""
    body, _ = split(rest)
    return len(body) >= 2 and body not in industries()


def _is_brand(words: str) -> bool:
    return not (_LINKS & set(words)) and locate(words, None) is None and not is_common(words)


def _inserted(number: int, word: str, forms: Sequence[Form], whole: Index) -> Iterator[Candidate]:
    """Yield sites that leave out a coined word in the middle of this one's name: 甲机零碳园, 甲机乙达零碳园."""
    body, head = split(word)
    if not head or forms[number].types[0] not in ("Park", "Project") or not _own_word(body[:2]):
        return
    for size in _INSERTED:
        for cut in range(2, len(body) - size - 1):
            left_out, rest = body[cut : cut + size], body[:cut] + body[cut + size :] + head
            near = whole.near(rest, forms[number].scope) if len(rest) - len(head) >= REST else ()
            if near and _own_word(left_out) and not any(one in left_out for one in trades()):
                detail = f"{body[:cut]} [{left_out}] {body[cut + size :]}{head}"
                yield from (Candidate(other, number, "park.inserted-word", detail) for other in near)


def _own_word(word: str) -> bool:
    """Tell whether a word is no word of the language: a brand."""
    if word in central_groups():
        return True
    return not is_common(word) and word not in industries() and word not in trades() and locate(word, None) is None
