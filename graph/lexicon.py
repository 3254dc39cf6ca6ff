"""Files of graph/grammar/ in; word lists, regions and group names out. Nothing is read before its first use."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from graph.errors import RuleError
from graph.records import Region

__all__ = [
    "GRAMMAR",
    "Regions",
    "central_groups",
    "cues",
    "firm_forms",
    "halves",
    "heads",
    "industries",
    "national_strategies",
    "official_heads",
    "regions",
    "section_statuses",
    "site_heads",
    "trades",
    "universities",
    "words",
    "works_words",
    "zones",
]

GRAMMAR = Path(__file__).parent / "grammar"
_GAZETTEERS = GRAMMAR / "gazetteers"
#: More levels than these no division has above it.
_DEPTH = 5


@cache
def words(path: Path) -> tuple[str, ...]:
    """Return the words of a list, one a line, longest first; `#` begins a comment.

    Raises RuleError where the file is missing, empty or holds a word twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RuleError(f"{path.parent.name}/{path.name}: cannot be read ({error.strerror}); add the file") from error
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        for word in line.split("#", 1)[0].split():
            if word in found:
                raise RuleError(f"{path.parent.name}/{path.name}:{number}: {word} is on line {found[word]} already")
            found[word] = number
    if not found:
        raise RuleError(f"{path.parent.name}/{path.name}: holds no word; add one a line")
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def cues(name: str) -> tuple[str, ...]:
    """Return the words of grammar/cues/NAME.txt, longest first.

    >>> "打造" in cues("build-up")
    True
    """
    return words(GRAMMAR / "cues" / f"{name}.txt")


@cache
def heads(name: str) -> tuple[str, ...]:
    """Return the words of grammar/heads/NAME.txt, longest first.

    >>> "产业园" in heads("park")
    True
    """
    return words(GRAMMAR / "heads" / f"{name}.txt")


@cache
def _chain(region: Region) -> tuple[Region, ...]:
    """Return a region of the table and what it lies in, innermost first."""
    found = [region]
    while (above := regions().by_code.get(found[-1].parent)) and len(found) < _DEPTH:
        found.append(above)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Regions:
    """The divisions and functional regions, by code and by every name: full, short and former."""

    by_code: Mapping[str, Region]
    by_name: Mapping[str, tuple[Region, ...]]

    def chain(self, code: str) -> tuple[Region, ...]:
        """Return the region and what it lies in, innermost first.

        >>> [region.name for region in regions().chain("210703")]
        ['凌河区', '锦州市', '辽宁省']
        """
        region = self.by_code.get(code)
        return _chain(region) if region else ()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#") and line.strip())


def _divisions() -> Iterator[tuple[Region, tuple[str, ...]]]:
    """Yield every division with its names, the current ones first."""
    rows = list(_rows(_GAZETTEERS / "regions.csv"))
    for row in sorted(rows, key=lambda row: bool(row.get("until"))):
        former = tuple(filter(None, (row.get("former") or "").split(";")))
        until = int(row["until"]) if row.get("until") else None
        region = Region(row["code"], row["name"], row["level"], row["parent"], row["short"], former)
        if until:
            region = replace(region, until=until, successor=row["successor"])
        yield region, (region.name, region.short, *former)


def _functional() -> Iterator[tuple[Region, tuple[str, ...]]]:
    for row in _rows(_GAZETTEERS / "functional.csv"):
        level = "country" if row["code"].startswith("c-") else "functional"
        members = tuple(filter(None, (row.get("members") or "").split(";")))
        aliases = tuple(filter(None, (row.get("aliases") or "").split(";")))
        yield Region(row["code"], row["name"], level, members=members), (row["name"], *aliases)


@cache
def regions() -> Regions:
    """Read all regions."""
    by_code: dict[str, Region] = {}
    by_name: dict[str, list[Region]] = defaultdict(list)
    for region, names in (*_divisions(), *_functional()):
        by_code.setdefault(region.code, region)
        for name in dict.fromkeys(filter(None, names)):
            by_name[name].append(region)
    return Regions(by_code, {name: tuple(found) for name, found in by_name.items()})


@cache
def industries() -> frozenset[str]:
    """Return the industries of general knowledge."""
    return frozenset(words(_GAZETTEERS / "industries.txt"))


@cache
def national_strategies() -> tuple[str, ...]:
    """Return the strategies and policies of the whole country, longest first."""
    rows = _rows(_GAZETTEERS / "national_strategies.csv")
    names = {row["stem"] + tail for row in rows for tail in row["tails"].split(";")}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def section_statuses() -> tuple[tuple[str, str], ...]:
    """Return the words of headings of project lists with the status that they give to the entries below."""
    rows = _rows(_GAZETTEERS / "section_status.csv")
    return tuple((row["word"], row["status"]) for row in rows)


@cache
def halves() -> tuple[tuple[str, str, str], ...]:
    """Return words for two things at once with the words for each: 城乡, 城镇, 农村."""
    rows = _rows(_GAZETTEERS / "pairs.csv")
    return tuple((row["whole"], row["first"], row["second"]) for row in rows)


@cache
def central_groups() -> Mapping[str, str]:
    """Map every name of a nationally known group to its first name."""
    found: dict[str, str] = {}
    for row in _rows(_GAZETTEERS / "central_groups.csv"):
        for name in (row["name"], *filter(None, (row["aliases"] or "").split(";"))):
            found.setdefault(name, row["name"])
    return found


@cache
def universities() -> Mapping[str, str]:
    """Map every name of a nationally known university or institute to the name of the prefecture that it lies in."""
    found: dict[str, str] = {}
    for row in _rows(_GAZETTEERS / "universities.csv"):
        for name in (row["name"], *filter(None, (row["aliases"] or "").split(";"))):
            found.setdefault(name, row["place"])
    return found


@cache
def site_heads() -> Mapping[str, tuple[str, bool]]:
    """Map endings of sites' names, the longest first, to their family and whether the ending alone names no site."""
    found = {row["head"]: (row["family"], row["generic"] == "yes") for row in _rows(_GAZETTEERS / "site_heads.csv")}
    return {head: found[head] for head in sorted(found, key=lambda head: (-len(head), head))}


@cache
def official_heads() -> frozenset[str]:
    """Return the endings of sites' names that never mean the site of another official ending."""
    return frozenset(row["head"] for row in _rows(_GAZETTEERS / "site_heads.csv") if row["full"] == "yes")


@cache
def works_words() -> Mapping[str, str]:
    """Map ways to say what a project does, the longest first, to the one by which they are compared."""
    found = {row["word"]: row["same"] for row in _rows(_GAZETTEERS / "works_words.csv")}
    return {word: found[word] for word in sorted(found, key=lambda word: (-len(word), word))}


@cache
def firm_forms() -> Mapping[str, str]:
    """Map the legal forms of firms, the longest first, to their kind: full, short or branch."""
    found = {row["form"]: row["kind"] for row in _rows(_GAZETTEERS / "firm_forms.csv")}
    return {form: found[form] for form in sorted(found, key=lambda form: (-len(form), form))}


@cache
def trades() -> Mapping[str, str]:
    """Map the words for a trade in firms' names, the longest first, to the short form by which they are compared."""
    listed = {word for name in ("trade", "company-soft", "company-coined", "company-strong") for word in heads(name)}
    found = dict.fromkeys(listed - set(firm_forms()), "")
    found |= {row["word"]: row["short"] for row in _rows(_GAZETTEERS / "trade_words.csv")}
    return {word: found[word] or word for word in sorted(found, key=lambda word: (-len(word), word))}


@cache
def zones() -> Mapping[str, str]:
    """Map every kind of development zone, the longest first, to what it is called in short."""
    rows = _rows(_GAZETTEERS / "zones.csv")
    found = {row["kind"]: row["short"] for row in rows}
    return {kind: found[kind] for kind in sorted(found, key=lambda kind: (-len(kind), kind))}
