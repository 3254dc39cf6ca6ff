"""The network page in headless Chromium, with the network cut: what a person does on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from graph.view.network import network
from graph.view.page import page
from tests.browsing import NEEDS_BROWSER, SIZES, opened, started, until

pytest.importorskip("playwright.sync_api")
BASE = "https://w3id.org/regiongraph/id/"
PROJECT, COMPANY = "project/990100-星海新材料项目", "company/甲集团"
ATTACK = '"</script><script>document.title="ran"</script><img src=x onerror="document.title=\'ran\'">\u2028'

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as made:
        yield made


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Write the page of the sample store, with an attack as the name, alias, quotation and title of some of it."""
    store = ox.Store()
    store.load(path=Path(__file__).parent / "view" / "sample.ttl", format=ox.RdfFormat.TURTLE)
    made = network(store)
    made.nodes[BASE + "cluster/990100-新材料产业集群"].update(
        label=ATTACK, aliases=(ATTACK, "长" * 500, "\u202e反过来")
    )
    made.graph["sentences"][BASE + "sentence/one-40"]["quote"] = f"全市打造{ATTACK}。"
    made.graph["themes"] = {
        "new-materials": {"zh": "新材料", "en": "New materials", "nodes": [BASE + PROJECT, BASE + COMPANY]},
        "tourism": {"zh": "旅游 <b>", "en": "Tourism", "nodes": [BASE + "region/990100"]},
    }
    path = tmp_path / "network.html"
    path.write_text(page(made, title=f"星海 {ATTACK}"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(**SIZES)
def tab(browser: Any, written: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with opened(browser, written, *request.param) as made:
        yield made


def click_node(tab: Any, node: str) -> None:
    spot = tab.evaluate("id => regiongraph.place(id)", node)
    tab.mouse.click(spot["x"], spot["y"])


def find(tab: Any, text: str) -> None:
    tab.keyboard.press("/")
    tab.keyboard.type(text)
    tab.keyboard.press("Enter")


def test_counts_legend_and_overview_are_there(tab: Any) -> None:
    assert tab.inner_text("#counts") == "6 节点 · 5 边 · 1 文档"
    assert tab.inner_text("#state") == "显示 6 / 6"
    assert "星海市政府工作报告" in tab.inner_text("#panel")
    if tab.viewport_size["width"] < 700:
        tab.click("#legend summary")
    assert tab.inner_text('#types [data-name="Region"]').split() == ["地区", "2"]
    assert tab.locator("#types svg").count() == 5


def test_something_is_drawn(tab: Any) -> None:
    colours = tab.evaluate(
        """() => { const canvas = document.querySelector("canvas"); const seen = new Set();
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        for (let at = 0; at < pixels.length; at += 4) if (pixels[at + 3] === 255)
          seen.add([pixels[at], pixels[at + 1], pixels[at + 2]].map(c => c.toString(16).padStart(2, "0")).join(""));
        return [...seen]; }"""
    )
    assert {"0072b2", "009e73", "d55e00", "e69f00"} <= set(colours)


def test_a_click_on_a_node_shows_facts_and_sentences(tab: Any) -> None:
    click_node(tab, PROJECT)
    text = tab.inner_text("#panel")
    assert tab.inner_text("#panel h2") == "星海新材料项目"
    assert "建设中 · 在建" in text
    assert "56 亿元" in text
    assert "40 万吨/年" in text
    assert "承担方" in text
    quote = tab.locator('#panel h3:has-text("承担方") + ul blockquote').first
    assert quote.inner_text() == "甲集团投资56亿元建设星海新材料项目，<b>落户</b>松涛产业园。"
    assert quote.locator("mark").all_inner_texts() == ["甲集团", "星海新材料项目"]
    assert "《星海市政府工作报告》 · 2024 · 一、工作安排" in text


def test_names_in_the_panel_lead_on_and_implied_facts_are_marked(tab: Any) -> None:
    click_node(tab, PROJECT)
    tab.locator("#panel .name", has_text="松涛产业园").click()
    assert tab.inner_text("#panel h2") == "松涛产业园"
    assert "6.9 平方公里" in tab.inner_text("#panel")
    assert tab.locator("#panel .facts li", has_text="星海市").locator(".implied").inner_text() == "推断"


def test_a_click_on_an_edge_shows_its_evidence(tab: Any) -> None:
    click_node(tab, COMPANY)
    one, other = (tab.evaluate("id => regiongraph.place(id)", node) for node in (COMPANY, PROJECT))
    # The edge bends by a tenth of its length: its middle lies a twentieth aside.
    across, down = other["x"] - one["x"], other["y"] - one["y"]
    for side in (0.05, -0.05):
        middle = ((one["x"] + other["x"]) / 2 + down * side, (one["y"] + other["y"]) / 2 - across * side)
        tab.mouse.click(*middle)
        if "edge" in (tab.evaluate("regiongraph.focus()") or {}):
            break
        click_node(tab, COMPANY)
    assert tab.inner_text("#panel h2").split() == ["甲集团", "↓", "承担", "undertakes", "星海新材料项目"]
    assert "undertakes.invest" in tab.inner_text("#panel")
    assert tab.locator("#panel mark").all_inner_texts() == ["甲集团", "星海新材料项目"]


def test_search_by_alias_and_escape(tab: Any) -> None:
    tab.keyboard.press("/")
    tab.keyboard.type("星海")
    rows = tab.locator("#hits [role=option]").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["星海市", "星海新材料项目"]
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "星海新材料项目"
    tab.keyboard.press("Escape")
    assert tab.inner_text("#panel h2") == "概览"
    assert tab.input_value("#search") == ""


def test_search_without_result_says_so(tab: Any) -> None:
    tab.fill("#search", "没有这个")
    assert tab.inner_text("#hits") == "没有找到这个名称"


def test_the_legend_switches_types_and_relations(tab: Any) -> None:
    if tab.viewport_size["width"] < 700:
        tab.click("#legend summary")
    tab.click('#types [data-name="Region"]')
    assert tab.inner_text("#state") == "显示 4 / 6"
    assert tab.get_attribute('#types [data-name="Region"]', "aria-pressed") == "false"
    assert not any(node.startswith("region/") for node in tab.evaluate("regiongraph.shown()"))
    tab.click("#reset")
    assert tab.inner_text("#state") == "显示 6 / 6"
    tab.click('#relations [data-name="undertakes"]')
    assert tab.get_attribute('#relations [data-name="undertakes"]', "aria-pressed") == "false"


def test_the_list_reaches_every_entity_by_keyboard(tab: Any) -> None:
    tab.focus("#list-button")
    tab.keyboard.press("Enter")
    assert tab.locator("#list tbody tr").count() == 6
    tab.locator("#list .name", has_text="甲集团").focus()
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "甲集团"


def test_text_with_scripts_is_shown_and_never_run(tab: Any) -> None:
    find(tab, "</script>")
    assert tab.inner_text("#panel h2").startswith('"</script><script>')
    tab.locator("#panel .facts .name", has_text="星海市").click()
    shown = tab.locator("#panel blockquote", has_text="全市打造").first.inner_text()
    assert "<img src=x onerror=" in shown
    assert tab.title().startswith("星海 ")
    assert tab.locator("img").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_large_graph_tells_what_it_holds_back_and_brings_it_out(browser: Any, tmp_path: Path) -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for index in range(3300):
        kind = "Region" if index % 100 == 0 else "Project"
        made.add_node(f"x/{kind}/{index:04}", type=kind, label=f"第{index}号", importance=float(3300 - index))
        made.nodes[f"x/{kind}/{index:04}"].update(aliases=(), scope="", status="", attributes=(), observations=())
        made.nodes[f"x/{kind}/{index:04}"].update(documents=(), sentences=())
        if kind == "Project":
            place = f"x/Region/{index // 100 * 100:04}"
            made.add_edge(f"x/Project/{index:04}", place, "locatedIn", relation="locatedIn", explicit=True, rule="")
            made.edges[f"x/Project/{index:04}", place, "locatedIn"]["sentences"] = ()
    path = tmp_path / "large.html"
    path.write_text(page(made, title="大图"), encoding="utf-8", newline="\n")
    with opened(browser, path, 1280, 800) as tab:
        assert tab.inner_text("#state") == "显示 800 / 3,300"
        find(tab, "第3299号")
        assert tab.inner_text("#panel h2") == "第3299号"
        assert tab.inner_text("#state") == "显示 802 / 3,300 · 已选 第3299号"
        tab.keyboard.press("Escape")
        tab.wait_for_timeout(50)
        for _ in range(12):
            tab.locator("#nearer").click()
        until(
            tab, "Number(/显示 ([\\d,]+)/.exec(document.getElementById('state').textContent)[1].replace(',', '')) > 801"
        )
        tab.locator("#whole").click()
        until(tab, "document.getElementById('state').textContent.startsWith('显示 802 / ')")


def lit(tab: Any) -> set[str]:
    return set(tab.evaluate("regiongraph.lit()"))


def test_a_fragment_lights_a_theme_and_the_chip_puts_it_out(browser: Any, written: Path) -> None:
    for width, height in SIZES["params"]:
        with opened(browser, written, width, height, fragment="#theme=新材料") as tab:
            assert lit(tab) == {PROJECT, COMPANY}
            assert tab.inner_text("#light-name") == "主题：新材料"
            assert tab.inner_text("#panel h2") == "新材料"
            assert "项目（1）" in tab.inner_text("#panel")
            tab.click("#dim")
            assert lit(tab) == set()
            assert not tab.is_visible("#light")
            assert "#" not in tab.url


def test_the_legend_offers_themes_and_back_puts_them_out(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800) as tab:
        assert tab.locator("#theme option").all_inner_texts() == ["全部（不突出）", "新材料（2）", "旅游 <b>（1）"]
        tab.select_option("#theme", label="新材料（2）")
        until(tab, "regiongraph.lit().length")
        assert lit(tab) == {PROJECT, COMPANY}
        assert tab.get_attribute("#matrix-link", "href") == "themes.html#theme=%E6%96%B0%E6%9D%90%E6%96%99"
        tab.locator("#panel .name", has_text="甲集团").click()
        assert tab.inner_text("#panel h2") == "甲集团"
        tab.keyboard.press("Escape")
        assert tab.inner_text("#panel h2") == "新材料"
        tab.go_back()
        until(tab, "document.querySelector('#panel h2').innerText === '甲集团'")
        tab.go_back()
        until(tab, "document.querySelector('#panel h2').innerText === '新材料'")
        tab.go_back()
        until(tab, "!regiongraph.lit().length")
        assert tab.inner_text("#panel h2") == "概览"


def test_a_fragment_leads_to_an_entity_and_nonsense_to_the_whole(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800, fragment=f"#node={COMPANY}") as tab:
        assert tab.inner_text("#panel h2") == "甲集团"
        tab.evaluate("id => { location.hash = 'nodes=' + encodeURIComponent(id) + ',nowhere' }", PROJECT)
        until(tab, "regiongraph.lit().length === 1")
        assert tab.inner_text("#light-name") == "所选 1 个实体"
    with opened(browser, written, 1280, 800, fragment="#theme=没有&node=%E6%B") as tab:
        assert tab.inner_text("#panel h2") == "概览"


def test_a_page_that_leaves_something_out_says_so_and_how_to_narrow(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.view.narrow.MOST_NODES", 3)
    store = ox.Store()
    store.load(path=Path(__file__).parent / "view" / "sample.ttl", format=ox.RdfFormat.TURTLE)
    path = tmp_path / "network.html"
    path.write_text(page(network(store), title="星海"), encoding="utf-8", newline="\n")
    with opened(browser, path, 390, 844) as tab:
        assert "显示 3 / 3" in tab.inner_text("#state")
        assert f"另有 {len(network(store)) - 3} 个" in tab.inner_text("#left-out")
        assert "regiongraph show --around" in tab.inner_text("#left-out")


def test_the_ground_of_a_city_is_painted_and_follows_the_style_sheet(browser: Any, tmp_path: Path) -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nothing: dict[str, Any] = {"aliases": (), "scope": "", "status": "", "attributes": (), "observations": ()}
    nothing |= {"documents": (), "sentences": ()}
    made.add_node("x/region/990100-星海市", type="Region", label="星海市", importance=9.0, home="", **nothing)
    for index in range(30):
        home = "x/region/990100-星海市"
        made.add_node(f"x/park/{index}", type="Park", label=f"{index}号园", importance=1.0, home=home, **nothing)
    path = tmp_path / "network.html"
    path.write_text(page(made, title="星海"), encoding="utf-8", newline="\n")
    shade = """() => {
      const one = document.querySelector("#canvas canvas");
      const copy = new OffscreenCanvas(one.width, one.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(one, 0, 0);
      const pixels = copy.getImageData(0, 0, one.width, one.height).data;
      let count = 0;
      for (let at = 0; at < pixels.length; at += 4)
        if (pixels[at] === 255 && pixels[at + 1] === 0 && pixels[at + 2] === 255) count += 1;
      return count;
    }"""
    with opened(browser, path, 1280, 800) as tab:
        assert tab.evaluate(shade) == 0
        tab.evaluate("document.documentElement.style.setProperty('--map-ground-0', '#ff00ff')")
        tab.wait_for_timeout(200)
        assert tab.evaluate(shade) > 2000
