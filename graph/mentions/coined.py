"""Clean text in; firms out whose short name begins with a coined word: characters that make no word of a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from graph.lexicon import industries, regions
from graph.mentions.found import Found
from graph.patterns import word_list
from graph.text.words import boundaries, is_common

__all__ = ["coined", "coined_owner"]

#: How much of the text around an ending is cut into words.
_BEFORE, _AFTER = 10, 6
#: A coined word has so many characters.
_LEAST, _MOST = 2, 4
_HAN = re.compile("[一-龥]")


@cache
def _not_coined() -> frozenset[str]:
    return frozenset(word_list("no-coinage"))


@cache
def _endings() -> re.Pattern[str]:
    endings = "|".join(map(re.escape, word_list("company-coined")))
    sites = "|".join(map(re.escape, word_list("site-after-firm")))
    return re.compile(rf"(?:{endings})(?!{sites}|业|化|区|链|类|行业|领域|集群)")


@cache
def _products() -> re.Pattern[str]:
    words = "|".join(map(re.escape, word_list("product")))
    return re.compile(rf"(?:年产)?\d|[A-Za-z]|{words}")


def _is_coinage(char: str) -> bool:
    return bool(_HAN.match(char)) and char not in _not_coined()


def _is_rare(run: str) -> bool:
    """Tell whether a run of characters holds one that is no common part of words (海, 金, 一 alone coin nothing)."""
    return any(char not in word_list("half-coinage") for char in run)


def _begin(window: str, end: int, cuts: frozenset[int]) -> int:
    """Return where the run of characters begins that are no words, back from `end`; `end` where none is rare."""
    at = end
    while at and at - 1 in cuts and end - at <= _MOST and _is_coinage(window[at - 1]):
        at -= 1
    return at if _is_rare(window[at:end]) else end


def _with_place(text: str, start: int) -> int:
    """Return where the short name of a province or city begins that stands before a name; `start` where none does."""
    for length in (3, 2):
        words = text[max(0, start - length) : start]
        place = regions().by_name.get(words) if len(words) == length and words[-1] not in "省市县区" else None
        if place:
            return start - length
    return start


def coined(text: str) -> Iterator[Found]:
    """Find firms by a coined word before an ending of firms' names (甲乙科技, where 甲乙 is no word)."""
    for match in _endings().finditer(text):
        first = max(0, match.start() - _BEFORE, text.rfind("\n", 0, match.start()) + 1)
        window = text[first : match.end() + _AFTER]
        cuts = boundaries(window)
        if match.start() - first not in cuts or match.end() - first not in cuts:
            continue
        start = first + _begin(window, match.start() - first, cuts)
        words = text[start : match.end()]
        if _LEAST <= match.start() - start <= _MOST and words not in industries() and words not in regions().by_name:
            yield Found(_with_place(text, start), match.end(), "Company", "company.coined", 40)


@cache
def _before_site() -> re.Pattern[str]:
    """An ending that only firms have, before the site that one builds (甲乙科技产业园)."""
    endings, sites = ("|".join(map(re.escape, word_list(name))) for name in ("company-strong", "own-site"))
    return re.compile(rf"(?:{endings})(?={sites})")


def _behind_word(words: str, cuts: frozenset[int]) -> int:
    """Return where a coinage of two characters ends behind a rare word of two (同和甲乙芯片); 0 where there is none."""
    first, end = words[:_LEAST], 2 * _LEAST
    plain = is_common(first) or first in industries() or first in regions().by_name
    if plain or not {_LEAST, _LEAST + 1, end} <= cuts or 1 in cuts or first.startswith(word_list("not-brand")):
        return 0
    rest = words[_LEAST:end]
    return end if all(map(_is_coinage, rest)) and _is_rare(rest) and not _products().match(words) else 0


def coined_owner(words: str) -> int:
    """Return where the coined firm ends that a name begins with (an ending or a product follows); 0 where none does.

    >>> coined_owner("弗驰房车智能化改造"), coined_owner("现代房车营地")
    (2, 0)
    """
    if end := max((firm.end for firm in coined(words) if firm.start == 0 and firm.end < len(words)), default=0):
        return end
    cuts = boundaries(words)
    while end < len(words) and end + 1 in cuts and _is_coinage(words[end]):
        end += 1
    if end == 0 and (end := _behind_word(words, cuts)):
        return end if _products().match(words, end) else 0
    if not _LEAST <= end <= _MOST or words[:end] in regions().by_name or not _is_rare(words[:end]):
        return 0
    if _products().match(words, end):
        return end
    site = _before_site().match(words, end)
    return site.end() if site and end == _LEAST else 0
