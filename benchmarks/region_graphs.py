"""A number of nodes and a seed in; a plausible invented graph of regions, as graph.view.network makes them, out.

Cities and counties with parks, firms, clusters, projects and aims. City sizes and numbers of links fall as in real
documents: a few have very many (Zipf). Every fact has a sentence. The same seed gives the same graph.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from math import log2

import networkx as nx

__all__ = ["generate"]

BASE = "https://example.org/id"
#: What documents name, in parts of a hundred, as counted in reports of prefectures.
SHARES = {"Project": 24, "Strategy": 20, "Company": 18, "Industry": 11, "Positioning": 10, "Park": 6, "Cluster": 5}
SHARES |= {"Facility": 3, "Organization": 3}
HEADS = ("松岭", "甲山", "江河", "云台", "青溪", "白石", "长河", "东川", "南屏", "西岭")
HEADS += ("北原", "金沙", "银杏", "玉泉", "龙潭", "凤鸣", "鹤岗", "雁荡", "鹿鸣", "虎丘")
TRADES = ("精细化工", "装备制造", "新材料", "生物医药", "食品加工", "清洁能源")
TRADES += ("电子信息", "现代物流", "文旅康养", "海洋工程", "数字经济", "节能环保")
TAILS = {
    "Park": "产业园",
    "Company": "集团",
    "Cluster": "产业集群",
    "Industry": "产业",
    "Project": "万吨扩建项目",
    "Strategy": "行动计划",
    "Positioning": "示范基地",
    "Facility": "枢纽站",
    "Organization": "研究院",
}
LINKS = {"Cluster": "targets", "Positioning": "targets", "Industry": "targets", "Strategy": "implements"}


class _Made:
    """A graph in the making, with its own random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, sentences={}, themes={})

    def node(self, iri: str, kind: str, label: str, home: str) -> str:
        documents = (
            self.document(home or iri) if kind == "Region" or home else next(iter(self.graph.graph["documents"])),
        )
        scope = self.graph.nodes[home]["label"] if home else ""
        self.graph.add_node(
            iri,
            type=kind,
            types=(kind,),
            label=label,
            aliases=(),
            home=home,
            scope=scope,
            status="",
            attributes=(),
            observations=(),
            documents=documents,
            sentences=(),
        )
        return iri

    def document(self, region: str) -> str:
        key = f"{BASE}/document/{region.rsplit('/', 1)[-1][:4]}"
        known = {"title": f"{key[-4:]} 政府工作报告", "year": 2024, "subject": "", "genre": "work-report"}
        self.graph.graph["documents"].setdefault(key, known)
        return key

    def fact(self, start: str, end: str, relation: str) -> None:
        if start == end or self.graph.has_edge(start, end, relation):
            return
        one, two = self.graph.nodes[start], self.graph.nodes[end]
        sentences = self.graph.graph["sentences"]
        key = f"{BASE}/sentence/{len(sentences)}"
        quote = f"加快推进{one['label']}建设，依托{two['label']}，力争年内完成投资{self.random.randint(2, 90)}亿元。"
        document = one["documents"][0]
        sentences[key] = {"document": document, "quote": quote, "section": "重点工作", "start": 4, "end": 60}
        explicit = self.random.random() < 0.8
        rule = "locatedIn.in" if explicit else "locatedIn.subject"
        self.graph.add_edge(start, end, key=relation, explicit=explicit, rule=rule, sentences=(key,))
        for node in (one, two):
            node["sentences"] += (key,)


def generate(count: int, seed: int = 7) -> nx.MultiDiGraph[str]:
    """Return a graph of about `count` nodes and one and a half times as many edges."""
    made = _Made(seed)
    homes, weights = _regions(made, count)
    kinds = list(SHARES)
    members: dict[str, list[str]] = {kind: [] for kind in kinds}
    while len(made.graph) < count:
        kind = made.random.choices(kinds, list(SHARES.values()))[0]
        home = made.random.choices(homes, cum_weights=weights)[0]
        number = len(made.graph)
        trade, head = made.random.choice(TRADES), made.random.choice(HEADS)
        tail = "{zh}行业" if kind == "Industry" else TAILS[kind]
        code = home.rsplit("/", 1)[-1][:6]
        shared = kind in {"Industry", "Strategy"} and made.random.random() < 0.25
        iri = f"{BASE}/{kind.lower()}/{'' if shared else code + '-'}{number}"
        made.node(iri, kind, f"{head}{trade}{number}{tail.replace('{zh}', '')}", "" if shared else home)
        _links(made, iri, kind, home, members)
        if shared:
            for other in made.random.choices(homes, cum_weights=weights, k=2):
                made.fact(other, iri, LINKS[kind])
        members[kind].append(iri)
    for _ in range(len(homes) // 3):
        one, two = made.random.choices(homes, cum_weights=weights, k=2)
        made.fact(one, two, "cooperatesWith")
    _weigh(made.graph)
    return made.graph


def _regions(made: _Made, count: int) -> tuple[list[str], list[float]]:
    """Add provinces, cities and counties; return where entities may be and the running sum of how likely."""
    cities = round(4 * (count / 200) ** 0.55)
    homes: list[str] = []
    weights: list[float] = []
    for city in range(cities):
        province, place = 41 + city // 16, city % 16 + 1
        above = f"{BASE}/region/{province}0000-省{province}"
        if above not in made.graph:
            made.node(above, "Region", f"省{province}", "")
        name = f"{HEADS[city % len(HEADS)]}{'' if city < len(HEADS) else city}"
        own = made.node(f"{BASE}/region/{province}{place:02}00-{name}市", "Region", f"{name}市", above)
        made.fact(own, above, "partOf")
        size = 1 / (city + 1) ** 0.6
        homes.append(own)
        weights.append(size)
        for county in range(min(6, count // 60)):
            label = f"{name}{'东西南北中新'[county]}区"
            below = made.node(f"{BASE}/region/{province}{place:02}0{county + 2}-{label}", "Region", label, own)
            made.fact(below, own, "partOf")
            homes.append(below)
            weights.append(size * 0.9 / (county + 1))
    return homes, list(accumulate(weights))


def _links(made: _Made, iri: str, kind: str, home: str, members: dict[str, list[str]]) -> None:
    if kind in LINKS:
        made.fact(home, iri, LINKS[kind])
    else:
        made.fact(iri, home, "locatedIn")
    wanted = {"Project": "Company", "Company": "Industry", "Cluster": "Company", "Park": "Industry"}.get(kind, "")
    if wanted and members[wanted] and made.random.random() < 0.6:
        other = _popular(made.random, members[wanted])
        relation = {"Project": "undertakes", "Cluster": "leads"}.get(kind, "inIndustry")
        made.fact(*((other, iri) if relation != "inIndustry" else (iri, other)), relation)
    if kind == "Project" and members["Park"] and made.random.random() < 0.3:
        made.fact(iri, _popular(made.random, members["Park"]), "locatedIn")


def _popular(numbers: random.Random, members: Sequence[str]) -> str:
    """Choose early members far more often than late ones: their links fall about as Zipf has it."""
    return members[int(len(members) ** numbers.random()) - 1]


def _weigh(graph: nx.MultiDiGraph[str]) -> None:
    for iri, node in graph.nodes(data=True):
        node["importance"] = round(graph.degree(iri) + log2(1 + len(node["sentences"])) + 2, 3)
