"""A city in; its things out, type by type: how names of firms, parks, projects … are made and how they are written.

The numbers beside the options are weights: how often reports write so, as far as the annotated documents of this
project show (a sixth of the firms, a third of the projects and half of the parks have a second form in one document).
They follow no rule of graph/resolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks import things
from benchmarks.cities import City, Maker, current
from benchmarks.projects import projects
from benchmarks.things import Option, Thing, pool, short
from graph.lexicon import central_groups, regions, universities

__all__ = ["COUNTS", "fill"]

#: How many things of a type a city has; common ones (博物馆, 高新区), towns and regions come on top.
COUNTS = {"Company": 58, "Park": 14, "Cluster": 10, "Organization": 8, "Facility": 18}
PROJECTS = 62
#: The share of a city's firms that have their seat elsewhere and build in several cities, or are known everywhere.
OUTSIDERS = 0.05
_LEGAL = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "（集团）有限公司")


def fill(maker: Maker, city: City) -> None:
    """Give a city its things."""
    makers = {"Company": _company, "Park": _park, "Cluster": _cluster, "Organization": _organization}
    for kind, count in COUNTS.items():
        for _ in range(count):
            city.things.append(makers.get(kind, _facility)(maker, city))
    for _ in range(PROJECTS):
        city.things.extend(projects(maker, city))
    city.things.extend(_zones(maker, city))
    city.things.extend(_common(maker, city))
    city.things.extend(_regions(maker, city))


def _company(maker: Maker, city: City) -> Thing:
    """Make a firm of the city, or take one from elsewhere that several cities share."""
    if maker.random.random() < OUTSIDERS:
        return _outsider(maker)
    trades = dict(pool("trade"))
    brand, trade, namesake = maker.pattern("Company", city, list(trades))
    # A registered name begins with the city, the province or nothing; which one is not for reports to choose.
    own = things.place(city.region, None)
    if maker.random.random() < 0.15:
        province = regions().chain(city.region.code)[-1]
        own = (Option(short(province), "", 0.15, 0.4), Option("", "no place", 0.85, 0.6))
    more = {"district": maker.district(city, 0.5), "namesake": namesake}
    return _firm(maker, city, own, brand, trade, more)


def _firm(maker: Maker, city: City | None, own: things.Slot, brand: str, trade: str, more: dict[str, Any]) -> Thing:
    shorts = list(dict(pool("trade"))[trade])
    maker.random.shuffle(shorts)
    slots = (own, *things.company(brand, trade, shorts, maker.random.choice(_LEGAL)))
    return maker.thing("Company", slots, city, brand=brand, tail=trade, short=brand + shorts[0], **more)


def _outsider(maker: Maker) -> Thing:
    """Take a national group, or a firm with its seat elsewhere; half of them are in the reports of several cities."""
    random = maker.random
    if random.random() < 0.4:
        names: dict[str, list[str]] = {}
        for alias, name in central_groups().items():
            names.setdefault(name, []).append(alias)
        name = random.choice(sorted(names))
        aliases = [alias for alias in names[name] if alias != name]
        return maker.known(name, "Company", (things.named(name, aliases, 0.6),))
    if maker.outsiders and random.random() < 0.5:
        return random.choice(maker.outsiders[-60:])
    seats = sorted(region.short for region in current() if region.level == "prefecture")
    seat = (Option(random.choice(seats), "", 0.35), Option("", "no place", 0.65))
    made = _firm(maker, None, seat, maker.name(""), random.choice(pool("trade"))[0], {})
    maker.outsiders.append(made)
    return made


def _park(maker: Maker, city: City) -> Thing:
    """Make a park with a name of its own, or one that is called after its district."""
    random = maker.random
    words = [word for word, _ in pool("park-word")]
    head, heads = random.choice(pool("park-head"))
    industries = [word for word, _ in pool("industry")]
    where = maker.district(city, 0.6)
    if where is not None and random.random() < 0.3:
        trade = random.choice(industries)
        if ("Park", where.code + trade) not in city.taken:
            city.taken.add(("Park", where.code + trade))
            own = (Option(short(where), "", 0.8, 0.9), Option("", "no place", 0.2, 0.1))
            slots = (own, *things.park("", trade, head, heads, words))
            return maker.thing("Park", slots, city, district=where, namesake="named after its district")
    brand, trade, namesake = maker.pattern("Park", city, [*industries, *[""] * len(industries)])
    slots = (things.place(city.region, where), *things.park(brand, trade, head, heads, words))
    return maker.thing("Park", slots, city, district=where, namesake=namesake, brand=brand, tail=trade)


def _cluster(maker: Maker, city: City) -> Thing:
    """Make a cluster; other cities have clusters of the same name, since all of them foster the same industries."""
    industry, others = maker.random.choice([one for one in pool("industry") if ("Cluster", one[0]) not in city.taken])
    city.taken.add(("Cluster", industry))
    size = maker.random.choice(("千亿级", "百亿级", "500亿级", "国家级", "世界级", "300亿元"))
    slots = (
        things.place(city.region, None, own=0.9, away=0.0),
        (Option("", near=0.8), Option(size, "size put in", 0.2)),
        things.named(industry, others, 0.15),
        (Option("", near=0.9), Option(size, "size put in", 0.1)),
        (Option("产业集群", near=0.85), Option("集群", "other head", 0.15)),
    )
    return maker.thing("Cluster", slots, city, namesake="same industry, other city", tail=industry)


def _facility(maker: Maker, city: City) -> Thing:
    """Make a bridge, a reservoir, a scenic spot."""
    heads = dict(pool("facility"))
    brand, head, namesake = maker.pattern("Facility", city, list(heads))
    where = maker.district(city, 0.4)
    slots = (things.place(city.region, where, own=0.88), things.quoted(brand), things.named(head, heads[head], 0.1))
    return maker.thing("Facility", slots, city, district=where, namesake=namesake, brand=brand, tail=head)


def _organization(maker: Maker, city: City) -> Thing:
    """Make an institute or a school, or take a university of the whole country."""
    if maker.random.random() < 0.3:
        name = maker.random.choice(sorted(name for name in universities() if len(name) > 4))
        return maker.known(name, "Organization", ((Option(name),),))
    heads = dict(pool("organization"))
    tails = [f"{trade}/{head}" for trade in ("新材料", "智能制造", "现代农业", "") for head in heads]
    brand, tail, namesake = maker.pattern("Organization", city, tails)
    trade, head = tail.split("/")
    own = things.place(city.region, None, own=0.6)
    slots = (own, (Option(brand + trade),), things.named(head, heads[head], 0.4))
    return maker.thing("Organization", slots, city, namesake=namesake, brand=brand, tail=tail)


def _zones(maker: Maker, city: City) -> Iterator[Thing]:
    """Make the development zones that every city has under the same name, and some counties."""
    for name, others in pool("zone"):
        slots = (things.place(city.region, None, own=0.35, away=0.0), things.named(name, others, 0.8))
        yield maker.thing("Park", slots, city, namesake="every city has one")
    for district in city.districts[:3]:
        name, others = pool("district-zone")[0]
        own = (
            Option(short(district), near=0.6, far=0.85),
            Option(district.name, "district in full", 0.15),
            Option("", "no place", 0.25, 0.0),
        )
        slots = (own, things.named(name, others, 0.7))
        yield maker.thing("Park", slots, city, district=district, namesake="every district has one", deep=True)


def _common(maker: Maker, city: City) -> Iterator[Thing]:
    """Make what every city has under the same name: 博物馆, 第一人民医院."""
    for kind in ("Facility", "Organization"):
        for name, others in maker.random.sample(pool(f"common-{kind.lower()}"), 5):
            own = (*things.place(city.region, None, own=0.35, away=0.0), Option("市", "市 for the city", 0.3, 0.0))
            yield maker.thing(kind, (own, things.named(name, others)), city, namesake="every city has one")


def _regions(maker: Maker, city: City) -> Iterator[Thing]:
    """Name the province, the city, its counties, some regions elsewhere; make some towns."""
    random = maker.random
    away = random.sample([one for one in current() if one.level in ("functional", "prefecture")], 3)
    for one in (*regions().chain(city.region.code), *city.districts, *away):
        yield maker.known(one.code, "Region", (things.region(one),))
    for _ in range(6):
        where = random.choice(city.districts)
        common = random.random() < 0.15
        name = "城关镇" if common else maker.name("site") + random.choice(pool("town"))[0]
        if ("Region", where.code + name) not in city.taken:
            city.taken.add(("Region", where.code + name))
            namesake = "town of a county" if common else ""
            yield maker.thing("Region", ((Option(name),),), city, district=where, namesake=namesake)
