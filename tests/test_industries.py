"""The scheme of industries: a tree in two languages, labels that name one concept, links that say what they rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.ontology import ontology_folder, shacl
from graph.rdf.industries import concepts_of
from graph.records import Entity

PATH = ontology_folder() / "industries.ttl"
WORDS = Path(__file__).parent.parent / "graph" / "grammar" / "gazetteers" / "industries.txt"
SCHEME = "https://w3id.org/regiongraph/industries"
RG = "https://w3id.org/regiongraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCT = "http://purl.org/dc/terms/"
TAILS = ("产业", "行业", "业")
#: GB/T 4754-2017: each division, its groups, and the last digits of the classes in each (01 1:1239 is 0111, 0112 …).
CLASSES = """
01 1:1239 2:123 3:1234 4:1239 5:12349 6:12349 7:19 8:12 9:0 / 02 1:12 2:0 3:12 4:12 5:12 /
03 1:123459 2:1239 3:0 9:129 / 04 1:12 2:12 / 05 1:123459 2:1239 3:129 4:19 / 06 1:0 2:0 9:0 / 07 1:12 2:12 /
08 1:0 2:0 9:0 / 09 1:12345679 2:129 3:1239 / 10 1:1239 2:0 3:0 9:1239 / 11 1:0 2:0 9:0 / 12 0:0 /
13 1:12349 2:19 3:12 4:0 5:123 6:1239 7:123 9:1239 / 14 1:19 2:12 3:1239 4:129 5:1239 6:129 9:123459 /
15 1:123459 2:123459 3:0 / 16 1:0 2:0 9:0 / 17 1:123 2:123 3:123 4:123 5:12 6:123 7:1239 8:12349 /
18 1:19 2:19 3:0 / 19 1:0 2:1239 3:129 4:12 5:12349 / 20 1:1239 2:1239 3:123459 4:1239 / 21 1:0 2:0 3:0 4:0 9:0 /
22 1:12 2:123 3:19 / 23 1:129 2:0 3:0 / 24 1:12349 2:1239 3:123456789 4:12349 5:1234569 6:129 /
25 1:19 2:12349 3:0 4:12 / 26 1:12349 2:123459 3:12 4:123456 5:1239 6:12345679 7:12 8:12349 /
27 1:0 2:0 3:0 4:0 5:0 6:12 7:0 8:0 / 28 1:12 2:1234569 3:12 / 29 1:1234569 2:123456789 /
30 1:12 2:12349 3:12349 4:129 5:12345679 6:12 7:1234569 8:129 9:19 / 31 1:0 2:0 3:0 4:0 /
32 1:123456789 2:129 3:129 4:0 5:12349 / 33 1:12 2:12349 3:123 4:0 5:1239 6:0 7:1239 8:1239 9:12349 /
34 1:123459 2:123459 3:12345679 4:123456 5:1239 6:1234567 7:123459 8:12349 9:1239 /
35 1:1234567 2:123459 3:1234 4:1234569 5:1234 6:1239 7:12345679 8:12345679 9:12345679 /
36 1:12 2:0 3:0 4:0 5:0 6:0 7:0 / 37 1:1234569 2:0 3:12345679 4:12349 5:12 6:12 7:0 8:0 9:129 /
38 1:1239 2:123459 3:12349 4:12349 5:12345679 6:129 7:12349 9:19 /
39 1:123459 2:12 3:12349 4:0 5:123 6:12349 7:1234569 8:123459 9:0 / 40 1:1234569 2:123456789 3:0 4:0 5:0 9:0 /
41 1:19 2:0 9:0 / 42 1:0 2:0 / 43 1:0 2:0 3:0 4:1239 5:0 6:0 9:0 / 44 1:12345679 2:0 3:0 / 45 1:123 2:0 /
46 1:0 2:0 3:0 9:0 / 47 1:0 2:0 9:0 / 48 1:12349 2:123 3:12349 4:0 5:123 6:123 7:123459 9:1239 / 49 1:0 2:0 9:19 /
50 1:123 2:12 3:0 9:0 /
51 1:12345679 2:123456789 3:123456789 4:12345679 5:1234 6:123456789 7:123456789 8:12349 9:1239 /
52 1:1239 2:12345679 3:123456789 4:123456789 5:12345 6:1234567 7:12349 8:12345679 9:12345679 /
53 1:123 2:0 3:1239 / 54 1:12349 2:129 3:123456789 4:1239 / 55 1:123 2:123 3:129 / 56 1:12 2:1239 3:129 /
57 1:0 2:0 / 58 1:0 2:129 / 59 1:0 2:0 3:0 4:129 5:129 6:0 9:0 / 60 1:0 2:0 9:0 / 61 1:0 2:19 3:0 4:0 9:0 /
62 1:0 2:0 3:1239 4:12 9:19 / 63 1:129 2:12 3:19 / 64 1:0 2:129 3:12349 4:0 5:0 9:0 /
65 1:1239 2:0 3:12 4:0 5:0 6:0 7:129 9:19 / 66 1:0 2:12349 3:12345679 4:0 5:0 /
67 1:12 2:0 3:129 4:19 5:0 6:0 9:0 / 68 1:1234 2:0 3:0 4:0 5:123 6:0 7:0 9:0 / 69 1:19 2:0 3:0 4:0 5:0 9:19 /
70 1:0 2:0 3:0 4:0 9:0 / 71 1:123459 2:123459 3:0 /
72 1:123459 2:12349 3:129 4:1234569 5:19 6:12349 7:129 8:12349 9:123456789 / 73 1:0 2:0 3:0 4:0 5:0 /
74 1:0 2:0 3:129 4:19 5:123459 6:123 7:12345 8:123456 9:1239 / 75 1:12345679 2:0 3:0 4:0 9:0 /
76 1:0 2:0 3:0 4:0 9:0 / 77 1:1234569 2:12345679 / 78 1:0 2:0 3:0 4:0 5:0 6:129 / 79 1:0 2:0 3:0 4:0 9:0 /
80 1:0 2:0 3:0 4:0 5:12 6:0 7:0 8:0 9:0 / 81 1:1234 2:129 3:12 9:1239 / 82 1:19 2:12349 9:0 /
83 1:0 2:12 3:123456 4:12 5:0 9:12349 / 84 1:123456 2:12345 3:123456 9:129 / 85 1:1234569 2:129 /
86 1:0 2:1234569 / 87 1:0 2:0 3:0 4:0 5:0 6:0 7:0 / 88 1:0 2:0 3:12 4:0 5:0 6:0 7:0 9:0 /
89 1:129 2:19 3:0 9:129 / 90 1:1239 2:0 3:0 4:129 5:12349 9:0 / 91 0:0 / 92 1:0 2:123456 3:12 9:19 / 93 1:0 2:0 /
94 1:123459 2:0 9:0 / 95 1:1239 2:129 3:0 4:12 / 96 1:0 2:0 / 97 0:0
"""
#: The nine parts of the classification of strategic emerging industries of 2018, and how many second levels each has.
EMERGING = {1: 5, 2: 5, 3: 7, 4: 5, 5: 4, 6: 5, 7: 3, 8: 4, 9: 2}

Facts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Tree:
    """What the file says of each concept by local name, and of each reified link."""

    concepts: Mapping[str, Facts]
    links: Mapping[str, Facts]
    owner: Mapping[str, str] = field(default_factory=dict)

    def above(self, name: str) -> list[str]:
        """The concepts above one, nearest first; ends at a loop so that a test can see it."""
        found: list[str] = []
        while parents := self.concepts[name].get("broader"):
            name = parents[0]
            if name in found:
                return [*found, name]
            found.append(name)
        return found

    def labels(self, name: str, *kinds: str) -> list[str]:
        return [label for kind in kinds for label in self.concepts[name].get(kind, ())]

    def reached(self, word: str) -> str | None:
        """The concept whose label a word is, less 产业, 行业 or 业; else that of the longest label inside it."""
        for form in (word, *(word.removesuffix(tail) for tail in TAILS)):
            if form in self.owner:
                return self.owner[form]
        searched = {label: name for name in self.concepts for label in self.labels(name, "prefLabel@zh", "altLabel@zh")}
        parts = (word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1))
        inside = [part for part in parts if part in searched]
        return searched[max(inside, key=len)] if inside else None


@cache
def tree() -> Tree:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(PATH), format=ox.RdfFormat.TURTLE):
        subject, value = str(quad.subject.value), quad.object
        key = quad.predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        if isinstance(value, ox.Literal) and value.language:
            key += f"@{value.language}"
        told[subject][key].append(str(value.value).removeprefix(SCHEME + "#"))
    ours = {name.removeprefix(SCHEME + "#"): facts for name, facts in told.items() if name.startswith(SCHEME + "#")}
    concepts = {name: facts for name, facts in ours.items() if SKOS + "Concept" in facts["type"]}
    links = {name: facts for name, facts in ours.items() if RDF + "Statement" in facts["type"]}
    assert len(concepts) + len(links) == len(ours)
    kinds = ("prefLabel@zh", "altLabel@zh", "hiddenLabel@zh")
    owner = {label: name for name, facts in concepts.items() for kind in kinds for label in facts.get(kind, ())}
    return Tree(concepts, links, owner)


def test_there_are_enough_concepts_and_themes_to_choose_from() -> None:
    assert len(tree().concepts) >= 190
    themes = [name for name in tree().concepts if not tree().above(name)]
    assert 24 <= len(themes) <= 32


def test_each_concept_is_in_the_scheme_and_has_one_place_in_the_tree() -> None:
    for name, facts in tree().concepts.items():
        assert facts["inScheme"] == [SCHEME], name
        assert len([*facts.get("broader", ()), *facts.get("topConceptOf", ())]) == 1, name
        above = tree().above(name)
        assert name not in above and len(above) == len(set(above)), f"{name} stands below itself"
        assert len(above) <= 3, f"{name} stands below level four"
        assert set(above) <= set(tree().concepts), name


def test_each_concept_has_one_label_in_chinese_and_one_in_english_and_no_other_has_it() -> None:
    for language in ("zh", "en"):
        found = [label for name in tree().concepts for label in tree().labels(name, f"prefLabel@{language}")]
        assert len(found) == len(set(found)) == len(tree().concepts)
    for name, facts in tree().concepts.items():
        assert {key for key in facts if key.startswith("prefLabel")} == {"prefLabel@zh", "prefLabel@en"}, name


def test_no_label_stands_twice_and_none_is_too_short_to_be_looked_for() -> None:
    kinds = ("prefLabel@zh", "altLabel@zh", "hiddenLabel@zh")
    counts = Counter(label for name in tree().concepts for label in tree().labels(name, *kinds))
    assert [label for label, count in counts.items() if count > 1] == []
    assert [label for label in counts if len(label) < 2 or label != "".join(label.split())] == []


@pytest.mark.parametrize(
    "cutting",
    [
        "地产",
        "家电",
        "市政",
        "建工",
        "丝绸",
        "道岔",
        "排水",
        "风光",
        "广电",
        "5G",
        "三七",
        "通航",
        "古城",
        "管道",
        "光学",
    ],
)
def test_labels_that_cut_other_words_hold_for_whole_names_only(cutting: str) -> None:
    owner = tree().owner[cutting]
    assert cutting in tree().labels(owner, "hiddenLabel@zh")


def known_classes() -> set[str]:
    """The sections, divisions, groups and classes of GB/T 4754-2017, as many as the standard says it has."""
    found: dict[int, set[str]] = {1: set("ABCDEFGHIJKLMNOPQRST"), 2: set(), 3: set(), 4: set()}
    for line in CLASSES.replace("/", "\n").split("\n"):
        division, *groups = line.split() or [""]
        for group, last in (told.split(":") for told in groups):
            found[2].add(division)
            found[3].add(division + group)
            found[4].update(division + group + digit for digit in last)
    assert [len(codes) for codes in found.values()] == [20, 97, 473, 1380]
    return set().union(*found.values())


def test_codes_are_codes_of_the_two_classifications() -> None:
    known = known_classes()
    parts = {str(part) for part in EMERGING}
    parts |= {f"{part}.{level}" for part, count in EMERGING.items() for level in range(1, count + 1)}
    for name, facts in tree().concepts.items():
        assert set(facts.get("gbt4754", ())) <= known, name
        assert set(facts.get("emergingClass", ())) <= parts, name
    upper = [name for name in tree().concepts if len(tree().above(name)) <= 1]
    assert sum("gbt4754" in tree().concepts[name] for name in upper) > 0.8 * len(upper)


def test_sources_that_rest_on_a_table_say_which_class_or_sectors() -> None:
    known = known_classes()
    told = [facts["source@zh"][0] for facts in tree().links.values()]
    standard = [source for source in told if source.startswith("GB/T 4754-2017《国民经济行业分类》")]
    assert len(standard) >= 80
    for source in standard:
        code, name = source.removeprefix("GB/T 4754-2017《国民经济行业分类》").split()
        assert code in known and name, source
    tables = [source for source in told if "投入产出表" in source]
    assert len(tables) >= 80
    for source in tables:
        ends = source.removeprefix("《中国投入产出表》（国家统计局）：").split(" → ")
        assert len(ends) == 2 and "" not in ends, source
    documents = [source for source in told if source not in {*standard, *tables}]
    assert [source for source in documents if not source.startswith("《") or "》" not in source] == []


def test_links_lead_between_concepts_and_each_has_its_statement_with_a_source() -> None:
    stated = {
        (facts["subject"][0], facts["object"][0]): facts
        for facts in tree().links.values()
        if facts["predicate"] == [RG + "feeds"]
    }
    assert len(stated) == len(tree().links)
    told = [(name, fed) for name, facts in tree().concepts.items() for fed in facts.get("feeds", ())]
    assert len(told) >= 60 and set(told) == set(stated)
    for (name, fed), facts in stated.items():
        assert fed in tree().concepts and fed != name
        source = facts.get("source@zh", ())
        assert len(source) == 1 and ("《" in source[0] or "GB/T" in source[0]), (name, fed)
    for link, facts in tree().links.items():
        assert link == f"feeds-{facts['subject'][0]}-{facts['object'][0]}"


def test_nothing_feeds_itself_through_others() -> None:
    feeds = {name: list(facts.get("feeds", ())) for name, facts in tree().concepts.items()}
    done: set[str] = set()

    def follow(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path, name])
        if name not in done:
            for fed in feeds[name]:
                follow(fed, (*path, name))
            done.add(name)

    for name in feeds:
        follow(name, ())


@pytest.mark.parametrize(
    ("word", "concept", "theme"),
    [
        ("精细化工", "fine-chemicals", "petrochemicals"),
        ("石油炼化", "refining", "petrochemicals"),
        ("针状焦", "needle-coke", "petrochemicals"),
        ("海上风电", "offshore-wind", "new-energy"),
        ("动力电池", "batteries", "new-energy"),
        ("海绵钛", "titanium", "nonferrous-metals"),
        ("铁合金", "ferroalloys", "metallurgy"),
        ("泵阀", "pumps-valves", "machinery"),
        ("泳装产业", "swimwear", "textiles"),
        ("海水养殖", "mariculture", "agriculture"),
        ("预制菜", "convenience-food", "food"),
        ("跨境电商", "cross-border-ecommerce", "commerce"),
        ("低空经济", "low-altitude-economy", "aerospace"),
        ("算力", "computing-power", "digital-economy"),
        ("冰雪经济", "ice-snow", "culture-tourism"),
        ("先进制造业", "manufacturing-general", "general"),
    ],
)
def test_words_of_reports_are_where_one_looks_for_them(word: str, concept: str, theme: str) -> None:
    assert tree().reached(word) == concept
    assert tree().above(concept)[-1] == theme


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("甲山石化公司", "petrochemicals"),
        ("松岭针状焦项目", "needle-coke"),
        ("江河科技氮化镓芯片", "semiconductor-materials"),
        ("松岭跨海大桥", "municipal-works"),
        ("江河农机装备产业园", "agricultural-machinery"),
        ("甲山智慧园区", "smart-city"),
    ],
)
def test_names_of_firms_and_projects_hold_labels(name: str, concept: str) -> None:
    assert tree().reached(name) == concept


def test_chains_lead_from_crude_oil_to_medicines_and_from_coke_to_cars() -> None:
    def leads(start: str, end: str) -> bool:
        return start == end or any(leads(fed, end) for fed in tree().concepts[start].get("feeds", ()))

    assert leads("oil-gas", "chemical-drugs")
    assert leads("refining", "new-energy-vehicles")
    assert leads("rare-earths", "wind-power")
    assert leads("forage", "dairy")
    assert not leads("dairy", "forage")


def test_nearly_every_industry_of_the_gazetteer_reaches_a_concept() -> None:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})
    assert len(words) > 3000
    missed = [word for word in words if tree().reached(word) is None]
    assert len(missed) < 0.02 * len(words), missed


def test_the_scheme_passes_its_shapes() -> None:
    assert shacl(PATH.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "name", "concepts"),
    [
        ("Cluster", "良种奶牛产业集群", "奶牛"),
        ("Project", "甲北铜转炉升级改造", ""),
        ("Project", "松岭钢材市场搬迁", "批发零售"),
        ("Park", "“5G+”智慧城市应用示范区", "智慧城市"),
        ("Park", "智能制造产业园", "智能制造装备"),
        ("Park", "松岭电动车智能制造产业园", "自行车及摩托车"),
        ("Project", "江河乳业液态奶智能工厂", "乳制品"),
        ("Project", "甲山泵阀零碳工厂", "泵阀"),
        ("Project", "松岭零碳产业园", "节能环保"),
        ("Project", "机场大道南段", "市政基础设施"),
        ("Project", "机场路一号线", "市政基础设施"),
        ("Project", "甲山机场改扩建", "临空经济"),
        ("Cluster", "甲乙高速沿线物流带", "交通运输与物流"),
        ("Project", "甲能源(乙市)有限公司松岭单晶硅", "多晶硅"),
        ("Project", "甲山新能源集团三期", "新能源"),
        ("Project", "甲乙铁路电气化改造", "铁路运输"),
        ("Project", "甲海思科创新药", "化学药"),
        ("Project", "甲市轨道交通3号线", ""),
        ("Cluster", "轨道交通产业集群", "轨道交通装备"),
        ("Industry", "轨道交通", "轨道交通装备"),
        ("Industry", "文化与旅游", "文化旅游"),
        ("Project", "甲能源新型异质结电池", "能源与公用事业 光伏组件"),
    ],
)
def test_names_say_what_is_made_and_not_how_or_where(kind: str, name: str, concepts: str) -> None:
    assert [concept.zh for concept in concepts_of(Entity("", kind, name, (), ()))] == concepts.split()
