"""Pages and RDF at the IRIs of the graph: what they show, how they are asked for, and that names can do no harm."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from graph.pipeline import Report
from graph.rdf.iris import BASE, PREFIXES
from graph.serve.pages import href, iri_of
from tests.axe import complaints
from tests.browsing import NEEDS_BROWSER, SIZES, started
from tests.serve.direct import client

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
EVIL = "<script>alert(1)</script>\"'园"
HOSTILE = f"""
id:park\\/x1 a rg:Park ; skos:prefLabel {json.dumps(EVIL)}@zh ; skos:altLabel "\u202e区\u0007园"@zh ;
  rg:mentionedIn id:document\\/d-1 ; rg:locatedIn id:region\\/210700-甲山市 ; rg:level "<img src=x onerror=alert(2)>" .
id:region\\/210700-甲山市 a rg:Region ; skos:prefLabel "甲山市"@zh ; rg:code "210700" ;
  rg:mentionedIn id:document\\/d-1 .
id:document\\/d-1 a rg:Document ; rg:title "</title><script>alert(3)</script>" ; rg:year 2024 ; rg:genre "news" .
id:sentence\\/d-1-0-9 a rg:Sentence ; rg:document id:document\\/d-1 ; rg:start 0 ; rg:end 9 ;
  rg:quote "在甲山市建<b onclick=alert(4)>园</b>" ; rg:section "<i>一</i>" .
id:statement\\/s1 a rdf:Statement ; rdf:subject id:park\\/x1 ; rdf:predicate rg:locatedIn ;
  rdf:object id:region\\/210700-甲山市 ; rg:explicit true ; rg:rule "<u>" ; prov:wasDerivedFrom id:sentence\\/d-1-0-9 .
"""


def folder_of(text: str, place: Path) -> Path:
    """Write a graph to a folder that a server takes for an output."""
    place.mkdir()
    store = ox.Store(str(place / "store"))
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store.load(heads + text, format=ox.RdfFormat.TURTLE)
    store.flush()
    (place / "build.json").write_text("{}")
    del store
    return place


@pytest.fixture(scope="module")
def web(built: Report) -> TestClient:
    """Open the samples."""
    return client(built.folder)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Open a graph whose names, titles and sentences are markup; its search index is made on opening."""
    return client(folder_of(HOSTILE, tmp_path_factory.mktemp("hostile") / "out"))


def page(web: TestClient, local: str, query: str = "") -> str:
    answer = web.get(href(BASE, BASE + local) + query, headers=HTML)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def test_a_region_has_its_place_figures_and_facts(web: TestClient) -> None:
    shown = page(web, "region/210700-锦州市")
    assert "辽宁省" in shown and "辽西" in shown
    assert shown.index('id="figures"') < shown.index('id="in.locatedIn"')
    assert re.search(r'class="cell target".*?目标', shown, re.DOTALL)
    assert "/#node=region/210700-" in shown
    assert "/query?question=companies-in&amp;region=" in shown


def test_a_project_tells_plan_from_fact_and_quotes_its_sentences(web: TestClient) -> None:
    hits = web.get("/api/search", params={"q": "针状焦", "type": "Project"}).json()["hits"]
    shown = page(web, hits[0]["iri"].removeprefix(BASE))
    assert '<span class="badge fact">' in shown and '<span class="badge plan">' in shown
    assert "<mark>锦州石化" in shown and "推断" in shown
    assert re.search(r"第 \d+–\d+ 字", shown)


def test_a_fact_that_only_aims_tell_is_marked_as_an_aim(web: TestClient) -> None:
    shown = page(web, "region/210700-锦州市", "?group=out.targets")
    lines = shown.split("<li>")[1:]
    assert any('class="badge plan"' in line for line in lines)
    assert 'id="in.locatedIn"' not in shown, "a page of one group has only that"


def test_a_hub_is_paged_and_every_fact_is_on_one_page(tmp_path: Path) -> None:
    many = "".join(f'id:company\\/c{n} a rg:Company ; skos:prefLabel "企业{n}号"@zh ; rg:mentionedIn id:document\\/d ; '
                   f"rg:locatedIn id:region\\/210700-甲山市 .\n" for n in range(120))  # fmt: skip
    region = 'id:region\\/210700-甲山市 a rg:Region ; skos:prefLabel "甲山市"@zh ; rg:mentionedIn id:document\\/d .'
    paper = 'id:document\\/d a rg:Document ; rg:title "报告" .'
    web = client(folder_of(many + region + paper, tmp_path / "out"))
    first = page(web, "region/210700-甲山市")
    assert "全部 120 条" in first and first.count('href="/regiongraph/id/company/') == 10
    found: list[str] = []
    for number in (1, 2, 3):
        found += re.findall(r"企业\d+号", page(web, "region/210700-甲山市", f"?group=in.locatedIn&page={number}"))
    assert len(found) == len(set(found)) == 120


def test_superseded_statements_are_listed_as_such(kg: object, web: TestClient) -> None:
    rows = list(kg.query("SELECT ?s WHERE { ?st rg:superseded true ; rdf:subject ?s } ORDER BY ?s"))  # type: ignore[attr-defined]
    assert "已被取代" in page(web, rows[0]["s"].removeprefix(BASE))


def test_a_document_marks_and_links_the_entities_of_its_sentences(web: TestClient) -> None:
    paper = web.get("/api/search", params={"q": "工作报告", "kind": "document"}).json()["hits"][0]
    shown = page(web, paper["iri"].removeprefix(BASE))
    offsets = [int(number) for number in re.findall(r'id="at-(\d+)"', shown)]
    assert offsets == sorted(offsets) and len(offsets) > 5
    assert re.search(r'<a class="mention" href="/regiongraph/id/project/[^"]+"><mark>', shown)
    assert 'class="basis target"' in shown and 'class="basis actual"' in shown


def test_a_sentence_and_a_statement_have_their_pages(web: TestClient) -> None:
    hit = web.get("/api/search", params={"q": "锦州石化", "kind": "sentence"}).json()["hits"][0]
    shown = page(web, hit["iri"].removeprefix(BASE))
    assert "据此得出的事实" in shown and hit["title"] in shown
    statement = re.search(r'href="/regiongraph/id/(statement/[^"]+)"', shown)
    assert statement is not None
    assert hit["title"] in page(web, statement[1])


def test_a_figure_has_its_page_with_the_sentence(web: TestClient) -> None:
    shown = page(web, "region/210700-锦州市")
    cell = re.search(r'class="cell \w+" href="([^"]+)"', shown)
    assert cell is not None
    assert "<blockquote>" in web.get(cell[1], headers=HTML).text


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("text/html;q=0.4, application/rdf+xml;q=0.9", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
    ],
)
def test_rdf_by_accept_holds_the_facts_with_their_sentences(
    web: TestClient, accept: str, media: str, form: ox.RdfFormat
) -> None:
    iri = BASE + "company/210700-锦州石化"
    answer = web.get(href(BASE, iri), headers={"accept": accept})
    assert answer.headers["content-type"].startswith(media)
    assert "Accept" in answer.headers["vary"] and 'rel="alternate"' in answer.headers["link"]
    read = ox.Store()
    read.load(answer.content, format=form)
    asked = f"ASK {{ <{iri}> a rg:Company . ?st rdf:subject <{iri}> ; prov:wasDerivedFrom ?s . ?s rg:quote ?q }}"
    assert read.query(asked, prefixes=PREFIXES)
    assert (
        web.get(href(BASE, iri), headers={"accept": accept, "if-none-match": answer.headers["etag"]}).status_code == 304
    )


def test_a_format_in_the_address_goes_before_accept_and_others_are_refused(web: TestClient) -> None:
    address = href(BASE, BASE + "company/210700-锦州石化")
    assert web.get(address + "?format=nt", headers=HTML).headers["content-type"].startswith("application/n-triples")
    assert web.get(address + "?format=html").headers["content-type"].startswith("text/html")
    assert web.get(address + "?format=png", headers=HTML).status_code == 406
    assert web.get(address, headers={"accept": "image/png"}).status_code == 406
    assert web.head(address, headers=HTML).text == ""


def test_plain_and_encoded_paths_are_the_same(web: TestClient) -> None:
    plain = web.get("/regiongraph/id/company/210700-锦州石化", headers=HTML)
    coded = web.get("/regiongraph/id/company/210700-" + quote("锦州石化"), headers=HTML)
    assert plain.status_code == 200 and plain.text == coded.text


@pytest.mark.parametrize("local", ["park/甲 园", "park/甲%20园", "park/a?b#c", "park/<a>", "park/a%2541", "park/甲∕乙"])
def test_an_iri_leads_to_its_path_and_back(local: str) -> None:
    from urllib.parse import unquote

    from graph.rdf.iris import iri

    made = iri(BASE, local)
    assert iri_of(BASE, unquote(href(BASE, made))) == made


def test_what_is_not_there_is_404_with_the_nearest_names(web: TestClient) -> None:
    answer = web.get("/regiongraph/id/company/210700-锦州石油化", headers=HTML)
    assert answer.status_code == 404 and "锦州石化" in answer.text
    assert web.get("/regiongraph/id/company/210700-锦州石油化", headers={"accept": "text/turtle"}).status_code == 404
    for path in (
        "/nothing/here",
        "/regiongraph/id/",
        '/regiongraph/id/x"><script>',
        "/" + "a" * 3000,
        "/../etc/passwd",
    ):
        answer = web.get(path, headers=HTML)
        assert answer.status_code == 404 and "<script>a" not in answer.text, path


def test_the_matrix_of_the_build_keeps_its_own_policy(web: TestClient) -> None:
    answer = web.get("/themes")
    policy = answer.headers["content-security-policy"]
    assert "themes-data" in answer.text and "sha256-" in policy and "frame-ancestors 'none'" in policy
    assert web.get("/network.html").headers["location"] == "/"


def test_a_theme_shows_regions_entities_and_links(web: TestClient) -> None:
    shown = web.get("/themes/petrochemicals", headers=HTML).text
    assert "锦州市" in shown and "葫芦岛市" in shown and "地区之间的联系" in shown and "<blockquote>" in shown
    assert web.get("/themes/石化", headers=HTML).headers["location"] == "/themes/petrochemicals"
    assert "石化化工" in web.get("/themes?list", headers=HTML).text
    assert web.get("/themes/nothing-of-the-kind", headers=HTML).status_code == 404
    assert web.get("/themes/petrochemicals", headers={"accept": "text/turtle"}).text.startswith("@prefix")


def test_themes_of_a_folder_without_their_page(hostile: TestClient) -> None:
    assert hostile.get("/themes", headers=HTML).status_code == 200
    assert hostile.get("/themes/petrochemicals", headers=HTML).status_code == 200


@pytest.mark.parametrize(
    "local", ["park/x1", "region/210700-甲山市", "document/d-1", "sentence/d-1-0-9", "statement/s1"]
)
def test_names_titles_and_sentences_are_only_ever_text(hostile: TestClient, local: str) -> None:
    shown = page(hostile, local)
    for payload in ("<script>alert", "<img", "<b onclick", "<i>一", "<u>", "\u202e", "\u0007"):
        assert payload not in shown, payload
    assert re.findall(r"<script[^>]*>", shown) == ['<script src="/static/pages/settings.js">']
    assert hostile.get("/search", params={"q": "script"}).text.count("<script") == 1


class _Serving:
    """uvicorn on a free port, in a thread."""

    def __init__(self, web: TestClient) -> None:
        import uvicorn

        self.server = uvicorn.Server(uvicorn.Config(web.app, port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start a browser."""
    with started() as made:
        yield made


@pytest.fixture(**SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return a width and a height."""
    found: tuple[int, int] = request.param
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestInBrowser:
    """Pages as people see them: nobody is shut out, nothing runs over the edge, the settings hold."""

    pytestmark = NEEDS_BROWSER

    def test_pages_are_usable(self, web: TestClient, browser: Any, size: tuple[int, int], scheme: str) -> None:
        paths = [href(BASE, BASE + "region/210700-锦州市"), "/search?q=锦州", "/themes/petrochemicals"]
        with _Serving(web) as address:
            width, height = size
            viewport = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
            tab = context.new_page()
            wrong: list[str] = []
            tab.on("pageerror", lambda error: wrong.append(str(error)))
            for path in paths:
                tab.goto(address + path)
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
                assert complaints(tab) == [], path
            tab.click("#settings-menu > summary")
            tab.select_option("#set-language", "en")
            assert tab.locator("h1").inner_text().startswith("petrochemicals")
            tab.goto(address + paths[0])
            assert tab.locator("#figures").inner_text().startswith("Figures")
            assert wrong == []
            context.close()
