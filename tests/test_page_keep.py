"""Keeping and settings on the network page in headless Chromium: links, pictures, tables, paper, language, touch."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest

from graph.view.network import TEMPLATE, network
from graph.view.page import SCRIPTS, page
from graph.view.themes_page import SCRIPTS as THEME_SCRIPTS
from graph.view.themes_page import themes_page
from tests.axe import complaints
from tests.browsing import NEEDS_BROWSER, SIZES, opened, started, until
from tests.view.themes_sample import small

pytest.importorskip("playwright.sync_api")
pytestmark = NEEDS_BROWSER
BASE = "https://w3id.org/regiongraph/id/"
PROJECT, COMPANY = "project/990100-星海新材料项目", "company/甲集团"
HOSTILE = ['=SUM(A1)"</script><img src=x onerror=alert(1)>', "\u202e反过来" + "长" * 500, "👩‍🔬 <b>&amp;'"]
HEADING = "document.querySelector('#panel h2').innerText"
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as made:
        yield made


def sample() -> nx.MultiDiGraph[str]:
    store = ox.Store()
    store.load(path=Path(__file__).parent / "view" / "sample.ttl", format=ox.RdfFormat.TURTLE)
    return network(store)


def write(made: nx.MultiDiGraph[str], path: Path, title: str = "星海") -> Path:
    path.write_text(page(made, title=title), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(sample(), tmp_path_factory.mktemp("keep") / "network.html")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample()
    for node, name in zip([BASE + COMPANY, BASE + PROJECT, BASE + "region/990100"], HOSTILE, strict=True):
        made.nodes[node].update(label=name, aliases=(name,), scope=name)
    for sentence in made.graph["sentences"].values():
        sentence.update(quote=HOSTILE[0], section=HOSTILE[2])
    return write(made, tmp_path_factory.mktemp("hostile") / "network.html", title=HOSTILE[0])


@pytest.fixture(**SIZES)
def tab(browser: Any, written: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with opened(browser, written, *request.param) as made:
        yield made


def find(tab: Any, text: str) -> None:
    tab.keyboard.press("/")
    tab.keyboard.type(text)
    tab.keyboard.press("Enter")


def choose(tab: Any, name: str, value: str) -> None:
    if not tab.is_visible(f"#set-{name}"):
        tab.click("#settings-menu summary")
    tab.select_option(f"#set-{name}", value)


def saved(tab: Any, button: str) -> tuple[str, bytes]:
    if not tab.is_visible(f"#{button}"):
        tab.click("#keep-menu summary")
    with tab.expect_download() as told:
        tab.click(f"#{button}")
    return told.value.suggested_filename, Path(told.value.path()).read_bytes()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_link_holds_filters_selection_and_the_view(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800) as tab:
        tab.click('#types [data-name="Cluster"]')
        tab.click('#relations [data-name="partOf"]')
        tab.select_option("#by-told", "explicit")
        find(tab, "甲集团")
        tab.mouse.move(500, 400)
        tab.mouse.wheel(0, -300)
        until(tab, "location.hash.includes('at=')")
        url, state = tab.url, tab.inner_text("#state")
    with opened(browser, written, 1280, 800, fragment="#" + url.partition("#")[2]) as tab:
        assert tab.inner_text("#panel h2") == "甲集团"
        assert tab.inner_text("#state") == state
        assert tab.get_attribute('#types [data-name="Cluster"]', "aria-pressed") == "false"
        assert tab.get_attribute('#relations [data-name="partOf"]', "aria-pressed") == "false"
        assert tab.input_value("#by-told") == "explicit"
        assert tab.url == url
        tab.click("#reset")
        until(tab, "!location.hash.includes('told')")
        assert "without" not in tab.url


def test_nonsense_in_a_link_is_passed_over(browser: Any, written: Path) -> None:
    nonsense = "#without=%E6%B&at=a,b,c&year-from=x&region=nowhere&from=a&to=b&steps=9&list=7&fact=x"
    with opened(browser, written, 390, 844, fragment=nonsense) as tab:
        assert tab.inner_text("#panel h2") == "概览"
        assert tab.inner_text("#state").startswith("显示 6 / 6")


def test_the_link_can_be_copied(tab: Any) -> None:
    find(tab, "甲集团")
    tab.click("#keep-menu summary")
    tab.click("#copy-link")
    until(tab, "document.getElementById('kept-word').textContent")
    assert tab.inner_text("#kept-word") == "已复制链接"
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#copy-link")
    assert tab.inner_text("#panel h2") == "甲集团", "Escape closes the menu first"


def test_a_picture_has_twice_the_pixels_of_the_map_and_a_caption(tab: Any) -> None:
    name, content = saved(tab, "save-png")
    assert name == "星海.png"
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    box = tab.locator("#canvas").bounding_box()
    assert width == 2 * box["width"]
    assert height > 2 * box["height"] + 100


def test_a_drawing_holds_names_signs_and_sources_as_text(tab: Any) -> None:
    find(tab, "甲集团")
    name, content = saved(tab, "save-svg")
    assert name == "星海.svg"
    drawing = ElementTree.fromstring(content)
    texts = [each.text or "" for each in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"甲集团", "星海新材料项目", "企业", "项目"} <= set(texts)
    assert "承担" in texts or tab.viewport_size["width"] < 700
    assert "《星海市政府工作报告》" in "".join(texts)
    fills = {each.get("fill") for each in drawing.iter("{http://www.w3.org/2000/svg}path")}
    assert {"#D55E00", "#E69F00"} <= fills
    assert b"drawImage" not in content


def test_tables_hold_what_is_shown(tab: Any) -> None:
    name, content = saved(tab, "save-nodes")
    assert name == "星海.nodes.csv"
    assert {row["name"] for row in table(content)} >= {"甲集团", "松涛产业园", "星海市"}
    find(tab, "甲集团")
    (fact,) = table(saved(tab, "save-facts")[1])
    assert (fact["from"], fact["relation"], fact["to"]) == ("甲集团", "undertakes", "星海新材料项目")
    assert fact["document"] == "星海市政府工作报告"
    assert fact["sentence"].startswith("甲集团投资56亿元建设")
    assert {row["id"] for row in table(saved(tab, "save-nodes")[1])} == {BASE + COMPANY, BASE + PROJECT}


def test_hostile_text_runs_nowhere_and_breaks_nothing(browser: Any, hostile: Path) -> None:
    for width, height in SIZES["params"]:
        with opened(browser, hostile, width, height) as tab:
            find(tab, "SUM(A1)")
            for button in ("start", "two"):
                tab.click(f"[data-follow={button}]")
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert tab.locator("img").count() == 0
            rows = table(saved(tab, "save-nodes")[1])
            assert rows[0]["name"].startswith("'=SUM(A1)"), "a spreadsheet must not run it"
            ElementTree.fromstring(saved(tab, "save-svg")[1])
            tab.evaluate("ends => ends.forEach(regiongraph.choose)", [PROJECT])
            assert "长" * 500 in tab.inner_text("#panel")
            assert "\u202e" not in tab.inner_text("#panel")
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            for element in ("#panel", "#canvas", "#search", "#settings-menu summary"):
                box = tab.locator(element).bounding_box()
                assert box["x"] >= 0, element
                assert box["x"] + box["width"] <= width, element


def test_paper_has_the_picture_and_the_panel_without_controls(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800) as tab:
        find(tab, "甲集团")
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        tab.emulate_media(media="print")
        assert tab.is_visible("#paper")
        assert tab.is_visible("#panel blockquote")
        for control in ("#search", "#canvas", ".tools", "#keep-menu", "#legend", ".follow"):
            assert not tab.locator(control).first.is_visible(), control
        assert tab.evaluate("(box => box.scrollHeight <= box.clientHeight + 1)(document.getElementById('panel'))")


def test_english_says_everything_again(tab: Any) -> None:
    find(tab, "松涛")
    choose(tab, "language", "en")
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.keyboard.press("Escape")
    spoken = tab.evaluate(
        """() => [...document.querySelectorAll("button, summary, legend, label, h3, dt, .badge, .soft, option, input")]
        .filter(each => each.checkVisibility() && !each.closest("bdi, .name, .quote, cite"))
        .flatMap(each => [each.getAttribute("aria-label"), each.placeholder, each.title,
          [...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("")]).filter(Boolean)"""
    )
    own = {"松涛产业园", "星海市", "云山省", "甲集团", "星海新材料项目", "星海市政府工作报告", "新材料产业集群"}
    left = [text for text in spoken if HAN.search(re.sub("|".join(own), "", text))]
    assert [text for text in left if text not in {"中文"} and "平方公里" not in text] == []
    assert "located in" in tab.inner_text("#panel")
    tab.reload()
    until(tab, "globalThis.regiongraph")
    assert tab.inner_text("#keep-menu summary") == "Save"
    choose(tab, "language", "zh")
    assert tab.inner_text("#keep-menu summary") == "保存"


def test_dark_follows_the_system_and_can_be_switched(browser: Any, written: Path) -> None:
    ground = "getComputedStyle(document.querySelector('.panel')).backgroundColor"
    pixel = "[...document.querySelector('#canvas canvas').getContext('2d').getImageData(3, 300, 1, 1).data].slice(0, 3)"
    for name, file in (("network", written), ("themes", written.with_name("themes.html"))):
        if name == "themes":
            file.write_text(themes_page(small()), encoding="utf-8", newline="\n")
        with opened(browser, file, 1280, 800) as tab:
            assert tab.evaluate(ground) == "rgb(255, 255, 255)"
            tab.emulate_media(color_scheme="dark")
            until(tab, f"{ground} !== 'rgb(255, 255, 255)'")
            if name == "network":
                choose(tab, "scheme", "light")
                assert tab.evaluate(pixel)
            else:
                tab.select_option("#set-scheme", "light")
            assert tab.evaluate(ground) == "rgb(255, 255, 255)"
            tab.reload()
            until(tab, "globalThis.regiongraph")
            assert tab.evaluate(ground) == "rgb(255, 255, 255)"


def test_fewer_names_and_less_motion(browser: Any, tmp_path: Path) -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents={}, sentences={})
    empty = {"aliases": (), "scope": "", "home": "", "status": "", "aim": "", "documents": (), "sentences": ()}
    for index in range(400):
        made.add_node(f"x/company/{index:03}", type="Company", label=f"第{index}家", importance=400.0 - index, **empty)
        made.nodes[f"x/company/{index:03}"].update(attributes=(), observations=())
    with opened(browser, write(made, tmp_path / "many.html"), 1280, 800) as tab:
        counts = {}
        for labels in ("few", "some", "many"):
            choose(tab, "labels", labels)
            counts[labels] = saved(tab, "save-svg")[1].count("家</text>".encode())
        assert counts["few"] < counts["some"] < counts["many"]
        choose(tab, "motion", "less")
        assert tab.evaluate("document.documentElement.dataset.motion") == "less"


def test_a_phone_pinches_taps_and_pulls_up_the_sheet(browser: Any, written: Path) -> None:
    with opened(browser, written, 390, 844) as tab:
        touch = tab.context.new_cdp_session(tab)

        def fingers(kind: str, *points: tuple[float, float]) -> None:
            given = [{"x": x, "y": y, "id": place} for place, (x, y) in enumerate(points)]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

        box = tab.locator("#canvas").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = [tab.evaluate("id => regiongraph.place(id)", node) for node in (COMPANY, "region/990100")]
        fingers("touchStart", (x - 30, y), (x + 30, y))
        for step in range(1, 8):
            fingers("touchMove", (x - 30 - step * 8, y), (x + 30 + step * 8, y))
        fingers("touchEnd")
        after = [tab.evaluate("id => regiongraph.place(id)", node) for node in (COMPANY, "region/990100")]

        def reach(ends: list[dict[str, float]]) -> float:
            return abs(ends[0]["x"] - ends[1]["x"]) + abs(ends[0]["y"] - ends[1]["y"])

        assert reach(after) > reach(before) * 1.3
        tab.click("#whole")
        at = tab.evaluate("id => regiongraph.place(id)", COMPANY)
        fingers("touchStart", (at["x"], at["y"]))
        fingers("touchEnd")
        until(tab, f"{HEADING} === '甲集团'")
        half = tab.locator("#panel-box").bounding_box()
        assert half["y"] + half["height"] == 844
        at = tab.evaluate("id => regiongraph.place(id)", COMPANY)
        assert at["y"] < half["y"], "the sheet does not cover what was tapped"
        tab.click("#sheet-grip")
        assert tab.locator("#panel-box").bounding_box()["height"] > half["height"] + 100
        tab.click("#sheet-grip")
        assert tab.locator("#panel-box").bounding_box()["height"] < 100


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES["params"], ids=SIZES["ids"])
def test_axe_finds_nothing_serious(browser: Any, written: Path, size: tuple[int, int], dark: bool) -> None:
    themes = written.with_name("themes.html")
    themes.write_text(themes_page(small()), encoding="utf-8", newline="\n")
    scheme = "dark" if dark else "light"
    with opened(browser, written, *size) as tab:
        tab.emulate_media(color_scheme=scheme)
        until(tab, f"document.documentElement.dataset.scheme === '{scheme}'")
        assert complaints(tab) == []
        find(tab, "星海新材料项目")
        assert complaints(tab) == []
        tab.evaluate("ends => ends.forEach(regiongraph.choose)", [COMPANY])
        assert complaints(tab) == []
        tab.click("#list-button")
        assert complaints(tab) == []
        tab.click("#settings-menu summary")
        assert complaints(tab) == []
    for fragment in ("", "#view=regions", "#view=flow", "#theme=石化化工"):
        with opened(browser, themes, *size, fragment=fragment) as tab:
            tab.emulate_media(color_scheme=scheme)
            until(tab, f"document.documentElement.dataset.scheme === '{scheme}'")
            assert complaints(tab) == [], fragment


def test_a_keyboard_reaches_everything_in_an_order_that_follows_the_eye(browser: Any, written: Path) -> None:
    with opened(browser, written, 1280, 800) as tab:
        seen: list[str] = []
        for _ in range(60):
            tab.keyboard.press("Tab")
            seen.append(tab.evaluate("(at => at.id || at.closest('[id]')?.id || '')(document.activeElement)"))
        order = list(dict.fromkeys(seen))
        wanted = ["to-list", "search", "keep-menu", "settings-menu", "legend", "types", "backward", "list-button"]
        assert [name for name in order if name in wanted] == wanted
        assert "panel" in order
        tab.reload()
        until(tab, "globalThis.regiongraph")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.is_visible("#list table")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('#list') !== null")


def words_of(name: str) -> set[str]:
    return set(re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', (TEMPLATE / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", sorted({*SCRIPTS} - {"words.js"}))
def test_every_word_of_the_page_has_an_english_one(name: str) -> None:
    text = (TEMPLATE / "words.js").read_text(encoding="utf-8")
    english = set(re.findall(r'^  "((?:[^"\\]|\\.)*)": ', text, re.M))
    assert words_of(name) <= english


@pytest.mark.parametrize("scripts", [SCRIPTS, THEME_SCRIPTS], ids=["network", "themes"])
def test_no_two_scripts_of_a_page_declare_the_same_name(scripts: tuple[str, ...]) -> None:
    declared: list[str] = []
    for name in scripts:
        text = (TEMPLATE / name).read_text(encoding="utf-8")
        declared += re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", text, re.M)
    assert sorted(declared) == sorted(set(declared)), json.dumps(sorted(declared))
