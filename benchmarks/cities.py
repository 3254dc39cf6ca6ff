"""Regions and a seed in; the cities of the corpus, and what makes their things one by one, out.

About 12 % of the things are made as namesakes on purpose (`NAMESAKES`); more come by chance, since the pools of names
are small and what is common is drawn more often, as with real firms.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random

from benchmarks.things import Slot, Thing, pool
from graph.lexicon import regions
from graph.records import Region

__all__ = ["NAMESAKES", "City", "Maker", "chosen", "current"]

#: The share of things that take over the name of another: of another city, or of the same one with another trade.
NAMESAKES = 0.12
#: The types whose names are made of a brand and a tail, so that they have namesakes.
BRANDED = ("Park", "Company", "Organization", "Facility")


@dataclass
class City:
    """A prefecture with its counties and its things."""

    region: Region
    districts: tuple[Region, ...]
    things: list[Thing] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)


@cache
def current() -> tuple[Region, ...]:
    """Return the regions of the gazetteer without the divisions that were given up, which reports no longer name."""
    path = files("graph") / "grammar" / "gazetteers" / "regions.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    gone = {row["code"] for row in csv.DictReader(lines) if row["until"]}
    return tuple(region for region in regions().by_code.values() if region.code not in gone)


def chosen(count: int, random: Random) -> list[City]:
    """Draw provinces and take their prefectures until there are enough; neighbours come together, as they are built."""
    table = current()
    children: dict[str, list[Region]] = {}
    for region in table:
        children.setdefault(region.parent, []).append(region)
    provinces = sorted((region for region in table if region.level == "province"), key=lambda region: region.code)
    random.shuffle(provinces)
    found = [
        City(prefecture, tuple(one for one in children.get(prefecture.code, ()) if one.level == "county"))
        for province in provinces
        for prefecture in children.get(province.code, ())
        if prefecture.level == "prefecture" and prefecture.short and len(children.get(prefecture.code, ())) > 2
    ]
    return found[:count]


def _skewed(random: Random, words: str) -> str:
    """Draw a character; the first ones of a pool are more common, as among real names."""
    return words[int(len(words) * random.random() ** 1.5)]


class Maker:
    """Makes things with running numbers; remembers those of all cities, of which namesakes are made."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.made: dict[str, list[Thing]] = {kind: [] for kind in BRANDED}
        self.count = 0
        self.outsiders: list[Thing] = []
        self.shared: dict[str, Thing] = {}

    def thing(self, kind: str, slots: tuple[Slot, ...], city: City | None, **more: object) -> Thing:
        """Number a new thing and remember it."""
        self.count += 1
        made = Thing(self.count, kind, slots, city.region if city else None, **more)  # type: ignore[arg-type]
        if kind in self.made and made.brand:
            self.made[kind].append(made)
        return made

    def known(self, key: str, kind: str, slots: tuple[Slot, ...]) -> Thing:
        """Return the one thing of the whole country that goes by a key: a region, a group, a university."""
        if key not in self.shared:
            self.count += 1
            self.shared[key] = Thing(self.count, kind, slots)
        return self.shared[key]

    def name(self, pools: str) -> str:
        """Draw a name of two syllables that is no region's."""
        first, second = (pool(f"{pools}-{part}" if pools else part)[0][0] for part in ("first", "second"))
        while (found := _skewed(self.random, first) + _skewed(self.random, second)) in regions().by_name:
            pass
        return found

    def pattern(self, kind: str, city: City, tails: Sequence[str]) -> tuple[str, str, str]:
        """Draw brand and tail of a new thing that its city does not have yet, and what kind of namesake it is."""
        while True:
            brand, tail, namesake = self._pattern(kind, city, tails)
            if (kind, brand + tail) not in city.taken:
                city.taken.add((kind, brand + tail))
                return brand, tail, namesake

    def _pattern(self, kind: str, city: City, tails: Sequence[str]) -> tuple[str, str, str]:
        brand, tail = self.name("site" if kind in ("Park", "Facility") else ""), self.random.choice(tails)
        earlier = self.made[kind][-400:]
        if not earlier or self.random.random() >= NAMESAKES:
            return brand, tail, ""
        model = self.random.choice(earlier)
        if model.city == city.region:
            return model.brand, tail, "same brand, same city"
        return model.brand, model.tail, "same name, other city"

    def district(self, city: City, share: float) -> Region | None:
        """Draw the district in which a thing stands, for a share of things."""
        return self.random.choice(city.districts) if self.random.random() < share else None
