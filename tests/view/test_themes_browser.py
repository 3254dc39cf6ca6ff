"""The page of themes in headless Chromium, with the network cut: what a person does on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.view.page import page
from graph.view.themes_page import themes_page
from tests.browsing import NEEDS_BROWSER, SIZES, opened, started, until
from tests.view.themes_sample import large, small

pytest.importorskip("playwright.sync_api")
pytestmark = NEEDS_BROWSER

VIEWS = ("matrix", "regions", "flow", "communities")
ATTACK = '"</script><script>document.title="ran"</script><img src=x onerror="document.title=\'ran\'">\u2028'
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as made:
        yield made


def write(folder: Path, content: dict[str, Any]) -> Path:
    path = folder / "themes.html"
    path.write_text(themes_page(content), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return write(tmp_path, small())


@pytest.fixture(**SIZES)
def tab(browser: Any, written: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with opened(browser, written, *request.param) as made:
        yield made


def cell(theme: str, region: str) -> str:
    return f'.cell[aria-label^="{theme} · {region}"]'


def state(tab: Any) -> dict[str, Any]:
    return {key: value for key, value in tab.evaluate("regiongraph.state()").items() if value is not None}


def turn(tab: Any, fragment: str) -> None:
    tab.evaluate("to => new Promise(done => { addEventListener('hashchange', done); location.hash = to; })", fragment)


def test_the_matrix_has_a_row_for_every_theme_and_a_column_for_every_region(tab: Any) -> None:
    roots = [theme for theme in small()["themes"] if theme["parent"] is None]
    assert tab.locator(".matrix tbody tr").count() == len(roots) == 12
    names = tab.locator(".matrix .theme-name bdi").all_inner_texts()
    assert names == [theme["zh"] for theme in roots]
    assert [text.strip() for text in tab.locator(".matrix thead .place").all_inner_texts()] == [
        "星海市",
        "松岭市",
        "云港市",
    ]
    assert tab.locator(".matrix tbody .cell").count() == sum(len(theme["cells"]) for theme in roots)
    assert "12 主题 · 5 细分 · 3 地区" in (tab.text_content("#counts") or "")


def test_narrower_themes_fold_out_and_the_ranking_is_explained(tab: Any) -> None:
    tab.click('[aria-label="石化化工的细分主题"]')
    assert tab.locator(".matrix tr.inner bdi").all_inner_texts() == ["精细化工", "烯烃下游"]
    assert tab.get_attribute('[aria-label="石化化工的细分主题"]', "aria-expanded") == "true"
    tab.click("#unfold")
    assert tab.locator(".matrix tbody tr").count() == 17
    tab.click("#unfold")
    assert tab.locator(".matrix tbody tr").count() == 12
    assert not tab.is_visible("text=乘以区位商")
    tab.click(".note summary")
    assert tab.is_visible("text=乘以区位商")


def test_a_narrower_theme_that_ranks_first_is_in_sight(browser: Any, tmp_path: Path) -> None:
    content = small()
    content["themes"][1]["rank"], content["themes"][0]["rank"] = 1, 2
    with opened(browser, write(tmp_path, content), 1280, 800) as tab:
        assert tab.locator(".matrix tr.inner bdi").all_inner_texts() == ["精细化工", "烯烃下游"]


def test_a_family_stands_where_the_best_of_it_does(browser: Any, tmp_path: Path) -> None:
    content = small()
    for theme, rank in zip(content["themes"], [17, 15, 16, *range(2, 10), 1, *range(10, 15)], strict=True):
        theme["rank"] = rank
    with opened(browser, write(tmp_path, content), 1280, 800) as tab:
        names = tab.locator(".matrix .theme-name bdi").all_inner_texts()
        assert names[:2] == ["农产品加工", "水产与海洋牧场"]
        assert names[-1] == "石化化工"
        # A closed row says which theme below it brought it there.
        assert tab.inner_text('.matrix tr[data-theme="0"] .ahead').startswith("精细化工 ")
        assert tab.locator('.matrix tr[data-theme="10"] .ahead').count() == 0


def light_tail() -> dict[str, Any]:
    """Return the sample with five themes more that one city names once."""
    content = small()
    for number in range(5):
        zh, place = f"零星产业{number}", 20 + number
        lone = {**content["themes"][0]["cells"][0], "region": 1, "entities": [place], "aims": [], "scales": []}
        named = {"id": f"lone-{number}", "zh": zh, "en": zh, "parent": None, "level": 1, "score": 0.001, "rank": place}
        content["themes"].append({**named, "particular": 0.1, "cells": [lone], "links": [], "concepts": []})
    return content


def test_the_tail_of_single_mentions_waits_behind_more(browser: Any, tmp_path: Path) -> None:
    path = write(tmp_path, light_tail())
    with opened(browser, path, 390, 844) as tab:
        assert "零星产业" not in tab.inner_text(".matrix")
        more = tab.locator(".matrix .tail .more")
        before = int("".join(filter(str.isdigit, more.inner_text().split("个")[0])))
        rows = tab.locator(".matrix tr[data-theme]").count()
        assert before >= 5
        more.focus()
        tab.keyboard.press("Enter")
        assert tab.locator(".matrix tr[data-theme]").count() == rows + before
        assert tab.locator(".matrix .tail").count() == 0
        assert tab.evaluate("document.activeElement.matches('.matrix .name')")
    with opened(browser, path, 1280, 800, fragment="#theme=零星产业3") as tab:
        row = tab.locator('.matrix tr[aria-selected="true"]')
        assert row.locator("bdi").inner_text() == "零星产业3"
        low, high = tab.evaluate(
            """() => { const row = document.querySelector('.matrix tr[aria-selected="true"]').getBoundingClientRect();
            const box = document.querySelector("#matrix-scroll").getBoundingClientRect();
            return [row.top - box.top, box.bottom - row.bottom]; }"""
        )
        assert low > 0, "the row lies above the table"
        assert high > 0, "the row lies below the table"


def test_a_link_to_a_cell_shows_its_panel_on_a_narrow_screen(browser: Any, written: Path) -> None:
    with opened(browser, written, 390, 844, fragment="#theme=石化化工&region=星海市") as tab:
        assert tab.locator("#panel h2").bounding_box()["y"] < 300
    with opened(browser, written, 390, 844) as tab:
        assert tab.evaluate("scrollY") == 0


def test_the_count_of_links_leads_to_the_regions(tab: Any) -> None:
    tab.locator('.matrix [data-key="links 0"]').click()
    until(tab, "regiongraph.state().view === 'regions'")
    assert state(tab) == {"view": "regions", "theme": 0}
    assert tab.locator("#arcs .arc").count() == len(small()["themes"][0]["links"])


def test_an_entity_keeps_the_sentences_that_do_not_spell_its_name_out(browser: Any, tmp_path: Path) -> None:
    content = small()
    cell_ = content["themes"][0]["cells"][0]
    place, told = cell_["entities"][1], cell_["sentences"][1]
    quote = "推动甲山、乙水、丙谷等石化产业园协同发展。"
    content["sentences"][told] = {**content["sentences"][told], "quote": quote}
    content["entities"][place] |= {"label": "乙水石化产业园", "aliases": [], "sentences": [told]}
    with opened(browser, write(tmp_path, content), 1280, 800, fragment="#theme=石化化工&region=星海市") as tab:
        row = tab.locator("#panel .facts > li", has=tab.locator("a.name", has_text="乙水石化产业园")).last
        row.locator("summary").click() if row.locator("summary").count() else None
        assert quote in row.inner_text()


def test_what_several_regions_have_is_told_by_the_documents_of_each(browser: Any, tmp_path: Path) -> None:
    content = small()
    theme = content["themes"][0]
    one, other = theme["cells"][:2]
    place = one["entities"][0]
    content["entities"][place] |= {"label": "涂料", "type": "Industry", "region": None, "place": ""}
    for told, quote in ((one["sentences"][0], "星海发展涂料。"), (other["sentences"][0], "别处也发展涂料。")):
        content["sentences"][told]["quote"] = quote
    both = [one["sentences"][0], other["sentences"][0]]
    for cell_ in (one, other):
        cell_["entities"], cell_["aims"], cell_["sentences"] = [place], [], both
    for cell_, quote in ((one, "星海发展涂料。"), (other, "别处也发展涂料。")):
        region = content["regions"][cell_["region"]]["label"]
        fragment = f"#theme=石化化工&region={region}"
        with opened(browser, write(tmp_path, content), 1280, 800, fragment=fragment) as tab:
            assert tab.locator("#panel blockquote").all_inner_texts() == [quote]
            assert tab.locator("#panel .facts .head .soft").count() == 0


def test_scales_are_listed_and_what_a_wider_one_covers_is_not_added(browser: Any, tmp_path: Path) -> None:
    content = small()
    one = content["themes"][0]["cells"][0]
    first, second, third = one["entities"][:3]
    rows = [(first, 1e11, True), (second, 5e10, True), (third, 2e10, False)]
    one["scales"] = [{"entity": e, "value": v, "counted": c, "sentences": one["sentences"][:1]} for e, v, c in rows]
    with opened(browser, write(tmp_path, content), 1280, 800, fragment="#theme=石化化工&region=星海市") as tab:
        box = tab.locator("#panel .money", has_text="规模")
        assert box.locator(".figure").all_inner_texts() == ["1,500 亿元", "1,000 亿元", "500 亿元", "200 亿元"]
        assert "2 个实体合计" in box.inner_text()
        assert box.locator("li").last.inner_text().count("不重复计") == 1


def test_on_paper_the_whole_table_is_there_without_controls(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800, fragment="#theme=石化化工&region=星海市") as tab:
        tab.emulate_media(media="print")
        assert not tab.is_visible("#search")
        assert not tab.is_visible("#views")
        assert tab.evaluate("(box => box.scrollHeight <= box.clientHeight)(document.querySelector('#matrix-scroll'))")
        assert tab.is_visible("#panel .quote")
        for cell_ in tab.locator(".matrix .cell").all():
            assert cell_.is_visible(), cell_.get_attribute("aria-label")


def test_counts_look_alike_whatever_the_standing(tab: Any) -> None:
    looks = "[...document.querySelectorAll('.matrix .cell')].map(each => getComputedStyle(each).fontSize)"
    assert len(set(tab.evaluate(looks))) == 1


def test_a_cell_opens_to_its_entities_and_their_sentences(tab: Any) -> None:
    tab.click(cell("石化化工", "星海市"))
    assert tab.inner_text("#panel h2") == "石化化工 · 星海市"
    known = small()["themes"][0]["cells"][0]
    text = tab.inner_text("#panel")
    assert f"{len(known['entities'])} 个实体" in text
    assert "19 亿元" in text
    assert "目标（1）" in text
    labels = {small()["entities"][number]["label"] for number in known["entities"]}
    assert labels <= set(tab.locator("#panel a.name").all_inner_texts())
    quote = tab.locator("#panel .quote", has_text="打造千亿级").first
    assert quote.locator("cite").inner_text() == "《星海市政府工作报告》 · 2025 · 二、2025年重点工作"
    assert quote.locator("mark").all_inner_texts() == ["石化化工产业集群"]
    assert tab.get_attribute(cell("石化化工", "星海市"), "aria-pressed") == "true"
    link = tab.locator("#panel a.action").get_attribute("href")
    assert link == "network.html#theme=%E7%9F%B3%E5%8C%96%E5%8C%96%E5%B7%A5"
    assert (tab.locator("#panel .facts a.name").first.get_attribute("href") or "").startswith(
        "network.html#node=cluster%2F"
    )


def test_plans_and_works_and_facts_are_told_apart(tab: Any) -> None:
    content = small()
    found = next(
        (theme, one, entity)
        for theme in content["themes"]
        if theme["parent"] is None
        for one in theme["cells"]
        for entity in one["entities"]
        if content["entities"][entity]["stage"] == "works"
    )
    theme, one, entity = found
    tab.click(cell(theme["zh"], content["regions"][one["region"]]["label"]))
    row = tab.locator("#panel .head", has_text=content["entities"][entity]["label"]).first
    assert row.locator(".badge.works").inner_text().startswith("建设中 · ")
    assert f"建设中 {one['works']}" in tab.inner_text("#panel .stage-words")


def test_columns_sort_the_rows(tab: Any) -> None:
    tab.locator(".matrix thead .place button").nth(2).click()
    first = tab.locator(".matrix tbody tr").first.locator("bdi").inner_text()
    roots = [theme for theme in small()["themes"] if theme["parent"] is None]
    weights = {theme["zh"]: one["weight"] for theme in roots for one in theme["cells"] if one["region"] == 2}
    assert weights[first] == max(weights.values())
    assert tab.locator(".matrix thead .place").nth(2).get_attribute("aria-sort") == "descending"
    tab.locator(".matrix thead .corner button").click()
    assert tab.locator(".matrix thead .corner").get_attribute("aria-sort") == "ascending"
    tab.locator(".matrix thead .corner button").click()
    assert tab.locator(".matrix tbody bdi").first.inner_text() == "石化化工"


def test_the_fragment_holds_the_state_and_back_leads_back(tab: Any) -> None:
    tab.click(cell("新材料", "松岭市"))
    until(tab, "regiongraph.state().theme !== null")
    assert tab.evaluate("decodeURIComponent(location.hash)") == "#theme=新材料&region=松岭市"
    tab.locator("#panel button", has_text="看整个主题").click()
    assert tab.inner_text("#panel h2") == "新材料"
    tab.go_back()
    until(tab, "regiongraph.state().region === 1")
    assert tab.inner_text("#panel h2") == "新材料 · 松岭市"
    tab.go_back()
    until(tab, "regiongraph.state().theme === null")
    assert tab.inner_text("#panel h2") == "概览"
    tab.go_forward()
    until(tab, "regiongraph.state().region === 1")
    tab.reload()
    assert tab.inner_text("#panel h2") == "新材料 · 松岭市"


def test_a_link_opens_a_narrower_theme_and_nonsense_opens_the_matrix(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800, fragment="#theme=精细化工") as tab:
        assert tab.inner_text("#panel h2") == "精细化工"
        assert tab.is_visible('.matrix tr.inner[data-theme="1"]')
        turn(tab, "theme=没有&view=nowhere&region=%E6%B")
        assert state(tab) == {"view": "matrix"}
        assert tab.inner_text("#panel h2") == "概览"


def test_the_matrix_can_be_walked_with_the_keyboard(tab: Any) -> None:
    tab.focus(".matrix tbody .name >> nth=0")
    tab.keyboard.press("ArrowRight")
    assert (tab.evaluate("document.activeElement.getAttribute('aria-label')") or "").startswith("石化化工 · 星海市")
    assert tab.is_visible("#tip")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    until(tab, "regiongraph.state().region !== null")
    assert tab.inner_text("#panel h2") == "装备制造 · 星海市"
    assert (tab.evaluate("document.activeElement.getAttribute('aria-label')") or "").startswith("装备制造 · 星海市")
    tab.keyboard.press("Escape")
    until(tab, "regiongraph.state().theme === null")
    assert tab.inner_text("#panel h2") == "概览"
    assert not tab.is_visible("#tip")


def test_search_finds_themes_regions_and_entities(tab: Any) -> None:
    for text, heading in (("Fine chem", "精细化工"), ("云港市", "云港市"), ("明德石化科技", "明德石化科技")):
        tab.keyboard.press("/")
        tab.keyboard.type(text)
        tab.keyboard.press("Enter")
        until(tab, f"document.querySelector('#panel h2').innerText === '{heading}'")
    assert tab.locator("#panel .quote mark").first.inner_text() == "明德石化科技"
    tab.fill("#search", "没有这个")
    assert tab.inner_text("#hits") == "没有找到"


def test_an_arc_opens_to_the_links_behind_it(tab: Any) -> None:
    turn(tab, "view=regions&theme=石化化工")
    links = small()["themes"][0]["links"]
    assert tab.locator("#arcs .arc").count() == len(links)
    for number, link in enumerate(links):
        dashes = tab.locator("#arcs .arc .stroke").nth(number).get_attribute("stroke-dasharray")
        assert (dashes is None) == link["mutual"]
    tab.locator("#arcs .arc").first.focus()
    tab.keyboard.press("Enter")
    until(tab, "regiongraph.state().with !== null")
    text = tab.inner_text("#panel")
    assert "联系（1）" in text
    assert "深化与" in text
    assert tab.locator("#panel .badge .swatch").count() == 1
    # The arc's own shape is hit by the mouse too, in the middle of its stroke.
    turn(tab, "view=regions")
    at = tab.evaluate(
        """() => { const path = document.querySelector("#arcs .arc .hit");
        path.scrollIntoView({ block: "center" });
        const point = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
        return [point.x, point.y]; }"""
    )
    tab.mouse.click(*at)
    until(tab, "regiongraph.state().with !== null")
    assert tab.inner_text("#panel h2") == "星海市 — 云港市"
    assert "共同突出的主题" in tab.inner_text("#panel")


def test_the_flow_runs_from_regions_over_clusters_to_companies(tab: Any) -> None:
    content = small()
    flows = [flow for flow in content["flows"] if content["themes"][flow["theme"]]["zh"] in {"新能源", "氢能"}]
    turn(tab, "view=flow&theme=新能源")
    clusters = {flow["cluster"] for flow in flows}
    assert tab.locator('#flow [data-node^="cluster"]').count() == len(clusters)
    band = tab.locator("#flow .band").first
    name = band.get_attribute("aria-label") or ""
    band.focus()
    tab.keyboard.press("Enter")
    until(tab, "regiongraph.state().cluster !== null")
    assert " → " in name
    assert "经过这里的" in tab.inner_text("#panel")
    assert tab.locator("#panel .quote, #panel .evidence").count() >= 1


def test_clusters_without_room_are_counted_and_listed(tab: Any) -> None:
    turn(tab, "view=flow")
    clusters = {flow["cluster"] for flow in small()["flows"]}
    assert tab.locator('#flow [data-node^="cluster"]').count() == 12
    assert tab.inner_text(".left-out summary").startswith(f"另有 {len(clusters) - 12} 个较轻的集群")
    tab.click(".left-out summary")
    chosen = tab.locator(".left-out .name").first
    name = chosen.inner_text()
    chosen.click()
    until(tab, "regiongraph.state().cluster !== null")
    assert tab.inner_text("#panel h2") == name
    assert tab.locator('#flow [data-node^="cluster"]').count() == 13


def test_communities_lead_into_the_network(tab: Any) -> None:
    turn(tab, "view=communities")
    names = tab.locator(".card .name")
    assert names.count() == len(small()["communities"])
    assert (names.first.get_attribute("href") or "").startswith("network.html#nodes=")
    theme = small()["themes"][0]
    own = {place for each in theme["cells"] for place in each["entities"]}
    groups = [len(own & set(group["entities"])) for group in small()["communities"]]
    turn(tab, "view=communities&theme=石化化工")
    assert tab.locator(".card").count() == len([count for count in groups if count])
    assert f"{max(groups)} 个属于石化化工" in tab.locator(".card").first.inner_text()


def test_the_network_page_lights_the_theme_that_a_link_names(browser: Any, written: Path) -> None:
    content = small()
    own = [content["base"] + content["entities"][place]["id"] for place in content["themes"][0]["cells"][0]["entities"]]
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, sentences={})
    empty = {"aliases": (), "scope": "", "status": "", "attributes": (), "observations": (), "documents": ()}
    for iri in [*own, content["base"] + "company/别家"]:
        made.add_node(iri, type="Company", label=iri[-4:], importance=1.0, sentences=(), **empty)
    made.graph["themes"] = {"petrochemicals": {"zh": "石化化工", "en": "Petrochemicals", "nodes": own}}
    written.with_name("network.html").write_text(page(made, title="图"), encoding="utf-8", newline="\n")
    with opened(browser, written, 1280, 800, fragment="#theme=石化化工&region=星海市") as tab:
        tab.locator("#panel a.action").click()
        until(tab, "globalThis.regiongraph && regiongraph.lit")
        assert len(tab.evaluate("regiongraph.lit()")) == len(own)
        assert f"{len(own)} 个实体" in tab.inner_text("#panel")
        tab.click("#panel .back")
        until(tab, "globalThis.regiongraph && regiongraph.state")
        assert tab.inner_text("#panel h2") == "石化化工"


def test_no_view_is_wider_than_the_screen(browser: Any, tmp_path: Path) -> None:
    for content in (small(), large()):
        path = write(tmp_path, content)
        for width, height in SIZES["params"]:
            with opened(browser, path, width, height) as tab:
                for view in VIEWS:
                    turn(tab, f"view={view}&theme={content['themes'][0]['zh']}")
                    assert tab.evaluate(FITS), (view, width)


def test_long_names_take_lines_of_their_own_and_no_more_than_the_screen(browser: Any, tmp_path: Path) -> None:
    content = small()
    content["regions"][0]["label"] = "松岭江河自治州云港新区经济技术开发管理委员会"
    content["themes"][0]["zh"] = "新型功能材料与高端精细化学品及其上下游配套产业"
    for each in content["entities"]:
        each["label"] = f"甲山江河年产一百二十万吨高端聚烯烃及配套公用工程一期{each['label']}"
    with opened(browser, write(tmp_path, content), 390, 844) as tab:
        assert tab.locator(".matrix thead .place").first.bounding_box()["width"] < 200
        tab.locator(".matrix .cell").first.click()
        until(tab, "regiongraph.state().region !== null")
        assert tab.evaluate(FITS)
        row = tab.locator("#panel .facts .head").first
        icon, name = row.locator("svg").bounding_box(), row.locator(".name").bounding_box()
        assert name["x"] > icon["x"] + icon["width"], "the name stands beside its sign"


def test_many_regions_make_a_table_of_heat(browser: Any, tmp_path: Path) -> None:
    with opened(browser, write(tmp_path, large()), 1280, 800, fragment="#view=regions") as tab:
        assert tab.locator("#arcs").count() == 0
        assert tab.locator("#heat tbody tr").count() == 40
        tab.locator("#heat .square").first.click()
        until(tab, "regiongraph.state().with !== null")
        assert "共同突出的主题" in tab.inner_text("#panel")


def test_text_with_scripts_is_shown_and_never_run(browser: Any, tmp_path: Path) -> None:
    content = small()
    content["themes"][0]["zh"] = content["regions"][0]["label"] = content["entities"][0]["label"] = ATTACK
    content["sentences"] = [{**each, "quote": ATTACK, "section": ATTACK} for each in content["sentences"]]
    with opened(browser, write(tmp_path, content), 390, 844) as tab:
        tab.locator(".matrix .cell").first.click()
        until(tab, "regiongraph.state().region !== null")
        assert tab.inner_text("#panel h2").startswith('"</script><script>')
        assert "<img src=x onerror=" in tab.locator("#panel blockquote").first.inner_text()
        for view in VIEWS:
            turn(tab, f"view={view}")
            assert tab.evaluate(FITS), view
        assert tab.locator("img").count() == 0
        assert "ran" not in tab.title().split()


@pytest.mark.parametrize("regions", [0, 1])
def test_content_without_themes_says_so_in_every_view(browser: Any, tmp_path: Path, regions: int) -> None:
    content = {**small(), "themes": [], "shares": [], "flows": [], "communities": [], "entities": []}
    content["regions"] = content["regions"][:regions]
    with opened(browser, write(tmp_path, content), 390, 844) as tab:
        for view in VIEWS:
            turn(tab, f"view={view}&x={view}")
            assert tab.locator("#stage .friendly").count() == 1, view
            assert tab.evaluate(FITS)


def test_one_region_has_a_matrix_and_no_picture_between_regions(browser: Any, tmp_path: Path) -> None:
    content = small()
    content["regions"], content["shares"], content["communities"] = content["regions"][:1], [], []
    for theme in content["themes"]:
        theme["links"] = []
        theme["cells"] = [each for each in theme["cells"] if each["region"] == 0]
    content["flows"] = [flow for flow in content["flows"] if flow["region"] == 0]
    with opened(browser, write(tmp_path, content), 1280, 800) as tab:
        assert tab.locator(".matrix .cell").count() > 5
        turn(tab, "view=regions")
        assert "只有一个地区" in tab.inner_text("#stage")
