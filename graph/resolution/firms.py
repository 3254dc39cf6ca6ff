"""Forms of firms' names in; which may be one firm out: its full name, without its place, its trade, its form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from graph.lexicon import central_groups, firm_forms, regions, trades
from graph.resolution.forms import Form
from graph.resolution.joining import Candidate
from graph.resolution.names import nested
from graph.resolution.places import chain, on_one_line, site_of
from graph.text.words import is_common

__all__ = ["FirmName", "firm_candidates", "firm_name", "parts"]

#: A firm's own word has so many characters at least.
_CORE = 2
_LONGEST_TRADE = 6
_WITHOUT_BRACKETS = str.maketrans("", "", "()")
_MARKS = ("集团", "股份", "控股")


@dataclass(frozen=True, slots=True)
class FirmName:
    """What a firm's name is made of: place, its own word, words for its trade, and its legal form.

    `place` is a region's code. `form` is the ending as written; `marks` are 集团, 股份 and 控股 in it. `kind` is full,
    short, branch or "" for a name without a legal form. `site` is a place in brackets, as subsidiaries have it.
    """

    place: str
    core: str
    trades: tuple[str, ...]
    form: str
    kind: str
    marks: frozenset[str]
    site: str = ""

    @property
    def general(self) -> str:
        """What the name says beside the place where it is no more than a trade (城投 of 锦州城投集团), "" else."""
        home = regions().by_code[self.place].short if self.place else ""
        own = self.core.removeprefix(home)
        return own if own in trades() and (self.core != own or not home) and self.kind != "branch" else ""

    @property
    def registered(self) -> str:
        """The full name without the place in front, "" for other names."""
        if self.kind != "full":
            return ""
        form = self.form.replace("有限责任公司", "有限公司").translate(_WITHOUT_BRACKETS)
        return self.core + "".join(self.trades) + form + self.site


@cache
def _ending() -> re.Pattern[str]:
    forms = "|".join(map(re.escape, firm_forms()))
    return re.compile(rf"((?:\((?:集团|控股)\)|集团|控股)?(?:{forms}|\(集团\)))$")


def firm_name(form: Form) -> FirmName | None:
    """Take a form of a firm's name apart; None for what is no firm."""
    if "Company" not in form.types:
        return None
    site = site_of(form.key)
    if site and form.place and site not in form.bare:
        return replace(parts(form.bare, form.place, form.bare), site=site)
    return parts(form.key, form.place, form.bare)


def _peeled(name: str) -> tuple[str, tuple[str, ...]]:
    """Return what is left of a name when as much as can be of its end is read as words for a trade, and these."""
    best: tuple[str, tuple[str, ...]] = (name, ())
    for length in range(1, min(_LONGEST_TRADE, len(name) - _CORE) + 1):
        word = trades().get(name[-length:])
        if word is not None:
            own, before = _peeled(name[:-length])
            if len(own) < len(best[0]):
                best = own, (*before, word)
    return best


@lru_cache(maxsize=1 << 16)
def parts(name: str, place: str, bare: str) -> FirmName:
    """Take the key of a firm's name apart; `place` is the code of the place in front, `bare` what stands behind it."""
    match = _ending().search(name)
    end = match.group() if match and match.start() >= _CORE else ""
    kind = next((kind for form, kind in firm_forms().items() if end.endswith(form)), "short" if end else "")
    marks = frozenset(mark for mark in _MARKS if mark in end)
    stem = name.removesuffix(end)
    if kind == "branch" or stem in central_groups():
        return FirmName(place, central_groups().get(stem, stem), (), end, kind, marks)
    own = bare.removesuffix(end)
    own, found = _peeled(own)
    if own in trades() or len(own) < _CORE:  # what stands behind the place says only what the firm does: 甲市石化
        home = regions().by_code[place].short if place else ""
        return FirmName(place, (home or stem.removesuffix(own)) + trades().get(own, own), found, end, kind, marks)
    return FirmName(place, own, found, end, kind, marks)


class _Near:
    """Forms of firms with one own word, by their documents and by the regions that those are about."""

    def __init__(self, numbers: Sequence[int], forms: Sequence[Form]) -> None:
        self._by_document: dict[str, list[int]] = defaultdict(list)
        self._by_subject: dict[str, list[int]] = defaultdict(list)
        self._by_place: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            form = forms[number]
            for document in form.documents:
                self._by_document[document].append(number)
            for code in form.seen:
                self._by_subject[code].append(number)
            self._by_place[form.place].append(number)

    def of(self, number: int, form: Form) -> list[int]:
        """Return the forms that stand in the same documents or in documents about the same or a wider region."""
        found = {other for document in form.documents for other in self._by_document[document]}
        for code in form.seen:
            found |= {other for above in chain(code) for other in self._by_subject.get(above, ())}
        if form.place:
            found |= {other for above in chain(form.place) for other in self._by_subject.get(above, ())}
            found |= set(self._by_place[form.place])
        return sorted(found - {number})


def firm_candidates(forms: Sequence[Form]) -> Iterator[Candidate]:
    """Yield pairs of forms that may be one firm."""
    names = {number: name for number, form in enumerate(forms) if (name := firm_name(form))}
    by_core: dict[str, list[int]] = defaultdict(list)
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, name in names.items():
        by_key[forms[number].key].append(number)
        if name.kind != "branch":
            by_core[name.core].append(number)
    for numbers in by_core.values():
        if len(numbers) < 2:
            continue
        near = _Near(numbers, forms)
        for number in numbers:
            for other in near.of(number, forms[number]):
                if forms[number].key != forms[other].key and (found := _pair(number, other, forms, names)):
                    yield found
    yield from _homes(forms, names)
    yield from _owned(forms, names, by_key)
    yield from _central(forms, names)


def _pair(one: int, other: int, forms: Sequence[Form], names: dict[int, FirmName]) -> Candidate | None:
    """Return two forms with one own word as a candidate where neither says what the other denies."""
    short, long = sorted((one, other), key=lambda number: (len(names[number].trades), len(forms[number].key), number))
    a, b = names[short], names[long]
    if not nested(a.trades, b.trades) or not (a.marks <= b.marks or b.marks <= a.marks):
        return None
    if "集团" in a.marks - b.marks and a.trades != b.trades:
        return None
    if any(_is_local(one) and "集团" in two.marks and not two.place for one, two in ((a, b), (b, a))):
        return None
    detail = f"{forms[short].key} = {forms[long].key}"
    if not _may_be_of(a, b, forms[short], forms[long]):
        return None
    if a.trades == b.trades and (a.trades or (a.form and b.form) or a.place):
        rule = "firm.legal-form" if a.place == b.place else "firm.place-prefix"
        return Candidate(short, long, rule, detail)
    if a.core in central_groups():
        return None
    if a.trades or a.form:
        return Candidate(short, long, "firm.short-form", detail)
    shared = forms[short].documents & forms[long].documents
    if (shared or a.place) and not is_common(a.core) and a.core not in trades():
        return Candidate(short, long, "firm.bare-name", detail)
    return None


def _is_local(name: FirmName) -> bool:
    """Tell whether a name is that of a group's firm in a place as a rule: 甲山(锦州)有限公司, 锦州甲山."""
    return bool(name.site or (name.place and not name.trades and not name.form))


def _may_be_of(a: FirmName, b: FirmName, one: Form, other: Form) -> bool:
    """Tell whether a firm that one name places somewhere is named in a document of there, or in the same one."""
    if bool(a.place) == bool(b.place) or one.documents & other.documents:
        return True
    placed, free = (one, other) if a.place else (other, one)
    return any(on_one_line(placed.place, code) for code in free.seen)


def _homes(forms: Sequence[Form], names: Mapping[int, FirmName]) -> Iterator[Candidate]:
    """Yield the firms that every city has, with the city in front and, in its own documents, without: 城投集团."""
    free: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, name in names.items():
        if name.general and name.form and not name.place:
            free[name.general, forms[number].scope].append(number)
    for number, name in names.items():
        if name.general and name.place:
            for other in free.get((name.general, name.place), ()):
                short = names[other]
                if nested(short.trades, name.trades) and (short.marks <= name.marks or name.marks <= short.marks):
                    yield Candidate(other, number, "firm.place-prefix", f"{forms[other].key} = {forms[number].key}")


def _owned(forms: Sequence[Form], names: dict[int, FirmName], by_key: dict[str, list[int]]) -> Iterator[Candidate]:
    """Yield firms of national groups with and without the group in front: 中石油甲市石化, 甲市石化."""
    for number in names:
        word = forms[number].key
        for length in range(2, min(9, len(word) - 3)):
            if word[:length] not in central_groups():
                continue
            for other in by_key.get(word[length:], ()):
                near = any(on_one_line(a, b) for a in forms[number].seen for b in forms[other].seen)
                if forms[other].place and near:
                    yield Candidate(other, number, "firm.owner-prefix", f"{word[:length]} + {word[length:]}")


def _central(forms: Sequence[Form], names: Iterable[int]) -> Iterator[Candidate]:
    """Yield the names of one national group: they are the same everywhere."""
    first: dict[str, int] = {}
    for number in names:
        group = central_groups().get(forms[number].key)
        if group is not None and (other := first.setdefault(group, number)) != number:
            short, long = sorted((number, other), key=lambda one: (len(forms[one].key), one))
            yield Candidate(short, long, "firm.central-group", f"{forms[short].key} = {group}")
