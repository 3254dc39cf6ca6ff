"""Two names of different documents in; whether they may stand for one undertaking out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from graph.claims.fold import fold_amounts
from graph.lexicon import cues, heads, regions
from graph.resolution.names import key

__all__ = ["LOOSE", "alike", "filed", "phases", "sought", "works_key"]

_FOLDED = re.compile("[\ue000-\uf8ff]")
_PHASE = re.compile("[一二三四五六七八九十]期")
#: How much of a name the other must keep: characters, and characters of its own beside places and heads.
_LEAST, _OWN, _ENDING = 4, 2, 2
#: What a place and a kind alone are worth (甲县风电), where the other name has more before them.
LOOSE = 0.2


@cache
def _reduced(name: str) -> tuple[str, frozenset[str]]:
    """Return a name without sizes, phases and words such as 项目 behind it; and its phases."""
    text = unicodedata.normalize("NFKC", name)
    told = frozenset(_PHASE.findall(text))
    bare = key(_PHASE.sub("", _FOLDED.sub("", fold_amounts(text)[0])))
    endings = sorted(cues("same-works"), key=len, reverse=True)
    while ending := next((word for word in endings if bare.endswith(word) and len(bare) - len(word) >= _LEAST), ""):
        bare = bare.removesuffix(ending)
    return bare[:-1] if bare.endswith(cues("same-site")) and len(bare) > _LEAST else bare, told


def phases(name: str) -> frozenset[str]:
    """Return the phases that a name tells.

    >>> sorted(phases("松岭产业园一期")), phases("松岭产业园")
    (['一期'], frozenset())
    """
    return _reduced(name)[1]


def filed(name: str) -> list[str]:
    """Return the keys under which names that are alike find a name, as `sought` gives them."""
    bare = _reduced(name)[0]
    tails = [f"…{bare[at:]}" for at in range(1, len(bare) - _LEAST + 1)]
    return [f"{bare[:1]}…{bare[-_ENDING:]}", bare, *tails]


def sought(name: str) -> list[str]:
    """Return the keys under which a name finds all that may be alike: one beginning and ending, or one in the other.

    >>> set(sought("甲山石墨粉")) & set(filed("江河甲山石墨粉装置"))
    {'…甲山石墨粉'}
    """
    bare = _reduced(name)[0]
    tails = [bare[at:] for at in range(1, len(bare) - _LEAST + 1)]
    return [f"{bare[:1]}…{bare[-_ENDING:]}", bare, f"…{bare}", *tails]


@cache
def _own(name: str) -> str:
    """Return what a name has beside the place before it and the head behind it.

    >>> _own("锦州绿色树脂产业园"), _own("锦州产业园")
    ('绿色树脂', '')
    """
    for length in range(min(8, len(name)), 1, -1):
        if name[:length] in regions().by_name:
            name = name[length:]
            break
    ends = (head for kind in ("park", "facility", "project") for head in heads(kind) if name.endswith(head))
    return name.removesuffix(max(ends, key=len, default=""))


def _loosely(short: str, long: str) -> float:
    """Return how much a place and a kind say of a longer name that ends with both; nothing where there is no place."""
    placed = any(short[:length] in regions().by_name for length in range(2, len(short) - 1))
    return LOOSE if placed and short != long and len(short) >= _LEAST and long.endswith(short) else 0.0


def alike(one: str, other: str) -> float:
    """Return how much two names share, from 0 (different things) to 1 (one name but for sizes and 项目).

    The shorter name must be the longer one with something left out before its ending; one phase is not another.

    >>> alike("甲山40万吨石墨粉", "甲山40万吨/年石墨粉装置"), alike("甲山产业园", "甲山化工产业园")
    (1.0, 0.0)
    >>> alike("松岭一期", "松岭二期"), alike("江河零碳产业园", "江河致远零碳产业园一期") > 0.5
    (0.0, True)
    """
    (first, here), (second, there) = _reduced(one), _reduced(other)
    short, long = sorted((first, second), key=lambda name: (len(name), name))
    if here and there and here != there:
        return 0.0
    if len(_own(short)) < _OWN:
        return _loosely(short, long)
    if short == long:
        return 1.0
    if len(short) < _LEAST or short[-_ENDING:] != long[-_ENDING:]:
        return 0.0
    shared = next(at for at in range(len(short) + 1) if at == len(short) or short[at] != long[at])
    places = range(min(shared, len(short) - _ENDING) + 1)
    # Where something stands between, what follows must be more than a head: 甲山产业园 is not 甲山化工产业园.
    fits = any(long.endswith(short[at:]) and (not at or len(_own(short[at:])) >= _OWN) for at in places)
    return len(short) / len(long) if fits else 0.0


@cache
def _acts() -> re.Pattern[str]:
    words = "|".join(map(re.escape, (*cues("works-build"), *cues("works-renew"))))
    return re.compile(f"(?:(?:{words})[和、及]?)+$")


@cache
def works_key(name: str) -> tuple[frozenset[str], bool]:
    """Return what counted works are told by: the things, in no order, and whether any is built (else renewed).

    >>> works_key("智能工厂、数字化车间新建") == works_key("数字化车间和智能工厂建设")
    True
    >>> works_key("城镇老旧小区改造") == works_key("老旧小区改造"), works_key("公园新建") == works_key("公园修缮")
    (True, False)
    """
    thing = _acts().sub("", name)
    aside = re.compile("^(?:" + "|".join(map(re.escape, cues("works-aside"))) + ")")
    parts = frozenset(aside.sub("", part) for part in re.split("[、和及与]", thing) if part)
    return parts, any(word in name[len(thing) :] for word in cues("works-build"))
