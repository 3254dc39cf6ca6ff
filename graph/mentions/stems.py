"""A firm's name in; what it is called by before its products out, by which its works are given to it."""

from __future__ import annotations

import re
from functools import cache

from graph.lexicon import industries
from graph.mentions.gazetteer import locate
from graph.patterns import word_list
from graph.records import Region
from graph.text.words import is_common

__all__ = ["goes_on", "stem_of"]

#: Characters of a firm's own name before its trade.
_OWN = 3
_LEGAL = ("有限公司", "公司", "集团")


@cache
def _trades() -> tuple[str, ...]:
    """Return the trades that end firms' short names, the longest first."""
    return tuple(sorted(word_list("company-coined"), key=len, reverse=True))


def stem_of(firm: str, subject: Region | None) -> str:
    """Return what a firm's name says between its place and the words that every firm has; the empty string if little.

    A name that ends in its legal form goes on with the trade behind its own three characters (甲乙丙材料科技有限公司);
    a short name ends in its trade alone (甲乙光电).

    >>> stem_of("甲乙丙材料科技有限公司", None), stem_of("甲乙光电", None), stem_of("东方光电", None)
    ('甲乙丙', '甲乙', '')
    """
    legal = firm.endswith("公司")
    if not (end := next((word for word in _LEGAL if firm.endswith(word)), "")):
        trade = next((word for word in _trades() if firm.endswith(word)), "")
        stem = firm.removesuffix(trade)
        coined = (
            trade and 2 <= len(stem) <= _OWN and not is_common(stem) and not stem.startswith(word_list("not-brand"))
        )
        return stem if coined and stem not in industries() and not _begins_with_place(stem, subject) else ""
    stem = firm.removesuffix(end)
    place = next((n for n in (5, 4, 3, 2) if len(stem) > n + 1 and locate(stem[:n], subject)), 0)
    stem = stem[place:][:_OWN] if legal else stem[place:]
    known = stem in industries() or _begins_with_place(stem, subject)
    return stem if not known and len(stem) >= (_OWN if legal else 2) and not set(stem) & set("（()）") else ""


def _begins_with_place(stem: str, subject: Region | None) -> bool:
    return any(locate(stem[:n], subject) for n in (2, 3, 4))


@cache
def _products() -> re.Pattern[str]:
    """What a firm's works go on with behind its stem: products, sizes, phases, sites."""
    known = {*word_list("product"), *word_list("product-begins"), *word_list("works-of-firm")}
    return re.compile(rf"\d|[一二三四五六]期|[A-Za-z]|{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))}")


def goes_on(name: str, stem: str) -> bool:
    """Tell whether a project's name goes on with a product or a site behind a firm's stem of two characters.

    >>> goes_on("甲乙芯片封装", "甲乙"), goes_on("甲乙山修复", "甲乙")
    (True, False)
    """
    return name.startswith(stem) and (len(stem) >= _OWN or bool(_products().match(name, len(stem))))
