"""The page of themes as text: one block of JSON, a security policy by hash, and no way out for hostile text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from graph.view import themes_page as module
from graph.view.network import TEMPLATE
from graph.view.themes_page import themes_page
from tests.view.themes_sample import large, small

BLOCK = re.compile(r'<script type="application/json" id="themes-data">(.*?)</script>', re.S)
HOSTILE = [
    "<script>alert(1)</script>",
    '"</script><img src=x onerror=alert(1)>',
    "a\u2028b\u2029c",
    "<!-- <script>",
    "{{ title }}",
]


def block(text: str) -> dict[str, Any]:
    (found,) = BLOCK.findall(text)
    return json.loads(found)


def spoilt(value: Any, text: str) -> Any:
    """Return the content with every label, name and quotation replaced."""
    if isinstance(value, dict):
        names = {"zh", "en", "label", "title", "quote", "section", "place", "subject"}
        return {key: text if key in names else spoilt(each, text) for key, each in value.items()}
    return [spoilt(each, text) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("content", [small(), large()], ids=["small", "large"])
def test_the_block_gives_back_what_went_in(content: dict[str, Any]) -> None:
    made = block(themes_page(content))
    assert {key: made[key] for key in content} == content


def test_labels_and_colours_come_from_the_legend_unless_they_are_told() -> None:
    made = block(themes_page({"title": "空", "kinds": {}, "types": {"Park": {"zh": "园"}}}))
    assert made["types"] == {"Park": {"zh": "园"}}
    assert made["stages"]["plan"]["zh"] == "计划"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inside_the_block(text: str) -> None:
    whole = themes_page(spoilt(small(), text))
    made = block(whole)
    assert {theme["zh"] for theme in made["themes"]} == {text} == {one["quote"] for one in made["sentences"]}
    assert whole.count("<script") == themes_page(small()).count("<script")
    assert "<img" not in whole
    assert "<" not in text or text not in whole


def test_the_policy_allows_exactly_the_script_and_the_style_that_are_there() -> None:
    whole = themes_page(small())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', whole)
    policy = policy.replace("&#39;", "'")
    texts = [*re.findall(r"<script>(.*?)</script>", whole, re.S), *re.findall(r"<style>(.*?)</style>", whole, re.S)]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}
    assert len(texts) == 2
    assert policy.startswith("default-src 'none'; ")
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
    assert "unsafe" not in policy


def test_the_page_loads_nothing_and_never_writes_markup() -> None:
    whole = themes_page(small())
    assert not re.search(r"<(?:script|link|img|iframe|object|embed|source|use)[^>]*\s(?:src|href|data)\s*=", whole)
    assert not re.search(r"@import|url\(", whole[: whole.index("</style>")])
    code = "".join((TEMPLATE / name).read_text(encoding="utf-8") for name in module.SCRIPTS)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|fetch\(", code
    )


def test_the_page_is_the_same_in_another_process() -> None:
    code = (
        "import hashlib; from graph.view.themes_page import themes_page; from tests.view.themes_sample import small\n"
        "print(hashlib.sha256(themes_page(small()).encode()).hexdigest())"
    )
    root = TEMPLATE.parents[2]
    there = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == hashlib.sha256(themes_page(small()).encode()).hexdigest()
