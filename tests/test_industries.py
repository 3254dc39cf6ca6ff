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

PATH = ontology_folder() / "industries.ttl"
WORDS = Path(__file__).parent.parent / "graph" / "grammar" / "gazetteers" / "industries.txt"
SCHEME = "https://w3id.org/regiongraph/industries"
RG = "https://w3id.org/regiongraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCT = "http://purl.org/dc/terms/"
TAILS = ("产业", "行业", "业")
#: Sections A to T and divisions 01 to 97 of GB/T 4754-2017; the nine parts of the classification of 2018.
DIVISIONS = {f"{number:02}" for number in range(1, 98)}

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
    "cutting", ["地产", "家电", "市政", "建工", "丝绸", "道岔", "排水", "风光", "广电", "5G", "三七"]
)
def test_labels_that_cut_other_words_hold_for_whole_names_only(cutting: str) -> None:
    owner = tree().owner[cutting]
    assert cutting in tree().labels(owner, "hiddenLabel@zh")


def test_codes_are_codes_of_the_two_classifications() -> None:
    for name, facts in tree().concepts.items():
        for code in facts.get("gbt4754", ()):
            assert code in set("ABCDEFGHIJKLMNOPQRST") or (code.isdigit() and 2 <= len(code) <= 4), (name, code)
            assert not code.isdigit() or code[:2] in DIVISIONS, (name, code)
        for code in facts.get("emergingClass", ()):
            parts = code.split(".")
            assert 1 <= len(parts) <= 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[0]) <= 9, (
                name,
                code,
            )
    upper = [name for name in tree().concepts if len(tree().above(name)) <= 1]
    assert sum("gbt4754" in tree().concepts[name] for name in upper) > 0.8 * len(upper)


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
