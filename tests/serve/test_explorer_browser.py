"""The explorer in headless Chromium over a server: what is not in the page yet is asked for, and failures are told."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import uvicorn

from graph.pipeline import Report
from graph.serve.app import application
from graph.serve.service import Service
from graph.serve.settings import Settings
from graph.view.lookup import Lookup
from tests.axe import complaints
from tests.browsing import NEEDS_BROWSER, started, until

pytest.importorskip("playwright.sync_api")
pytestmark = NEEDS_BROWSER
HEADING = "document.querySelector('#panel h2')?.innerText"
WIDE, NARROW = (1280, 800), (390, 844)
PARK = "park/210703-思凯农副产品国际物流园"


@pytest.fixture(scope="module")
def service(built: Report) -> Service:
    return Service(Settings(built.folder, first=60))


@pytest.fixture(scope="module")
def url(service: Service) -> Iterator[str]:
    """Serve the samples in this process; the workers, which read the graph, are processes of their own."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application(service), log_level="warning"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[bound])))
        thread.start()
        for _ in range(600):
            if server.started:
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as made:
        yield made


class Explorer:
    """A tab with the explorer open, and what it complained of and asked for."""

    def __init__(self, browser: Any, url: str, size: tuple[int, int]) -> None:
        self.url = url
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", color_scheme="light"
        )
        self.tab = self.context.new_page()
        self.trouble: list[str] = []
        self.asked: list[str] = []
        self.tab.on("console", lambda line: self.trouble.append(line.text) if line.type == "error" else None)
        self.tab.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.tab.on("request", lambda one: self.asked.append(one.url))

    def open(self, fragment: str = "") -> Any:
        self.tab.goto(f"{self.url}/{fragment}")
        until(self.tab, "globalThis.regiongraph")
        self.settle()
        return self.tab

    def settle(self) -> None:
        """Wait until nothing is under way."""
        until(self.tab, "!regiongraph.busy()")

    def heading(self) -> str:
        return str(self.tab.evaluate(HEADING))


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def explorer(browser: Any, url: str, request: pytest.FixtureRequest) -> Iterator[Explorer]:
    made = Explorer(browser, url, request.param)
    yield made
    made.context.close()
    assert made.trouble == []
    assert [one for one in made.asked if not one.startswith((url, "data:"))] == []


@pytest.fixture
def hidden(service: Service, url: str) -> str:
    """Return the id of an entity that is not in the overview: the least important one that has links."""
    with urlopen(f"{url}/api/overview") as answer:  # made now, where nothing has asked for it before
        assert answer.status == 200
    lookup = Lookup(service.now.folder / "explorer.sqlite")
    for one in reversed(lookup.known(range(lookup.told["nodes"])).values()):
        if one.neighbours:
            return str(one.iri).removeprefix(lookup.told["base"])
    raise AssertionError("nothing has a link")


def shown(tab: Any) -> set[str]:
    return set(tab.evaluate("regiongraph.shown()"))


def test_it_opens_with_a_part_and_tells_of_the_whole(explorer: Explorer) -> None:
    tab = explorer.open()
    assert "显示" in tab.inner_text("#state")
    drawn, whole = tab.inner_text("#state").replace(",", "").removeprefix("显示 ").split(" / ")
    assert 60 <= int(drawn) < int(whole)
    assert tab.evaluate("getComputedStyle(document.querySelector('.elsewhere')).display") != "none"
    links = tab.locator(".elsewhere a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert links == ["/search", "/themes", "/query"]
    page = next(one for one in explorer.asked if one.endswith("/"))
    body = explorer.context.request.get(page).body()
    assert len(body) < 100_000
    assert complaints(tab) == []


def test_a_link_shows_what_the_page_does_not_hold_yet(explorer: Explorer, hidden: str) -> None:
    tab = explorer.open()
    assert hidden not in shown(tab)
    tab = explorer.open(f"#node={quote(hidden)}")
    explorer.tab.reload()
    until(tab, "globalThis.regiongraph")
    explorer.settle()
    assert hidden in shown(tab)
    assert len(tab.evaluate("regiongraph.around()")) > 1
    assert tab.evaluate("decodeURIComponent(location.hash)") == f"#node={hidden}"


def test_neighbours_come_from_the_server_and_more_on_demand(explorer: Explorer) -> None:
    tab = explorer.open(f"#node={quote('region/211400-葫芦岛市')}")
    explorer.settle()
    before = len(tab.evaluate("regiongraph.around()"))
    places = tab.evaluate("regiongraph.shown().slice(0, 30)")
    expand = tab.locator('[data-follow="expand"]')
    assert expand.inner_text().startswith("展开未显示的")
    expand.click()
    explorer.settle()
    until(tab, f"regiongraph.around().length > {before}")
    assert set(places) <= shown(tab)


def test_a_way_leads_over_what_was_not_there(explorer: Explorer, hidden: str) -> None:
    tab = explorer.open(f"#from={quote(hidden)}&to={quote(PARK)}")
    explorer.settle()
    until(tab, "regiongraph.focus()?.path?.edges.length > 0")
    assert tab.locator("#panel .facts blockquote").count() > 0
    path = tab.evaluate("regiongraph.around()")
    assert {path[0], path[-1]} == {hidden, PARK}


def test_a_filter_asks_for_what_passes_and_counts_it(explorer: Explorer, service: Service) -> None:
    tab = explorer.open()
    if tab.locator("#legend").get_attribute("open") is None:
        tab.click("#legend summary")
    count = int(tab.inner_text('#types [data-name="Strategy"] .count'))
    tab.click('#types [data-only="Strategy"]')
    explorer.settle()
    until(tab, f"regiongraph.shown().length === {count}")
    assert all(each.startswith("strategy/") for each in shown(tab))


def test_a_failure_is_told_and_can_be_tried_again(browser: Any, url: str, hidden: str) -> None:
    made = Explorer(browser, url, WIDE)
    tab = made.open()
    tab.route("**/api/**", lambda route: route.fulfill(status=503, body="busy"))
    tab.evaluate("(id) => { location.hash = `#node=${id}`; }", hidden)
    until(tab, "document.querySelector('#talk.failed')")
    assert "服务器正忙" in tab.inner_text("#talk")
    tab.unroute("**/api/**")
    tab.click("#talk button >> nth=0")
    until(tab, f"regiongraph.around().includes({hidden!r})")
    assert not tab.is_visible("#talk")
    made.context.close()


def test_a_start_without_an_answer_can_be_tried_again(browser: Any, url: str) -> None:
    made = Explorer(browser, url, NARROW)
    made.tab.route("**/api/overview", lambda route: route.abort())
    made.tab.goto(url)
    until(made.tab, "document.querySelector('#talk.failed')")
    assert "概览没有读到" in made.tab.inner_text("#talk")
    made.tab.unroute("**/api/overview")
    made.tab.click("#talk button")
    until(made.tab, "globalThis.regiongraph")
    made.context.close()


def test_what_the_server_finds_can_be_taken(explorer: Explorer) -> None:
    tab = explorer.open()
    tab.fill("#search", "化工")
    until(tab, "document.querySelectorAll('#hits [id]').length > 1")
    tab.fill("#search", "思凯农副产品国际物流园")
    tab.keyboard.press("Enter")
    until(tab, f"{HEADING} === '思凯农副产品国际物流园'")
    tab.fill("#search", "投资")
    until(tab, "document.querySelector('#hits .said')")
    tab.locator("#hits .said").first.click()
    until(tab, "document.querySelector('#panel .quote.found mark')")
