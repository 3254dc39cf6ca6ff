"""A project's name in; where the firm ends that it begins with out, by the works on its plants or by its far seat."""

from __future__ import annotations

import re
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.gazetteer import locate
from graph.patterns import word_list
from graph.records import Region
from graph.text.words import boundaries

__all__ = ["from_elsewhere", "worked"]

#: How many characters the short name of a firm has at least and at most.
_LEAST, _MOST = 3, 7
_BRAND = 2
_SIGNS = frozenset("路街桥河江湖区县镇乡村港湾园场站馆院校库巷里、，和与及至到“”的0123456789")


def _either(*lists: str) -> str:
    words = {word for name in lists for word in word_list(name)}
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def _works() -> re.Pattern[str]:
    """What a firm does on its own plants, perhaps numbered, at the end of a project's name."""
    number = r"(?:[一二三四五六]期|第?[一二三四五六七八九十]{1,2}|\d{1,2}[#号]?)?"
    end = r"(?:工程|项目|[一二三四五六]期|[（(].{1,6}[）)])?$"
    return re.compile(rf"(?:{number}(?:{_either('works-of-firm')})|[一二三四五六]期){end}")


@cache
def _firm() -> re.Pattern[str]:
    """A short name that ends as those of firms do, behind characters of its own."""
    return re.compile(rf"[一-龥]{{2,4}}(?:{_either('company-coined', 'company-strong', 'company-plant')})")


@cache
def _trades() -> frozenset[str]:
    return frozenset(word_list("company-coined"))


@cache
def _made() -> re.Pattern[str]:
    """A coinage and what its firm makes (甲乙尼龙)."""
    return re.compile(rf"[一-龥]{{2,3}}(?:{_either('product', 'made-by')})")


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(_either("not-brand", "works-modifier", "industry_modifiers", "product-begins"))


def _is_coined(words: str, subject: Region | None) -> bool:
    """Tell whether two or three characters make no word, no place and no name of a trade."""
    cut = boundaries(words)
    return len(cut) > len(words) and words not in industries() and not locate(words, subject)


def worked(words: str, subject: Region | None) -> int:
    """Return where a firm ends whose plants a project works on (甲乙尼龙扩建, 丙城烟厂技改); 0 where none is named."""
    match = _works().search(words)
    if match is None or not _LEAST <= match.start() <= _MOST:
        return 0
    owner = words[: match.start()]
    if set(owner) & _SIGNS or owner in industries() or owner in regions().by_name or _plain().match(owner):
        return 0
    phase = words[match.start() + 1 : match.start() + 2] == "期"
    if (firm := _firm().fullmatch(owner)) is not None:
        place = next((n for n in (5, 4, 3, 2) if locate(owner[:n], subject)), 0)
        if phase and any(_behind_brand().match(owner, at) and owner[at:] not in _trades() for at in (2, 3)):
            return 0  # 甲乙动力电池三期
        brand = owner[place:]
        return firm.end() if not place or not (phase or brand in industries() or len(brand) > _LEAST) else 0
    if owner.endswith(word_list("made-by")):
        return match.start() if _made().fullmatch(owner) else 0
    if phase:  # 甲乙丙二期, where the three characters make no word
        return match.start() if len(owner) == _LEAST and _is_coined(owner, subject) else 0
    made = _made().fullmatch(owner)
    return match.start() if made and _is_coined(owner[:_BRAND], subject) else 0


@cache
def _behind_brand() -> re.Pattern[str]:
    return re.compile(_either("product", "product-begins"))


def from_elsewhere(words: str, subject: Region | None) -> int:
    """Return where a firm ends that is a place of another province and two characters (乙省丙丁电池); 0 where none is.

    Its product follows, and neither the characters nor the place say what is made or where a line leads.
    """
    for length in (3, 2):
        place = locate(words[:length], None)
        if place is None or place.level not in ("province", "prefecture") or words[length - 1] in "省市":
            continue
        end = length + _BRAND
        brand = words[length:end]
        if len(words) <= end + 1 or set(brand) & _SIGNS or _plain().match(brand) or _behind_brand().match(brand):
            continue
        if (
            brand in industries()
            or locate(brand, subject)
            or any(words[length:n] in industries() for n in range(end, end + 3))
        ):
            continue
        own = subject is not None and subject.code in {one.code for one in regions().chain(place.code)} | {place.code}
        cut = boundaries(words[length:])
        if not own and _BRAND in cut and _behind_brand().match(words, end):
            return end
    return 0
