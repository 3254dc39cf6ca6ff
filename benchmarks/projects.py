"""A city with its firms in; projects out: of firms, in phases, with units, called after a county, works on roads."""

from __future__ import annotations

from typing import Any

from benchmarks import things
from benchmarks.cities import City, Maker
from benchmarks.things import Option, Slot, Thing, field_of, pool, short

__all__ = ["projects"]

_NUMBERS = (1, 2, 3, 5, 6, 8, 10, 12, 15, 20, 30, 40, 50, 60, 80, 100, 120)
_POWERS = (50, 100, 150, 200, 300, 400, 500, 1000)


def projects(maker: Maker, city: City) -> list[Thing]:
    """Make one project that the city does not have yet, or several that belong together."""
    while True:
        share = maker.random.random()
        if share < 0.55:
            found = _of_firm(maker, city)
        elif share < 0.66:
            found = [_energy(maker, city)]
        elif share < 0.69:
            found = _units(maker, city)
        else:
            found = [_works(maker, city)]
        names = {("Project", thing.full) for thing in found}
        if not names & city.taken:
            city.taken |= names
            return found


def _size(maker: Maker, unit: str) -> str:
    number = maker.random.choice(_NUMBERS)
    return f"{number}{maker.random.choice(('万吨', '万吨', '万吨', '吨') if unit == '吨' else (unit,))}"


def _of_firm(maker: Maker, city: City) -> list[Thing]:
    """Make the project of a firm of the city, in two phases now and then; another may differ in its size alone."""
    random = maker.random
    firm = random.choice([thing for thing in city.things if thing.type == "Company" and thing.brand])
    product, units = random.choice([one for one in pool("product") if field_of(one[0]) == field_of(firm.tail)])
    size = _size(maker, units[0]) if units else ""
    owner: Slot = (Option(firm.short, near=0.8), Option("", "owner dropped", 0.2))
    if not size:
        owner = owner[:1]  # 数据中心项目 alone tells nobody which one is meant
    more = {"district": firm.district, "owner": firm.number}
    words = [word for word, _ in pool("product-word")]
    local = things.place(city.region, firm.district, own=0.88)
    slots = (local, *things.project(owner, size, product, (), words))
    share = random.random()
    if share < 0.1:
        return _phases(maker, city, slots, more)
    found = [maker.thing("Project", slots, city, **more)]
    if size and share < 0.16 and (other := _size(maker, units[0])) != size:
        slots = (local, *things.project(owner, other, product, (), words))
        found.append(maker.thing("Project", slots, city, namesake="other size", **more))
    return found


def _phases(maker: Maker, city: City, slots: tuple[Slot, ...], more: dict[str, Any]) -> list[Thing]:
    """Make the two phases of a project and, for half of them, the whole."""
    whole = maker.random.random() < 0.5
    found = [maker.thing("Project", slots, city, namesake="whole of phases", **more)] if whole else []
    for phase in ("一期", "二期"):
        tail = (
            Option(phase, near=0.5),
            Option(f"{phase}项目", "other tail", 0.2),
            Option(f"{phase}工程", "other tail", 0.2),
            Option(f"（{phase}）", "brackets, width", 0.1),
        )
        found.append(maker.thing("Project", (*slots[:-1], tail), city, namesake="other phase", **more))
    return found


def _energy(maker: Maker, city: City) -> Thing:
    """Make a wind or solar farm that is called after a county: 黑山|500兆瓦|风电|项目."""
    where = maker.random.choice(city.districts)
    kind, others = maker.random.choice(pool("energy"))
    power = maker.random.choice(_POWERS)
    size = (
        Option(f"{power}兆瓦", near=0.6),
        Option(f"{power}MW", "unit written otherwise", 0.3),
        Option("", "size dropped", 0.1),
    )
    own = (Option(short(where), near=0.8), Option(where.name, "district in full", 0.2))
    slots = (own, *things.project(size, "", kind, others, ("基地",)))
    return maker.thing("Project", slots, city, district=where, namesake="named after its county")


def _units(maker: Maker, city: City) -> list[Thing]:
    """Make the units of a power station: 松岭电厂|3、4号机组, and for half of them the next two."""
    head, others = maker.random.choice(pool("plant"))
    brand, where = maker.name("site"), maker.district(city, 0.6)
    own = things.place(city.region, where, own=0.8)
    found = []
    for first in (3, 5)[: maker.random.choice((1, 2))]:
        units = (
            Option(f"{first}、{first + 1}号机组", near=0.6),
            Option(f"{first}号、{first + 1}号机组", "number written otherwise", 0.2),
            Option(f"{first}#、{first + 1}#机组", "number written otherwise", 0.2),
        )
        tail = (Option("", near=0.5), Option("项目", "other tail", 0.25), Option("工程", "other tail", 0.25))
        slots = (own, (Option(brand),), things.named(head, others, 0.2), units, tail)
        found.append(maker.thing("Project", slots, city, district=where, namesake="other units"))
    return found


def _works(maker: Maker, city: City) -> Thing:
    """Make works on a road, a bridge or a pipe: 松岭|路|改扩建|工程."""
    on, (work, others) = maker.random.choice(pool("works-on"))[0], maker.random.choice(pool("works"))
    where = maker.district(city, 0.5)
    tails = (Option("工程", near=0.4), Option("", "no 项目", 0.4), Option("项目", "other tail", 0.2))
    named = ((Option(maker.name("site") + on),), things.named(work, others, 0.2))
    slots = (things.place(city.region, where, own=0.9), *named, tails)
    return maker.thing("Project", slots, city, district=where)
