"""Finding, reading, narrowing and themes on the network page in headless Chromium, as an analyst does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.view.page import page
from tests.browsing import NEEDS_BROWSER, SIZES, opened, started, until
from tests.view.plans import BASE, drawn

pytest.importorskip("playwright.sync_api")
pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as made:
        yield made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("see") / "network.html"
    path.write_text(page(drawn(), title="云山省"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(**SIZES)
def tab(browser: Any, written: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with opened(browser, written, *request.param) as made:
        if request.param[0] < 700:
            made.click("#legend summary")
        yield made


def find(tab: Any, text: str) -> list[str]:
    tab.fill("#search", text)
    return [row.split("\n")[0].split(" ")[0] for row in tab.locator("#hits [id]").all_inner_texts()]


def look(tab: Any, text: str) -> str:
    tab.keyboard.press("/")
    tab.keyboard.type(text)
    tab.keyboard.press("Enter")
    return str(tab.inner_text("#panel h2"))


def shown(tab: Any) -> set[str]:
    return {one.rsplit("/", 1)[1] for one in tab.evaluate("regiongraph.shown()")}


def row(tab: Any, text: str) -> Any:
    return tab.locator("#panel .facts > li", has_text=text).first


@pytest.mark.parametrize("text", ["xinghai", "xing hai", "xhs", "xinghs", "星h市", "XingHai", "星海市"])
def test_names_are_found_by_pinyin_initials_and_both(tab: Any, text: str) -> None:
    assert find(tab, text)[0] == "星海市"


def test_initials_of_a_whole_name_come_before_a_mixture(browser: Any, tmp_path: Path) -> None:
    made = drawn()
    made.nodes[BASE + "company/江河科技"]["label"] = "星海石化"
    path = tmp_path / "network.html"
    path.write_text(page(made, title="云山省"), encoding="utf-8", newline="\n")
    with opened(browser, path, 1280, 800) as tab:
        assert find(tab, "xhsh") == ["星海石化", "星海市"]
        assert find(tab, "xingh") == ["星海市", "星海石化"]


def test_a_hit_tells_type_region_and_the_alias_it_was_found_by(tab: Any) -> None:
    find(tab, "yxxm")
    assert tab.locator("#hits [id]").first.inner_text().split() == ["乙烯项目", "项目", "·", "松岭县"]
    find(tab, "jsjt")
    assert "又名 甲山集团" in tab.locator("#hits [id]").first.inner_text()


def test_what_is_not_there_is_said_and_the_nearest_offered_by_keyboard_too(tab: Any) -> None:
    assert find(tab, "甲山石花")[0] == "甲山石化"
    assert "没有找到这个名称" in tab.locator("#hits li").first.inner_text()
    assert find(tab, "jiashansihua")[0] == "甲山石化"
    assert find(tab, "甲山石化股份有限公司")[0] == "甲山石化"
    assert find(tab, "qqqq") == []
    assert tab.inner_text("#hits") == "没有找到这个名称"
    tab.fill("#search", "星海氏")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "星海市"
    assert tab.evaluate("document.activeElement.id") == "panel"


def test_a_plan_is_told_apart_from_a_fact(tab: Any) -> None:
    look(tab, "fdxm")
    assert tab.locator("#panel .top .badge.plan").inner_text() == "目标：投运"
    assert tab.locator("#panel .top .badge.fact").count() == 0
    assert row(tab, "50 兆瓦").locator(".badge.plan").inner_text() == "目标"
    assert row(tab, "江河科技").locator(".badge.plan").inner_text() == "目标"
    look(tab, "yxxm")
    assert tab.locator("#panel .top .badge.works").inner_text() == "建设中 · 在建"
    assert row(tab, "12 亿元").locator(".badge.fact").inner_text() == "实绩"
    assert row(tab, "12 亿元").locator("mark").all_inner_texts() == ["乙烯项目", "12亿元"]
    assert row(tab, "甲山石化").locator(".badge.plan").count() == 0


def test_the_list_tells_plans_too_and_keeps_to_the_filters(tab: Any) -> None:
    tab.click('#types [data-only="Project"]')
    tab.click("#list-button")
    cells = [row.split("\t") for row in tab.locator("#list tbody tr").all_inner_texts()]
    told = sorted([cell[1].strip(), cell[3]] for cell in cells)
    assert told == [["乙烯项目", "建设中 · 在建"], ["风电项目", "目标：投运"]]
    assert tab.is_visible("#chips .chip")


def test_regions_are_a_chain_of_names_that_can_be_clicked(tab: Any) -> None:
    look(tab, "yxxm")
    assert tab.locator("#panel .chain .name").all_inner_texts() == ["松岭县", "星海市", "云山省"]
    tab.locator("#panel .chain .name", has_text="星海市").click()
    assert tab.inner_text("#panel h2") == "星海市"


def test_an_overruled_status_is_listed_below_with_its_sentence(tab: Any) -> None:
    look(tab, "yxxm")
    last = tab.locator("#panel h3").last.inner_text()
    assert last.startswith("已被取代（1）")
    gone = tab.locator("#panel .facts").last
    assert gone.locator(".gone .figure").inner_text() == "签约"
    gone.locator("summary").click()
    assert "签约松岭县的乙烯项目" in gone.locator("blockquote").inner_text()
    assert "星海市2022年工作报告" in gone.inner_text()
    assert "说的是 2021 年" in gone.inner_text()


@pytest.mark.parametrize("refused", [False, True])
def test_names_and_sentences_can_be_copied_even_where_the_clipboard_is_refused(tab: Any, refused: bool) -> None:
    # What is copied is caught: the browser under test may keep its clipboard to itself.
    tab.evaluate(
        """refused => { globalThis.copied = [];
        Object.defineProperty(navigator, "clipboard", { value: { writeText: async text => {
          if (refused) throw new Error("refused"); copied.push(text); } } });
        if (refused) document.execCommand = () => {
          copied.push(String(document.activeElement.value)); return true; }; }""",
        refused,
    )
    look(tab, "yxxm")
    tab.locator("#panel .copy").first.click()
    until(tab, "copied.length === 1")
    row(tab, "甲山石化").locator(".source .copy").first.click()
    until(tab, "copied.length === 2")
    name, quote = tab.evaluate("copied")
    assert name == "乙烯项目"
    assert quote.startswith("“甲山石化签约松岭县的乙烯项目，总投资12亿元。”（《星海市2022年工作报告》 · 2022")
    until(tab, "document.querySelector('#panel .source .copy').textContent === '复制'")


def test_a_region_brings_its_parts_and_the_firms_at_work_there(tab: Any) -> None:
    options = tab.locator("#by-region option").all_inner_texts()
    assert options == ["全部", "云山省（2）", "\u3000星海市（1）", "\u3000\u3000松岭县（1）", "\u3000北港市（1）"]
    tab.select_option("#by-region", label="\u3000星海市（1）")
    assert shown(tab) == {"990100", "990121", "990121-乙烯项目", "甲山石化"}
    assert tab.inner_text("#state") == "显示 4 / 8"
    assert tab.inner_text("#chips bdi") == "地区：星海市及所辖"
    tab.click("#chips .chip button")
    assert tab.inner_text("#state") == "显示 8 / 8"
    assert tab.input_value("#by-region") == ""


def test_documents_and_years_narrow_entities_and_facts(tab: Any) -> None:
    tab.select_option("#by-document", label="2024 北港市2024年工作报告")
    assert {"990200", "江河科技", "990200-风电项目", "990100", "990000"} == shown(tab)
    tab.select_option("#by-document", "")
    tab.select_option("#by-to", "2021")
    assert "990121-乙烯项目" in shown(tab)
    assert "江河科技" not in shown(tab)
    tab.select_option("#by-from", "2024")
    assert shown(tab) == set()
    tab.select_option("#by-to", "")
    assert "990200-风电项目" in shown(tab)
    assert tab.inner_text("#chips bdi") == "年份：2024 起"


def test_stages_count_plans_as_plans(tab: Any) -> None:
    counts = [text.split()[:2] for text in tab.locator("#stages .switch").all_inner_texts()]
    assert counts == [["计划", "1"], ["建设中", "1"], ["未说明", "6"]]
    tab.locator('#stages [data-only="plan"]').focus()
    tab.keyboard.press("Enter")
    assert shown(tab) == {"990200-风电项目"}
    assert tab.inner_text("#chips bdi") == "只看 计划"
    assert tab.locator('#types [data-name="Company"] .count').inner_text() == "0"
    assert tab.evaluate("document.activeElement.dataset.only") == "plan"
    tab.keyboard.press("Enter")
    assert tab.inner_text("#state") == "显示 8 / 8"


def test_what_is_told_outright_and_what_is_implied_can_be_seen_alone(tab: Any) -> None:
    tab.select_option("#by-told", "explicit")
    assert tab.locator('#relations [data-name="locatedIn"] .count').inner_text() == "1"
    tab.select_option("#by-told", "implied")
    assert shown(tab) == {"990200", "990200-风电项目"}


def test_everything_is_reset_at_once_and_a_name_asked_for_is_shown_all_the_same(tab: Any) -> None:
    tab.select_option("#by-region", label="\u3000北港市（1）")
    tab.click('#types [data-name="Region"]')
    tab.select_option("#by-from", "2024")
    assert tab.locator("#chips .chip").count() == 3
    assert look(tab, "yxxm") == "乙烯项目"
    assert "990121-乙烯项目" in shown(tab)
    tab.keyboard.press("Escape")
    assert "990121-乙烯项目" not in shown(tab)
    tab.click("#chips .all")
    assert tab.inner_text("#state") == "显示 8 / 8"
    assert tab.locator("#chips .chip").count() == 0
    assert tab.get_attribute('#types [data-name="Region"]', "aria-pressed") == "true"


def test_a_theme_is_grouped_by_city_with_its_links_counted(tab: Any) -> None:
    tab.select_option("#theme", label="石化化工（3）")
    until(tab, "regiongraph.lit().length")
    lit = {one.rsplit("/", 1)[1] for one in tab.evaluate("regiongraph.lit()")}
    assert lit == {"甲山石化", "江河科技", "990121-乙烯项目", "990100", "990200"}
    heads = [" ".join(text.split()) for text in tab.locator("#panel h3").all_inner_texts()]
    assert heads == [
        "地区之间的联系（2） links between regions",
        "星海市（2） 企业 1 · 项目 1",
        "北港市（1） 企业 1",
    ]
    pair = tab.locator("#panel details.pair")
    assert pair.locator("summary").inner_text() == "2 条 合作 1 · 上下游 1"
    pair.locator("summary").first.click()
    pair.locator("details summary").first.click()
    assert pair.locator("blockquote").first.inner_text() == "北港市与星海市合作打造临港石化。"


def test_a_click_on_the_line_between_two_cities_opens_their_links(tab: Any) -> None:
    tab.select_option("#theme", label="石化化工（3）")
    until(tab, "regiongraph.lit().length")
    if tab.viewport_size["width"] < 700:
        tab.click("#legend summary")
        tab.wait_for_timeout(300)
        tab.click("#whole")
    # From the region that is more important to the other: the line is arched, its middle lies nine hundredths aside.
    ends = [one for one in tab.evaluate("regiongraph.shown()") if one in {"region/990100", "region/990200"}]
    one, other = (tab.evaluate("id => regiongraph.place(id)", end) for end in ends)
    across, down = other["x"] - one["x"], other["y"] - one["y"]
    tab.mouse.click((one["x"] + other["x"]) / 2 + down * 0.09, (one["y"] + other["y"]) / 2 - across * 0.09)
    assert tab.locator("#panel details.pair").get_attribute("open") is not None


def test_a_theme_can_be_all_that_is_shown_until_it_is_put_out(tab: Any) -> None:
    assert tab.is_disabled("#theme-only")
    tab.select_option("#theme", label="石化化工（3）")
    until(tab, "regiongraph.lit().length")
    tab.check("#theme-only")
    assert tab.inner_text("#state") == "显示 5 / 8"
    tab.click("#dim")
    assert tab.inner_text("#state") == "显示 8 / 8"
    assert not tab.is_checked("#theme-only")
