"""A document's text in; its title, subject region, year and genre out."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.errors import DocumentError
from graph.lexicon import cues, regions, zones
from graph.records import Region
from graph.values.dates import plan_period

__all__ = ["Metadata", "describe", "region_named"]

_GENRES = ("plan", "task-list", "work-report", "news")
_HEAD_LINES = 40
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.年]\d{1,2}[-/.月]\d{1,2}")
_SKIP = re.compile(r"^\W*$|^[\d\s\-:/.年月日]+$")
#: A zone that a title names without its region stands so often in the text.
_REPEATED = 3
_PLAIN_YEAR = re.compile(r"^\W*((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a document says of it; `genre` is work-report, plan, task-list or news.

    `zone` is the development zone that the title begins with, behind its region.
    """

    title: str
    subject: Region | None
    year: int | None
    genre: str
    zone: str = ""


@cache
def _search() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(sorted(name for name, found in regions().by_name.items() if len(name) > 1 and _is_division(found)))
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


def _is_division(found: tuple[Region, ...]) -> bool:
    return any(region.level in ("province", "prefecture", "county") for region in found)


def _named(text: str) -> list[tuple[str, int, int]]:
    search, names = _search()
    return [(names[number], start, end) for number, start, end in search.find_matches_as_indexes(text)]


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, cues(name))))


def _lines(text: str) -> list[str]:
    lines = (re.sub(r"\s+", "", unicodedata.normalize("NFKC", line)) for line in text.splitlines()[: _HEAD_LINES * 3])
    return [line for line in lines if line and not _SKIP.match(line)][:_HEAD_LINES]


def _title_score(line: str, number: int) -> float:
    """Return how much a line looks like the document's title: genre words, a region, a year, near the top."""
    if len(line) > 60 or len(line) < 5 or _cue("boilerplate").search(line):
        return -10
    score = (
        3.0 * bool(_cue("document-title").search(line))
        + 1.5 * bool(_named(line))
        + bool(re.search(r"\d{4}|五年", line))
    )
    score -= 0.12 * number
    score -= 2.0 * (line[-1] in "。;；,，" or line.count("。") > 0)
    score -= 1.0 * (line.startswith(("——", "当前位置", "[", "【")))
    return score


def _title(text: str, name: str) -> str:
    lines = _lines(text)
    joined = [*lines, *(a + b for a, b in itertools.pairwise(lines) if _continues(a, b))]
    best = max(joined, key=lambda line: _title_score(line, lines.index(line) if line in lines else 1), default="")
    plain = next((line for line in lines if 5 <= len(line) <= 60 and not _cue("boilerplate").search(line)), name)
    return best if best and _title_score(best, 0) > 0 else plain


def _continues(first: str, second: str) -> bool:
    return (
        len(first) < 30
        and len(second) < 40
        and bool(_cue("document-title").search(second))
        and not _cue("document-title").search(first)
    )


def _best(found: list[Region], context: Counter[str]) -> Region:
    """Choose among namesakes the one whose divisions above are named as well."""
    return max(
        found,
        key=lambda region: (
            sum(context[above.name] + context[above.short] for above in regions().chain(region.code)[1:]),
            region.level != "county",
            -int(region.code),
        ),
    )


def _divisions(name: str) -> list[Region]:
    return [region for region in regions().by_name.get(name, ()) if region.code.isdigit()]


def _from_title(title: str, context: Counter[str]) -> Region | None:
    """Return the innermost region that a title names as a chain (甲省乙市丙区), else the first."""
    chosen: Region | None = None
    end_before = -1
    for name, start, end in _named(title):
        full = any(region.name == name for region in _divisions(name))
        if not full and name in cues("region-common-words"):
            continue
        candidates = _divisions(name)
        if chosen is not None:
            inside = [region for region in candidates if chosen in regions().chain(region.code)]
            if not inside or start - end_before > 3:
                continue
            candidates = inside
        chosen, end_before = _best(candidates, context), end
    return chosen


@cache
def _zone_behind() -> re.Pattern[str]:
    """A zone's name behind the place that it begins with: 甲市乙山高新区."""
    kinds = "|".join(map(re.escape, zones()))
    return re.compile(rf"[\u4e00-\u9fff]{{0,4}}?(?:{kinds})(?![内里各]|建设规划|改革)")


def _names_place(text: str) -> bool:
    """Tell whether a text names a division in full, or a province or prefecture; short names of counties are words."""
    found = [(name, region) for name, _, _ in _named(text) for region in _divisions(name)]
    return any(region.name == name or region.level != "county" for name, region in found)


#: Where a clause of a title begins.
_CLAUSE = r"(?:^|[！!：:，,。\s—|])"


def _zone(title: str, subject: Region | None, text: str) -> str:
    """Return the zone that a title, or a clause of it, begins with: behind its region, or one that the text repeats."""
    if subject is None:
        return ""
    names = {name for region in regions().chain(subject.code) for name in (region.name, region.short) if name}
    places = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    for match in re.finditer(rf"{_CLAUSE}((?:{places})*)", title):
        zone = _zone_behind().match(title, match.end())
        if zone is None or _names_place(zone.group()):
            continue
        bare = zone.group() in zones()
        if not match[1]:
            if not bare and text.count(zone.group()) >= _REPEATED and not _names_place(title):
                return zone.group()
            continue
        alone = match[1].endswith(subject.name) and not bare
        return zone.group() if alone else (subject.short or subject.name) + zone.group()
    return ""


def _most_named(context: Counter[str]) -> Region | None:
    scores: dict[str, float] = defaultdict(float)
    for name, count in context.items():
        candidates = _divisions(name)
        full = any(region.name == name for region in candidates)
        if not candidates or (not full and name in cues("region-common-words")):
            continue
        region = _best(candidates, context)
        weight = {"province": 0.35, "prefecture": 1.0, "county": 0.8}[region.level]
        scores[region.code] += weight * count
    if not scores:
        return None
    code = min(scores, key=lambda code: (-scores[code], code))
    return regions().by_code[code]


def _year(title: str, text: str, genre: str) -> int | None:
    if genre == "plan" and (period := plan_period(title)):
        return period[0]
    for pattern, where in ((_YEAR, title), (_PLAIN_YEAR, title), (_DATE, title), (_DATE, "\n".join(_lines(text)))):
        if match := pattern.search(where):
            return int(match[1])
    counts = Counter(int(year) for year in _YEAR.findall(text))
    return min(counts, key=lambda year: (-counts[year], -year)) if counts else None


def _genre(title: str, text: str) -> str:
    for genre in _GENRES:
        if genre != "news" and _cue(f"genre-{genre}").search(title):
            return genre
    head = text[:600]
    scores = {genre: len(set(_cue(f"genre-{genre}").findall(head))) for genre in _GENRES}
    scores["news"] += len(set(_cue("genre-news").findall(text)))
    return max(_GENRES, key=lambda genre: (scores[genre], genre == "news"))


def describe(text: str, name: str = "document") -> Metadata:
    """Find the title, the region whose affairs the document reports, its year and its genre."""
    title = _title(text, name)
    context = Counter(found for found, _, _ in _named(text))
    genre = _genre(title, text)
    subject = _from_title(title, context) or _most_named(context)
    return Metadata(title, subject, _year(title, text, genre), genre, _zone(title, subject, text))


def region_named(name: str) -> Region:
    """Return the division that a user means by a name, a chain of names or a GB/T 2260 code.

    Raises DocumentError, with names that look alike, where there is none or more than one.

    >>> region_named("辽宁省锦州市").code
    '210700'
    """
    if name in regions().by_code:
        return regions().by_code[name]
    context = Counter(found for found, _, _ in _named(name))
    candidates = _divisions(name) or [
        r for found, _, end in _named(name) if end == len(name) for r in _divisions(found)
    ]
    if len(candidates) > 1:
        scored = [
            (sum(context[above.name] for above in regions().chain(region.code)[1:]), region) for region in candidates
        ]
        most = max(score for score, _ in scored)
        candidates = [region for score, region in scored if score == most]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        known = "、".join(f"{regions().chain(r.code)[-1].name}{r.name} ({r.code})" for r in candidates[:4])
        raise DocumentError(f"--subject {name}: means {known}; give the code")
    alike = "、".join(get_close_matches(name, regions().by_name, n=3)) or "a name or code of GB/T 2260"
    raise DocumentError(f"--subject {name}: no such region; did you mean {alike}?")
