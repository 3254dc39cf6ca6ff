"""Invented contents of themes.html: three cities that a reader can follow, and a large one that fills the page."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from graph.view.network import legend

__all__ = ["large", "small"]

NAMES = (
    ("石化化工", "Petrochemicals and chemicals", None, "石化"),
    ("精细化工", "Fine chemicals", 0, "精细化学品"),
    ("烯烃下游", "Olefin derivatives", 0, "聚烯烃"),
    ("装备制造", "Equipment manufacturing", None, "重型装备"),
    ("船舶与海洋工程", "Ships and offshore engineering", 3, "海工平台"),
    ("新材料", "New materials", None, "钛合金"),
    ("新能源", "New energy", None, "海上风电"),
    ("氢能", "Hydrogen", 6, "绿氢"),
    ("港口与现代物流", "Ports and logistics", None, "集装箱"),
    ("冶金", "Metallurgy", None, "特种钢"),
    ("农产品加工", "Food processing", None, "预制菜"),
    ("水产与海洋牧场", "Fisheries", 10, "海参"),
    ("生物医药", "Biomedicine", None, "原料药"),
    ("汽车及零部件", "Vehicles and parts", None, "汽车零部件"),
    ("数字经济", "Digital economy", None, "算力中心"),
    ("文化旅游", "Culture and tourism", None, "滨海度假区"),
    ("科技创新", "Science and technology", None, "中试基地"),
)
CITIES = ("星海市", "松岭市", "云港市")
FIRMS = ("甲山", "江河", "云帆", "北辰", "海岳", "明德", "长风", "金禾", "瑞川", "东耀", "启元", "望潮")
TAILS = {
    "Park": "产业园",
    "Company": "科技",
    "Project": "项目",
    "Cluster": "产业集群",
    "Facility": "码头",
}
KINDS = {
    "cooperation": {"zh": "合作", "en": "cooperation"},
    "company": {"zh": "同一企业", "en": "same company"},
    "belt": {"zh": "同一功能区", "en": "same belt"},
    "chain": {"zh": "上下游", "en": "supply chain"},
    "aim": {"zh": "共同目标", "en": "shared aim"},
    "named": {"zh": "点名", "en": "named"},
}
NOTE = {
    "zh": "主题按得分排序：各地区在该主题上的份量（有名称的园区、企业、集群、项目和目标，按事实多少取对数）乘以区位商"
    "——该主题在本地区所占份额与各地报告平均份额之比——再加地区之间的明确联系。"
    "人人都有的主题（旅游、数字经济）区位商接近 1，因而靠后。详见 docs/themes.md。",
    "en": "Themes are ranked by their weight in each region times the location quotient (share here against the "
    "average share in reports), plus stated links between regions; what everyone has ranks low.",
}
STATUSES = ("", "", "proposed", "signed", "started", "underConstruction", "completed", "operating")


class _Maker:
    """Grow one content; every choice comes from a generator with a fixed seed."""

    def __init__(self, cities: tuple[str, ...], themes: tuple[tuple[str, str, int | None, str], ...], most: int):
        self.random = Random(11)
        self.most = most
        self.cities, self.names = cities, themes
        self.entities: list[dict[str, Any]] = []
        self.sentences: list[dict[str, Any]] = []
        self.flows: list[dict[str, Any]] = []

    def sentence(self, region: int, quote: str) -> int:
        start = 40 * len(self.sentences)
        self.sentences.append(
            {"document": region, "quote": quote, "section": "二、2025年重点工作", "start": start, "end": start + 40}
        )
        return len(self.sentences) - 1

    def entity(self, region: int, kind: str, theme: int) -> int:
        city, (zh, _, _, word) = self.cities[region], self.names[theme]
        firm = FIRMS[(len(self.entities) * 5 + theme) % len(FIRMS)]
        label = {"Cluster": f"{zh}{TAILS[kind]}", "Park": f"{city[:2]}{word}{TAILS[kind]}"}.get(
            kind, f"{firm}{word}{TAILS[kind]}"
        )
        status = self.random.choice(STATUSES) if kind in {"Project", "Facility"} else ""
        code = f"99{region + 1:02}00"
        self.entities.append(
            {
                "id": f"{kind.lower()}/{code}-{label}-{len(self.entities)}",
                "label": label,
                "type": kind,
                "aliases": [f"{firm}{word}"] if kind == "Company" else [],
                "place": f"{city[:2]}新区" if kind == "Park" else city,
                "region": region,
                "status": status,
                "stage": legend()["statuses"][status]["stage"] if status else "",
            }
        )
        return len(self.entities) - 1

    def cell(self, theme: int, region: int, size: int) -> dict[str, Any] | None:
        if size == 0:
            return None
        kinds = ("Cluster", "Company", "Project", "Park", "Project", "Company", "Project", "Facility")
        zh = self.names[theme][0]
        own = [self.entity(region, kinds[step % len(kinds)], theme) for step in range(size)]
        told = []
        for place, number in enumerate(own):
            label = self.entities[number]["label"]
            told.append(
                self.sentence(
                    region,
                    f"围绕{zh}延链补链，支持{label}扩大产能，推动上下游企业在{self.cities[region]}集聚，"
                    f"全年完成投资{12 + 7 * place}亿元。",
                )
            )
        stages = [self.entities[number]["stage"] for number in own]
        cluster = own[0]
        firms = [number for number in own if self.entities[number]["type"] == "Company"]
        for firm in firms or [None]:
            self.flows.append(
                {"theme": theme, "region": region, "cluster": cluster, "company": firm, "weight": 1.0 + size / 6}
            )
            self.flows[-1]["sentences"] = told[:1] if firm is None else [told[0], told[own.index(firm)]]
        aim = self.sentence(region, f"打造千亿级{zh}产业集群，到2025年产值突破{100 * size}亿元。")
        projects = [number for number in own if self.entities[number]["type"] == "Project"]
        return {
            "region": region,
            "weight": round(0.8 + size * 0.7, 2),
            "quotient": round(self.random.choice((0.4, 0.7, 0.9, 1.0, 1.1, 1.4, 1.8, 2.6)), 2),
            "entities": own,
            "planned": stages.count("plan"),
            "works": stages.count("works"),
            "running": stages.count("fact"),
            "unstated": stages.count(""),
            "aims": [{"entity": cluster, "sentences": [aim]}] if size > 2 else [],
            "investment": {
                "value": 1_900_000_000 * len(projects),
                "entities": projects,
                "sentences": [told[own.index(one)] for one in projects],
            }
            if projects
            else None,
            "scales": [{"value": 1e10 * size, "entity": cluster, "sentences": [aim]}] if size > 3 else [],
            "sentences": [*told, aim],
        }

    def links(self, theme: int, cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        made = []
        for one, other in pairwise(cells):
            kind = list(KINDS)[(theme + one["region"]) % len(KINDS)]
            a, b = self.cities[one["region"]], self.cities[other["region"]]
            quote = f"深化与{b}在{self.names[theme][0]}领域的合作，共建跨区域产业链。"
            made.append(
                {
                    "from": one["region"],
                    "to": other["region"],
                    "kind": kind,
                    "entities": [one["entities"][0], other["entities"][0]],
                    "zh": f"{a}与{b}：{KINDS[kind]['zh']}",
                    "en": f"{KINDS[kind]['en']} between the two",
                    "sentences": [self.sentence(one["region"], quote)],
                    "mutual": (theme + other["region"]) % 2 == 0,
                }
            )
        return made

    def theme(self, number: int) -> dict[str, Any]:
        zh, en, parent, word = self.names[number]
        sizes = [self.random.choice((0, 1, 2, 3, 5, 8, 13)) for _ in self.cities]
        if self.most < 13 or len(self.cities) > 3:
            sizes = [min(size, self.most) for size in sizes]
        found = [self.cell(number, region, size) for region, size in enumerate(sizes)]
        cells = [cell for cell in found if cell is not None]
        return {
            "id": f"theme-{number}",
            "zh": zh,
            "en": en,
            "parent": parent,
            "level": 1 if parent is None else 2,
            "score": round(14.2 / (1 + number * 0.18), 2),
            "rank": number + 1,
            "particular": round(1 / (1 + number * 0.12), 2),
            "cells": cells,
            "links": self.links(number, cells) if number % 5 != 4 else [],
            "concepts": [{"zh": word, "en": word, "entities": cells[0]["entities"][:2] if cells else []}],
        }

    def shares(self, themes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        made = []
        for a in range(len(self.cities)):
            for b in range(a + 1, len(self.cities)):
                both = [
                    (number, sorted(cell["weight"] for cell in theme["cells"] if cell["region"] in {a, b}))
                    for number, theme in enumerate(themes)
                ]
                common = [(number, weights[0]) for number, weights in both if len(weights) == 2]
                if common and (len(self.cities) < 20 or (a * 7 + b) % 3 == 0):
                    weight = round(sum(each for _, each in common), 2)
                    made.append({"a": a, "b": b, "weight": weight, "themes": [number for number, _ in common]})
        return made

    def content(self) -> dict[str, Any]:
        themes = [self.theme(number) for number in range(len(self.names))]
        groups = [(theme, [one for cell in theme["cells"] for one in cell["entities"]]) for theme in themes[:8]]
        return {
            "version": 1,
            "title": "、".join(self.cities[:3]) + " · RegionGraph",
            "base": "https://w3id.org/regiongraph/id/",
            "note": NOTE,
            **{name: legend()[name] for name in ("types", "relations", "statuses", "stages")},
            "documents": [
                {"title": f"{city}政府工作报告", "year": 2025, "subject": city, "genre": "政府工作报告"}
                for city in self.cities
            ],
            "sentences": self.sentences,
            "regions": [
                {"id": f"region/99{number + 1:02}00-{city}", "label": city, "documents": [number]}
                for number, city in enumerate(self.cities)
            ],
            "entities": self.entities,
            "themes": themes,
            "kinds": KINDS,
            "shares": self.shares(themes),
            "flows": self.flows,
            "communities": [
                {"label": f"{theme['zh']} · {'、'.join(self.cities[:2])}", "entities": group, "size": len(group)}
                for theme, group in groups
                if group
            ],
        }


def small() -> dict[str, Any]:
    """Return three cities with 17 themes of two levels."""
    return _Maker(CITIES, NAMES, 13).content()


def large() -> dict[str, Any]:
    """Return 40 regions with 34 themes and about 2,000 entities."""
    heads = ("东", "西", "南", "北", "上", "下", "新", "古")
    tails = ("川市", "原市", "陵市", "湾新区", "河县")
    names = (
        *NAMES,
        *(
            (f"{zh}服务", f"{en} services", parent if parent is None else parent + len(NAMES), f"{word}服务")
            for zh, en, parent, word in NAMES
        ),
    )
    return _Maker(tuple(head + tail for head in heads for tail in tails), names, 3).content()
