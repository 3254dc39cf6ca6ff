"""The query page in Chromium, over the sample documents: run, fail, complete, draw, keep; nothing asks anyone else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from graph.pipeline import Report
from tests.axe import complaints
from tests.browsing import NEEDS_BROWSER, SIZES, started, until
from tests.serve.editing import application, at_an_address

pytestmark = NEEDS_BROWSER

NAMES = "SELECT ?park ?place WHERE { ?park a rg:Park ; rg:locatedIn ?place }"


@pytest.fixture(scope="module")
def address(built: Report) -> Iterator[str]:
    with at_an_address(application(built.folder)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as browser:
        yield browser


@contextmanager
def opened(browser: Any, address: str, path: str = "/query", size: tuple[int, int] = (1280, 800)) -> Iterator[Any]:
    """Open the page; an exception, a refusal by its policy, or a request to anyone else fails the test."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    tab = context.new_page()
    trouble: list[str] = []
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.on("console", lambda line: trouble.append(line.text) if "Content Security Policy" in line.text else None)
    tab.on("request", lambda one: None if one.url.startswith((address, "data:", "blob:")) else trouble.append(one.url))
    tab.goto(address + path)
    until(tab, "globalThis.regiongraph")
    yield tab
    context.close()
    assert trouble == []


def write(tab: Any, query: str) -> None:
    tab.evaluate("(query) => regiongraph.editor.setValue(query)", query)


def run(tab: Any, query: str) -> None:
    write(tab, query)
    tab.click("#run")
    until(tab, "document.getElementById('status').className !== 'busy'")


def complete(tab: Any, typed: str) -> list[str]:
    """Type into the editor and return what it offers."""
    write(tab, "SELECT * WHERE {\n  ?p a rg:Project ; \n}")
    tab.evaluate("regiongraph.editor.setCursor({ line: 1, ch: 20 }); regiongraph.editor.focus()")
    tab.keyboard.insert_text(typed)
    until(tab, "document.querySelector('.CodeMirror-hint')")
    return [one.inner_text() for one in tab.query_selector_all(".CodeMirror-hint code")]


@pytest.mark.parametrize("size", SIZES["params"], ids=SIZES["ids"])
def test_a_query_shows_its_rows_by_name_and_sorts_them(browser: Any, address: str, size: tuple[int, int]) -> None:
    with opened(browser, address, size=size) as tab:
        write(tab, NAMES)
        tab.click("#editor .CodeMirror")
        tab.keyboard.press("Control+Enter")
        until(tab, "document.querySelector('#shown a[title$=\"紫荆产业园\"]')?.textContent === '紫荆产业园'")
        link = tab.query_selector('#shown a[title$="紫荆产业园"]')
        assert link.evaluate("(it) => decodeURI(it.getAttribute('href'))").startswith("/regiongraph/id/park/")
        rows = "[...document.querySelectorAll('#shown tbody tr')].map((row) => row.cells[1].textContent)"
        before = tab.evaluate(rows)
        tab.click("#shown th button >> nth=0")
        rising = tab.evaluate(rows)
        tab.click("#shown th button >> nth=0")
        falling = tab.evaluate(rows)
        assert sorted(before) == sorted(rising) == sorted(falling)
        assert rising != falling
        assert rising[0] == falling[-1]
        assert complaints(tab) == []


def test_an_error_stands_at_its_line(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        run(tab, "SELECT * WHERE {\n  ?s rg:status ?t\n  ?s ?p\n}")
        assert "line 3" in tab.inner_text("#status") or "line 4" in tab.inner_text("#status")
        assert "query line" in tab.inner_text(".wrong-line")
        assert tab.query_selector(".wrong-ground") is not None
        assert not tab.is_visible("#results")
        assert complaints(tab) == []
        run(tab, "SELECT * WHERE {\n  ?s rg:status ?t }")
        assert tab.query_selector(".wrong-line") is None
        assert tab.is_visible("#results")


def test_terms_are_completed_with_their_prefix(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        offered = complete(tab, "rg:in")
        assert offered[:2] == ["rg:inIndustry", "rg:investment"]
        tab.keyboard.press("Enter")
        lines = tab.evaluate("regiongraph.editor.getValue()").split("\n")
        assert lines[0] == "PREFIX rg: <https://w3id.org/regiongraph/ontology#>"
        assert lines[2].strip() == "?p a rg:Project ; rg:inIndustry"


def test_chinese_is_completed_to_concepts_and_entities(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        assert complete(tab, "rg:inIndustry 石化")[0] == "ind:petrochemicals"
        assert complaints(tab) == []
        assert complete(tab, "rg:locatedIn 凌河区")[0] == "凌河区"
        tab.keyboard.press("Enter")
        assert "<https://w3id.org/regiongraph/id/region/210703-凌河区>" in tab.evaluate("regiongraph.editor.getValue()")


def test_nothing_is_offered_in_strings_and_comments(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        for before, word, wanted in (
            ('{ ?s ?p "', "rg:", 0),
            ("{ # ", "rg:", 0),
            ("{ ?s ", "rg:", 10),
            ('{ ?s ?p "a" ; ', "rg:", 10),
        ):
            query = "SELECT * " + before + word
            found = tab.evaluate("([text, word]) => regiongraph.suggestions(text, word, text).length", [query, word])
            assert found >= wanted if wanted else found == 0, query


def test_a_question_of_the_bank_opens_from_a_link_and_is_answered_with_sentences(browser: Any, address: str) -> None:
    with opened(browser, address, "/query?question=projects-in&region=凌河区&run=1") as tab:
        until(tab, "document.querySelector('#shown tbody tr')")
        assert "210703-凌河区" in tab.evaluate("regiongraph.editor.getValue()")
        assert tab.input_value("#f-projects-in-region") == "凌河区"
        tab.click("text=回答并附原句")
        until(tab, "document.querySelector('#shown blockquote')")
        assert complaints(tab) == []


def test_a_query_comes_with_the_address_and_stays_in_it(browser: Any, address: str) -> None:
    with opened(browser, address, "/query?query=ASK%20%7B%20%3Fs%20a%20rg%3APark%20%7D&run=1") as tab:
        until(tab, "document.querySelector('.truth')")
        assert tab.inner_text(".truth") == "是"
        assert tab.url.startswith(f"{address}/query#query=ASK")


def test_a_result_is_drawn_the_same_each_time(browser: Any, address: str) -> None:
    drawn = []
    for _ in range(2):
        with opened(browser, address) as tab:
            run(tab, "CONSTRUCT { ?a rg:locatedIn ?b } WHERE { ?a a rg:Park ; rg:locatedIn ?b }")
            assert "rg:locatedIn" in tab.inner_text("#shown pre")
            tab.click("#tab-network")
            until(tab, "document.querySelectorAll('.net a.node').length > 10")
            drawn.append(
                tab.evaluate("[...document.querySelectorAll('.net .node')].map((it) => it.getAttribute('transform'))")
            )
            assert complaints(tab) == []
    assert drawn[0] == drawn[1]


def test_an_answer_is_kept_as_csv(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        run(tab, NAMES)
        with tab.expect_download() as kept:
            tab.click("#save button >> nth=0")
        assert kept.value.suggested_filename == "regiongraph.csv"
        assert kept.value.path().read_text(encoding="utf-8").startswith("park,place")


def test_a_query_that_takes_long_can_be_stopped(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        write(tab, "# slowly\nSELECT * WHERE { ?s ?p ?o }")
        tab.click("#run")
        until(tab, "document.getElementById('status').className === 'busy'")
        tab.click("#stop")
        until(tab, "document.getElementById('status').textContent === '已停止'")
        assert tab.is_disabled("#stop")


def test_english_and_dark(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        tab.select_option("#set-scheme", "dark")
        tab.select_option("#set-language", "en")
        run(tab, NAMES)
        assert tab.inner_text("#tab-table") == "Table"
        assert "rows" in tab.inner_text("#status")
        assert complaints(tab) == []
