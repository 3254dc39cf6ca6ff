"""The search of the server: its JSON, its page, and what is no search."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from graph.pipeline import Report
from tests.serve.direct import client


@pytest.fixture(scope="module")
def web(built: Report) -> TestClient:
    """Open the samples."""
    return client(built.folder)


def test_programs_get_hits_as_json(web: TestClient) -> None:
    told = web.get("/api/search", params={"q": "jzsh", "limit": 3}).json()
    assert told["q"] == "jzsh"
    assert "锦州石化" in [hit["name"] for hit in told["hits"]]
    only = web.get("/api/search", params={"q": "锦州", "type": "Company", "kind": "entity"}).json()["hits"]
    assert only and all("Company" in hit["types"] for hit in only)


@pytest.mark.parametrize("wrong", ["limit=0", "limit=x", "limit=-1", "type=Nothing", "kind=other", "limit=²"])
def test_a_wrong_wish_is_refused_with_a_line(web: TestClient, wrong: str) -> None:
    answer = web.get(f"/api/search?q=x&{wrong}")
    assert answer.status_code == 400
    assert answer.text.count("\n") == 1 and answer.text.startswith(wrong.partition("=")[0])


def test_the_page_groups_hits_and_marks_words(web: TestClient) -> None:
    page = web.get("/search", params={"q": "锦州 石化"}).text
    assert page.index('id="entity"') < page.index('id="sentence"')
    assert "<mark>石化</mark>" in page
    assert "/regiongraph/id/sentence/" in page


def test_leafing_through_sentences(web: TestClient) -> None:
    first = web.get("/search", params={"q": "项目", "kind": "sentence"}).text
    second = web.get("/search", params={"q": "项目", "kind": "sentence", "page": 2}).text
    assert "page=2" in first and "page=1" in second and first != second
    assert "没有找到" in web.get("/search", params={"q": "项目", "kind": "sentence", "page": 49}).text


def test_nothing_asked_and_nothing_found(web: TestClient) -> None:
    assert "拼音或首字母" in web.get("/search").text
    assert "名称最接近的是" in web.get("/search", params={"q": "锦州石油化"}).text
    assert "没有找到" in web.get("/search", params={"q": "zzzzqqq"}).text


def test_a_hostile_search_is_shown_as_text(web: TestClient) -> None:
    page = web.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_browser_that_has_the_page_is_told_so(web: TestClient) -> None:
    first = web.get("/search", params={"q": "锦州"})
    assert web.get("/search", params={"q": "锦州"}, headers={"if-none-match": first.headers["etag"]}).status_code == 304
