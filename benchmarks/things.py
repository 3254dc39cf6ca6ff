"""Pieces of a name in; a thing whose name is written in many forms out: every slot of the name has its options.

A form of a name is one option of every slot, so the noise of a form is that of its options:
江河|新材料科技|有限公司 becomes 锦州|江河|科技, with the noise "city before it" and "short form". Options have weights,
which stand for how often reports write so; there are two sets for the slot of the place: reports of the thing's own
city (or district) leave it out, reports of others name it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from graph.records import Region

__all__ = [
    "Option",
    "Slot",
    "Thing",
    "company",
    "named",
    "park",
    "place",
    "pool",
    "project",
    "quoted",
    "region",
    "short",
]

POOLS = Path(__file__).parent / "resolution_names.csv"
#: How often figures and letters are of full width, as in texts that were typed in an input method's wide mode.
FULL_WIDTH = 0.015
#: What no report drops at once: 饲料项目 without firm and size tells nobody which one is meant.
NEVER_BOTH = ("owner dropped", "size dropped")
_WIDE = {code: code + 0xFEE0 for code in (*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1))}


@dataclass(frozen=True, slots=True)
class Option:
    """One way to write a part of a name: its text, what noise it is ("" for the full form), its weights."""

    text: str
    noise: str = ""
    near: float = 1.0
    far: float | None = None


Slot = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A true entity: its type, the slots of its name, where it is and what kind of namesake it was made to be.

    `city` is None for what belongs to the whole country. `district` is the county where it stands, where it has one.
    `owner` is the number of the firm whose project it is. `brand` and `tail` are what namesakes are made of,
    `short` is how reports usually call a firm in short. `deep` says that only reports of its district leave the place
    out: 开发区 in the report of a city is the city's own.
    """

    number: int
    type: str
    slots: tuple[Slot, ...]
    city: Region | None = None
    district: Region | None = None
    namesake: str = ""
    owner: int | None = None
    brand: str = ""
    tail: str = ""
    short: str = ""
    deep: bool = False

    @property
    def id(self) -> str:
        """The id of its true cluster."""
        return f"{self.type}-{self.number:06}"

    @property
    def full(self) -> str:
        """The form that is made of the first option of every slot."""
        return "".join(slot[0].text for slot in self.slots)

    def form(self, random: Random, *, near: bool) -> tuple[str, tuple[str, ...]]:
        """Write the name in one form, as a near or as a far report does; return it and its noise."""
        chosen = [_choice(random, slot, near) for slot in self.slots]
        while all(any(one.noise == noise for one in chosen) for noise in NEVER_BOTH):
            chosen = [_choice(random, slot, near) for slot in self.slots]
        text, noise = "".join(one.text for one in chosen), tuple(one.noise for one in chosen if one.noise)
        if random.random() < FULL_WIDTH and (wide := text.translate(_WIDE)) != text:
            return wide, (*noise, "full width")
        return text, noise


def _choice(random: Random, slot: Slot, near: bool) -> Option:
    if len(slot) == 1:
        return slot[0]
    weights = [option.near if near or option.far is None else option.far for option in slot]
    return random.choices(slot, weights)[0]


@cache
def pool(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words of a pool with the other ways to write each."""
    return _pools()[name]


def field_of(word: str) -> str:
    """Return the field of a trade or a product: 药业 and 医疗耗材 share one."""
    return _fields()[word]


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with POOLS.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def _fields() -> Mapping[str, str]:
    return {row["word"]: row["field"] for row in _rows() if row["field"]}


@cache
def _pools() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for row in _rows():
        found[row["pool"]].append((row["word"], tuple(filter(None, row["also"].split(";")))))
    return {name: tuple(words) for name, words in found.items()}


def short(region: Region) -> str:
    """Return the short name of a region, or its name where it has none (义县)."""
    return region.short or region.name


def place(city: Region, district: Region | None, *, own: float = 0.75, away: float = 0.08) -> Slot:
    """Return the slot of the place; `own` and `away` are the shares of near and of far forms that leave it out."""
    rest = 1 - own
    options = [
        Option("", "no place", own, away),
        Option(short(city), "city before it", rest * (0.3 if district else 0.7), 0.6),
        Option(city.name, "city before it", rest * 0.2, 0.22),
    ]
    if district is not None:
        options += [
            Option(short(district), "district before it", rest * 0.35, 0.06),
            Option(district.name, "district before it", rest * 0.15, 0.04),
        ]
    return tuple(options)


def quoted(text: str, rate: float = 0.04) -> Slot:
    """Return the slot of a brand, which is now and then written with quotation marks."""
    if not text:
        return (Option(""),)
    return (Option(text, near=1 - rate), Option(f"“{text}”", "quotation marks", rate))


def _varied(text: str, others: Sequence[str], noise: str, rate: float) -> Slot:
    if not others:
        return (Option(text),)
    return (Option(text, near=1 - rate), *(Option(other, noise, rate / len(others)) for other in others))


def named(text: str, others: Sequence[str] = (), rate: float = 0.4) -> Slot:
    """Return the slot of a fixed name with its shorter forms (第一人民医院, 第一医院)."""
    return _varied(text, others, "other words", rate)


def park(brand: str, trade: str, head: str, heads: Sequence[str], words: Sequence[str]) -> tuple[Slot, ...]:
    """Return the slots of a park's name behind the place: 松岭|新材料|产业园, with a word put in, a head varied."""
    inside = tuple(Option(word + trade, "word put in", 0.04 / len(words)) for word in words)
    middle: Slot = (Option(trade, near=0.9), *inside)
    if trade and brand:
        middle += (Option("", "trade dropped", 0.06),)
    return (quoted(brand), middle, _varied(head, heads, "other head", 0.25))


def company(brand: str, trade: str, shorts: Sequence[str], legal: str) -> tuple[Slot, ...]:
    """Return the slots of a firm's name behind the place: 江河|新材料科技有限公司, down to 江河科技 and 江河.

    The first of the short forms is the usual one: a firm goes by one of them, rarely by another.
    """
    group = "集团" in legal
    full, (usual, *others) = trade + legal, shorts
    options = [
        Option(full, near=0.3, far=0.5),
        Option(trade + ("集团" if group else ""), "legal form dropped", 0.18, 0.15),
        Option(usual, "short form", 0.34, 0.22),
        *(Option(word, "other short form", 0.06 / len(others), 0.03 / len(others)) for word in others),
        Option(trade + "公司", "legal form cut", 0.06),
        Option("", "trade name alone", 0.03, 0.01),
    ]
    if group:
        options += [Option("集团", "short form", 0.25), Option(f"{trade}(集团)有限公司", "brackets, width", 0.06)]
    return (quoted(brand, 0.02), tuple(options))


def project(owner: Slot, size: str, product: str, others: Sequence[str], words: Sequence[str]) -> tuple[Slot, ...]:
    """Return the slots of a project's name behind the place: 江河科技|年产40万吨|针状焦|项目."""
    sizes: Slot = (Option(""),)
    if size:
        sizes = (Option(size, near=0.62), Option(f"年产{size}", "年产 put in", 0.26), Option("", "size dropped", 0.12))
    put_in: Slot = (Option("", near=0.92), *(Option(word, "word put in", 0.08 / len(words)) for word in words))
    tails = (
        Option("项目", near=0.52),
        Option("", "no 项目", 0.32),
        Option("建设", "other tail", 0.06),
        Option("建设项目", "other tail", 0.06),
        Option("工程", "other tail", 0.04),
    )
    return (owner, sizes, _varied(product, others, "other words", 0.3), put_in, tails)


def region(place_named: Region) -> Slot:
    """Return the slot of a region's name: in full, or short where it has a short name."""
    if not place_named.short or place_named.short == place_named.name:
        return (Option(place_named.name),)
    return (Option(place_named.name, near=0.6), Option(place_named.short, "short name", 0.4))
