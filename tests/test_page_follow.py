"""Following relations on the network page in headless Chromium: neighbourhoods, ways, what is held back, history."""

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
pytestmark = NEEDS_BROWSER
PROJECT, COMPANY = "project/990100-星海新材料项目", "company/甲集团"
PARK, CITY, CLUSTER = "park/990100-松涛产业园", "region/990100", "cluster/990100-新材料产业集群"
HEADING = "document.querySelector('#panel h2').innerText"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as made:
        yield made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = ox.Store()
    store.load(path=Path(__file__).parent / "view" / "sample.ttl", format=ox.RdfFormat.TURTLE)
    path = tmp_path_factory.mktemp("follow") / "network.html"
    path.write_text(page(network(store), title="星海"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(**SIZES)
def tab(browser: Any, written: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with opened(browser, written, *request.param) as made:
        yield made


def find(tab: Any, text: str, key: str = "Enter") -> None:
    tab.keyboard.press("/")
    tab.keyboard.type(text)
    tab.keyboard.press(key)


def around(tab: Any) -> set[str]:
    return set(tab.evaluate("regiongraph.around()"))


def steps(tab: Any) -> list[list[str]]:
    rows = tab.locator("#panel .facts > li").all()
    return [row.locator(".name").all_inner_texts() for row in rows]


def spot(tab: Any, node: str) -> dict[str, float]:
    return dict(tab.evaluate("id => regiongraph.place(id)", node))


def test_one_step_or_two_stand_before_the_veil(tab: Any) -> None:
    find(tab, "甲集团")
    assert around(tab) == {COMPANY, PROJECT}
    tab.click("[data-follow=two]")
    assert around(tab) == {COMPANY, PROJECT, PARK}
    assert tab.get_attribute("[data-follow=two]", "aria-pressed") == "true"
    assert tab.url.endswith("&steps=2")
    tab.click("[data-follow=one]")
    assert around(tab) == {COMPANY, PROJECT}


def test_a_way_is_found_by_buttons_and_told_step_by_step(tab: Any) -> None:
    find(tab, "甲集团")
    tab.click("[data-follow=start]")
    assert tab.inner_text("#ends span") == "起点 甲集团 → 再选终点"
    find(tab, "新材料产业集群")
    tab.click("[data-follow=end]")
    assert steps(tab) == [
        ["甲集团", "星海新材料项目"],
        ["星海新材料项目", "松涛产业园"],
        ["松涛产业园", "星海市"],
        ["星海市", "新材料产业集群"],
    ]
    assert around(tab) == {COMPANY, PROJECT, PARK, CITY, CLUSTER}
    first, third = (tab.locator("#panel .facts > li").nth(place) for place in (0, 2))
    assert first.locator(".relation").inner_text() == "↓ 承担"
    assert first.locator("mark").all_inner_texts() == ["甲集团", "星海新材料项目"]
    assert third.locator(".implied").inner_text() == "推断"
    tab.click("[data-follow=swap]")
    assert steps(tab)[0] == ["新材料产业集群", "星海市"]
    assert tab.locator("#panel .relation").first.inner_text() == "↓ 打造方"
    tab.keyboard.press("Escape")
    assert tab.inner_text("#panel h2") == "概览"


def test_a_way_is_found_by_shift_and_clicks(tab: Any) -> None:
    for node in (COMPANY, PARK):
        at = spot(tab, node)
        tab.keyboard.down("Shift")
        tab.mouse.click(at["x"], at["y"])
        tab.keyboard.up("Shift")
    until(tab, "regiongraph.focus()?.path")
    assert [names[0] for names in steps(tab)] == ["甲集团", "星海新材料项目"]


def test_a_way_is_found_by_keyboard_alone(tab: Any) -> None:
    find(tab, "甲集团", "Shift+Enter")
    find(tab, "松涛产业园", "Shift+Enter")
    assert [names[0] for names in steps(tab)] == ["甲集团", "星海新材料项目"]
    assert "from=company/" in tab.url
    tab.focus("[data-follow=forget]")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "甲集团"
    assert not tab.is_visible("#ends")


def test_a_filter_can_leave_no_way_and_that_is_said(tab: Any) -> None:
    if tab.viewport_size["width"] < 700:
        tab.click("#legend summary")
    tab.click('#relations [data-name="undertakes"]')
    tab.evaluate("ends => ends.forEach(regiongraph.choose)", [COMPANY, PARK])
    assert "没有路径" in tab.inner_text("#panel")
    if tab.viewport_size["width"] < 700:
        tab.click("#legend summary")
    tab.click("#reset")
    tab.evaluate("ends => ends.forEach(regiongraph.choose)", [PARK])
    assert len(steps(tab)) == 2


def test_back_and_forward_lead_through_what_was_chosen(tab: Any) -> None:
    find(tab, "甲集团")
    tab.locator("#panel .name", has_text="星海新材料项目").click()
    tab.click("[data-follow=two]")
    tab.click("#backward")
    until(tab, f"{HEADING} === '星海新材料项目' && !location.hash.includes('steps')")
    tab.go_back()
    until(tab, f"{HEADING} === '甲集团'")
    tab.go_back()
    until(tab, f"{HEADING} === '概览'")
    assert "#" not in tab.url
    tab.go_forward()
    until(tab, f"{HEADING} === '甲集团'")
    tab.click("#forward")
    until(tab, f"{HEADING} === '星海新材料项目'")
    tab.reload()
    until(tab, f"globalThis.regiongraph && {HEADING} === '星海新材料项目'")


def test_a_fact_has_a_link_too(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800, fragment=f"#fact={COMPANY} undertakes {PROJECT}") as tab:
        assert "undertakes.invest" in tab.inner_text("#panel")
        assert around(tab) == {COMPANY, PROJECT}


def large() -> nx.MultiDiGraph[str]:
    """Return 3,500 nodes: a city with 3,000 projects, and firms that hang on the least important of them."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, sentences={})
    empty = {"aliases": (), "scope": "", "home": "", "status": "", "aim": "", "documents": (), "sentences": ()}

    def node(iri: str, kind: str, label: str, importance: float) -> None:
        made.add_node(iri, type=kind, label=label, importance=importance, attributes=(), observations=(), **empty)

    def edge(start: str, end: str, relation: str) -> None:
        made.add_edge(start, end, relation, relation=relation, explicit=True, rule="", sentences=())

    node("x/region/0", "Region", "松岭市", 9000.0)
    for index in range(1, 3001):
        node(f"x/project/{index:04}", "Project", f"第{index}号项目", 4000.0 - index)
        edge(f"x/project/{index:04}", "x/region/0", "locatedIn")
    for index in range(499):
        node(f"x/company/{index:04}", "Company", f"第{index}号企业", 500.0 - index)
        edge(f"x/company/{index:04}", f"x/project/{3000 - index // 4:04}", "undertakes")
    return made


def test_what_is_held_back_comes_out_on_demand_and_goes_back(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_text(page(large(), title="大图"), encoding="utf-8", newline="\n")
    with opened(browser, path, 1280, 800) as tab:
        begun = len(tab.evaluate("regiongraph.shown()"))
        assert begun == 800
        find(tab, "松岭市")
        more = tab.inner_text("[data-follow=expand]")
        assert more.startswith("展开未显示的 ")
        tab.click("[data-follow=expand]")
        assert len(tab.evaluate("regiongraph.shown()")) > 3000
        assert tab.locator("[data-follow=expand]").count() == 0
        tab.click("[data-follow=fold]")
        assert len(tab.evaluate("regiongraph.shown()")) < 1100
        tab.keyboard.press("Escape")
        tab.evaluate("ends => ends.forEach(regiongraph.choose)", ["company/0490", "project/0003"])
        assert [names[0] for names in steps(tab)] == ["第490号企业", "第2878号项目", "松岭市"]
        assert {"company/0490", "project/2878"} <= set(tab.evaluate("regiongraph.shown()"))
