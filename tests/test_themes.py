"""What regions share: cells, sums, links, the ranking and the communities, on invented documents and on the samples."""

from __future__ import annotations

import csv
import io
import json
from math import log2

import pyoxigraph as ox
import pytest

from graph.documents import document
from graph.errors import QueryError
from graph.industries import scheme
from graph.knowledge import KnowledgeGraph
from graph.pipeline import Report, extract
from graph.rdf.iris import BASE
from graph.rdf.triples import triples
from graph.resolution import resolve
from graph.themes import Link, Theme, Themes, concept_asked, content, lit, region_asked, theme_of, themes
from graph.themes.records import KINDS
from graph.themes.report import amount, to_csv, to_json
from graph.themes.score import expected, particular, quotient, rarity, score, smoothed, usual
from graph.view.themes_page import themes_page
from tests.test_docs import regiongraph

JINZHOU = """锦州市与盘锦市、葫芦岛市联手，共同建设“长兴岛—辽东湾—锦州湾”石化产业带。
打造千亿级精细化工产业集群。总投资20亿元的甲山炼化项目开工建设，其中总投资8亿元的甲山炼化一期项目建成投产。
甲山炼化项目总投资20亿元。培育乙河精细化工产业园。发展旅游业。
"""
PANJIN = """总投资30亿元的丙岭乙烯项目开工建设。培育精细化工产业集群。丁泽化工有限公司建设戊岗树脂项目。发展旅游业。
"""
HULUDAO = """谋划己塘医药中间体项目。打造千亿级有机化工和船舶配套产业集群。发展旅游业。
丁泽化工有限公司建设庚峰催化剂项目。
"""
GIVEN = ((JINZHOU, "锦州市", 2024), (PANJIN, "盘锦市", 2024), (HULUDAO, "葫芦岛市", 2023))


def store_of(*given: tuple[str, str, int]) -> ox.Store:
    made = [
        extract(document(text, name=f"d{number}", subject=subject, year=year))
        for number, (text, subject, year) in enumerate(given)
    ]
    store = ox.Store()
    store.extend(triples(made, resolve(made), base=BASE))
    return store


@pytest.fixture(scope="module")
def found() -> Themes:
    return themes(store_of(*GIVEN))


@pytest.fixture(scope="module")
def oil(found: Themes) -> Theme:
    made = theme_of(found, concept_asked("石化"))
    assert made is not None
    return made


def names(found: Themes, iris: tuple[str, ...]) -> set[str]:
    return {found.corpus.nodes[iri].name for iri in iris}


def place(found: Themes, name: str) -> str:
    return next(iri for iri, region in found.corpus.units.items() if region.name == name)


def joined(found: Themes, theme: Theme, kind: str) -> dict[tuple[str, str], Link]:
    return {
        (found.corpus.units[one.a].name, found.corpus.units[one.b].name): one for one in theme.links if one.kind == kind
    }


def test_cities_are_compared_and_each_has_its_entities(found: Themes, oil: Theme) -> None:
    cells = {found.corpus.units[cell.region].name: cell for cell in oil.cells}
    assert set(cells) == {"锦州市", "盘锦市", "葫芦岛市"}
    assert {"甲山炼化", "乙河精细化工产业园", "精细化工产业集群"} <= names(found, cells["锦州市"].entities)
    assert {"丙岭乙烯", "丁泽化工有限公司", "戊岗树脂"} <= names(found, cells["盘锦市"].entities)
    assert "甲山炼化" not in names(found, cells["盘锦市"].entities)
    assert all(cell.sentences for cell in oil.cells)


def test_undertakings_are_counted_by_how_far_they_are(found: Themes, oil: Theme) -> None:
    cells = {found.corpus.units[cell.region].name: cell for cell in oil.cells}
    assert cells["葫芦岛市"].stages["plan"] >= 1 and cells["葫芦岛市"].stages["fact"] == 0
    assert cells["锦州市"].stages["works"] >= 1 and cells["锦州市"].stages["fact"] == 1


def test_money_is_added_once_and_no_phase_beside_its_whole(found: Themes, oil: Theme) -> None:
    cells = {found.corpus.units[cell.region].name: cell for cell in oil.cells}
    money = cells["锦州市"].investment
    assert money is not None
    assert (money.value, names(found, money.entities)) == (2e9, {"甲山炼化"})
    assert all("20亿元" in found.corpus.passages[one].quote for one in money.sentences)
    assert oil.investment is not None and oil.investment.value == 5e9


def test_one_amount_that_a_sentence_puts_on_two_clusters_is_counted_once() -> None:
    told = themes(store_of(("千亿级基础化工和精细化工产业集群正加速发展。", "葫芦岛市", 2024)))
    again = themes(store_of(("打造基础化工、精细化工2个千亿级产业集群。", "葫芦岛市", 2024)))
    for one, counted in ((told, 1), (again, 2)):
        theme = theme_of(one, concept_asked("石化"))
        assert theme is not None
        scales = [scale for cell in theme.cells for scale in cell.scales]
        assert [scale.value for scale in scales] == [1e11] * len(scales) and len(scales) == 2
        assert sum(scale.counted for scale in scales) == counted


def test_stated_links_join_the_cities_with_their_sentences(found: Themes, oil: Theme) -> None:
    cooperation = joined(found, oil, "cooperation")
    assert set(cooperation) == {("锦州市", "盘锦市"), ("锦州市", "葫芦岛市")}
    for link in cooperation.values():
        assert "联手" in found.corpus.passages[link.sentences[0]].quote and not link.mutual
    belts = joined(found, oil, "belt")
    assert {("锦州市", "盘锦市"), ("锦州市", "葫芦岛市"), ("盘锦市", "葫芦岛市")} <= set(belts)
    assert any("辽东湾" in found.corpus.passages[one].quote for one in belts["盘锦市", "葫芦岛市"].sentences)


def test_a_firm_at_work_in_two_cities_joins_them(found: Themes, oil: Theme) -> None:
    firms = joined(found, oil, "company")
    assert names(found, firms["盘锦市", "葫芦岛市"].entities) == {"丁泽化工有限公司"}


def test_who_names_whom_without_being_named_back(found: Themes, oil: Theme) -> None:
    named = joined(found, oil, "named")
    assert set(named) == {("锦州市", "盘锦市"), ("锦州市", "葫芦岛市")}
    assert "对方未提及" in named["锦州市", "盘锦市"].zh and not named["锦州市", "盘锦市"].mutual
    both = themes(store_of(("与盘锦市共建石化产业带。", "锦州市", 2024), ("与锦州市共建石化产业带。", "盘锦市", 2024)))
    theme = theme_of(both, concept_asked("石化"))
    assert theme is not None
    (link,) = joined(both, theme, "named").values()
    assert link.mutual and "互相提及" in link.zh


def test_the_same_aim_and_what_feeds_what_are_inferred(found: Themes, oil: Theme) -> None:
    aims = joined(found, oil, "aim")
    assert aims["锦州市", "盘锦市"].zh == "都以精细化工为目标"
    chains = [link.zh for link in oil.links if link.kind == "chain"]
    feeds = {(one.zh, scheme().concepts[to].zh) for one in scheme().concepts.values() for to in one.feeds}
    told = {tuple(part.split("的", 1)[1] for part in zh.split(" → ")) for zh in chains}
    assert told and told <= feeds


def test_what_everyone_has_ranks_below_what_is_particular(found: Themes) -> None:
    ranked = [theme.concept.id for theme in found.themes]
    assert ranked.index("fine-chemicals") < ranked.index("tourism")
    assert ranked.index("petrochemicals") < ranked.index("culture-tourism")
    scores = [theme.score for theme in found.themes]
    assert scores == sorted(scores, reverse=True) and all(one >= 0 for one in scores)


def test_the_score_is_as_the_documentation_says(found: Themes, oil: Theme) -> None:
    own = {cell.region: cell.particular for cell in oil.cells}
    share = {cell.region: cell.share for cell in oil.cells}
    links: dict[frozenset[str], float] = {}
    for link in oil.links:
        pair = frozenset((link.a, link.b))
        links[pair] = links.get(pair, 0.0) + KINDS[link.kind][2]
    shared = 0.0
    for pair in {frozenset((a, b)) for a in own for b in own if a != b}:
        shared += min(own[one] for one in pair)
        shared += min(share[one] for one in pair) * log2(1 + links.get(pair, 0.0))
    assert oil.score == pytest.approx(rarity("petrochemicals") * (0.5 * sum(own.values()) + shared), abs=1e-5)
    assert score("petrochemicals", oil.cells, ()) < oil.score


def test_the_parts_of_the_score() -> None:
    assert smoothed(0.0, 0.0, 0.1) == 0.1 and 0.1 < smoothed(10.0, 10.0, 0.1) < 1.0
    assert quotient(0.2, 0.1) == 2.0
    assert particular(0.1, 0.1) == 0.0 and particular(0.05, 0.1) == 0.0
    assert particular(0.4, 0.1) == pytest.approx(0.8)
    assert 0 < expected("no such concept", []) < 0.001
    assert rarity("no such concept") == max(rarity(one) for one in scheme().concepts)
    assert {"tourism", "digital-economy", "agriculture"} <= usual() <= set(scheme().concepts)
    assert rarity("tourism") < 0.2 < rarity("petrochemicals") < rarity("fine-chemicals")


def test_a_year_keeps_to_its_documents(found: Themes) -> None:
    of_2023 = themes(store_of(*GIVEN), year=2023)
    assert [region.name for region in of_2023.corpus.units.values()] == ["葫芦岛市"]
    assert all(paper.year == 2023 for paper in of_2023.corpus.papers.values())
    assert {paper.year for paper in found.corpus.papers.values()} == {2023, 2024}


def test_counties_of_one_city_are_compared_where_there_is_no_other_city() -> None:
    told = themes(
        store_of(("发展精细化工产业。", "锦州市黑山县", 2024), ("建设甲山精细化工产业园。", "锦州市义县", 2024))
    )
    theme = theme_of(told, concept_asked("精细化工"))
    assert theme is not None
    assert {told.corpus.units[region].name for region in theme.regions} == {"黑山县", "义县"}


def test_a_bay_of_two_names_is_the_one_of_the_province() -> None:
    told = themes(
        store_of(
            ("建设长兴岛石化产业带和锦州湾石化产业带。", "锦州市", 2024),
            ("发展石化产业。", "大连市", 2024),
            ("发展石化产业。", "上海市", 2024),
        )
    )
    theme = theme_of(told, concept_asked("石化"))
    assert theme is not None
    assert ("锦州市", "大连市") in {tuple(sorted(pair)[::-1]) for pair in joined(told, theme, "belt")} | set(
        joined(told, theme, "belt")
    )
    assert not any("上海市" in pair for pair in joined(told, theme, "belt"))


def test_words_that_name_no_industry_or_region_get_the_nearest(found: Themes) -> None:
    assert concept_asked("fine chemicals").id == concept_asked("精细化工产业").id == "fine-chemicals"
    with pytest.raises(QueryError, match=r"--theme 石化工: no industry of the scheme; nearest: .*石化"):
        concept_asked("石化工")
    assert region_asked(found, "凌河区") == region_asked(found, "锦州") == place(found, "锦州市")
    with pytest.raises(QueryError, match="none of the compared regions; choose one of 锦州市、盘锦市、葫芦岛市"):
        region_asked(found, "沈阳市")


def test_communities_are_the_same_each_time_and_have_names(found: Themes) -> None:
    again = themes(store_of(*GIVEN))
    assert found.communities == again.communities and found.communities
    assert any("精细化工" in one.label and "锦州市" in one.label for one in found.communities)
    assert all(len(one.entities) >= 3 for one in found.communities)


def test_the_page_holds_what_is_found_and_the_map_lights_it(found: Themes, oil: Theme) -> None:
    shown = content(found)
    assert shown == content(themes(store_of(*GIVEN)))
    assert shown["title"] == "锦州市、盘锦市、葫芦岛市 · RegionGraph"
    (told,) = [one for one in shown["themes"] if one["id"] == "petrochemicals"]
    assert len(told["cells"]) == 3 and len(told["links"]) == len(oil.links)
    cell = told["cells"][0]
    labels = {shown["entities"][number]["label"] for number in cell["entities"]}
    assert labels == names(found, oil.cells[0].entities)
    assert "石化化工" in themes_page(shown)
    nodes = lit(found)["petrochemicals"]["nodes"]
    assert {iri for one in oil.cells for iri in one.entities} <= set(nodes)


def test_a_document_without_a_region_has_no_themes_and_an_empty_page() -> None:
    made = [extract(document("天气很好。", name="d0"))]
    store = ox.Store()
    store.extend(triples(made, resolve(made), base=BASE))
    empty = themes(store)
    assert empty.themes == () and empty.communities == ()
    assert "RegionGraph" in themes_page(content(empty))


def test_tables_and_files_say_the_same(found: Themes, oil: Theme) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(found, [oil]))))
    (told,) = json.loads(to_json(found, [oil]))
    assert {row["entity"] for row in rows} == {one["name"] for cell in told["regions"] for one in cell["entities"]}
    assert told["investment"] == 5e9 and told["theme"] == "石化化工"
    for link in told["links"]:
        for seen in link["evidence"]:
            assert seen["quote"] in "".join(text for text, _, _ in GIVEN)
    assert amount(82_000) == "8.2万元" and amount(2e9) == "20亿元"


def test_the_samples_tell_the_story_of_the_petrochemical_belt(kg: KnowledgeGraph) -> None:
    theme = kg.theme("石化")
    assert theme is not None
    told = kg.themes()
    assert {told.corpus.units[one].name for one in theme.regions} == {"锦州市", "盘锦市", "葫芦岛市"}
    assert {link.kind for link in theme.links} >= {"cooperation", "belt", "named", "aim"}
    assert "petrochemicals" in [one.concept.id for one in told.themes[:4]]
    assert kg.theme("氟化工") is None


def test_the_command_prints_tables_and_files(built: Report) -> None:
    out = ("themes", "--out", str(built.folder))
    shown = regiongraph(*out)
    assert shown.returncode == 0 and "精细化工" in shown.stdout and "more: --limit 0" in shown.stderr
    whole = regiongraph(*out, "--theme", "石化", "--region", "锦州市")
    assert "同一产业带" in whole.stdout and "锦州石化" in whole.stdout and "盘锦市 — 葫芦岛市" not in whole.stdout
    (told,) = json.loads(regiongraph(*out, "--theme", "石化", "--format", "json").stdout)
    assert told["theme"] == "石化化工" and len(told["regions"]) == 3
    page = regiongraph(*out, "--theme", "石化", "--format", "html").stdout
    assert page.startswith("<!doctype html>") and '"id":"petrochemicals"' in page and '"id":"tourism"' not in page
    assert regiongraph(*out, "--format", "csv").stdout.startswith("theme,en,level,score,region,")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--theme", "石化工"), "no industry of the scheme"),
        (("--region", "沈阳市"), "none of the compared regions"),
        (("--format", "pdf"), "choose one of table, json, csv, html"),
        (("--theme", "氟化工"), "no document tells of 氟化工"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(built: Report, given: tuple[str, ...], told: str) -> None:
    done = regiongraph("themes", "--out", str(built.folder), *given)
    assert done.returncode == 2 and told in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_state_that_is_only_aimed_at_is_a_plan() -> None:
    told = themes(store_of(("二、2024年工作安排\n推动甲山炼化项目建成投产。", "锦州市", 2024)))
    theme = theme_of(told, concept_asked("石化"))
    assert theme is not None
    (cell,) = theme.cells
    assert cell.stages == {"plan": 1, "works": 0, "fact": 0, "": 0}


def test_what_several_regions_have_weighs_by_what_each_says() -> None:
    told = themes(
        store_of(
            ("发展精细化工产业。做强精细化工产业。壮大精细化工产业。", "锦州市", 2024),
            ("发展精细化工产业。", "盘锦市", 2024),
        )
    )
    theme = theme_of(told, concept_asked("精细化工"))
    assert theme is not None
    weights = {told.corpus.units[cell.region].name: cell.weight for cell in theme.cells}
    assert weights["锦州市"] > weights["盘锦市"]
    for cell in theme.cells:
        assert {told.corpus.speaker(one) for one in cell.sentences} == {cell.region}
