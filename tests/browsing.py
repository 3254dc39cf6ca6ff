"""A page's file in; the page open in headless Chromium, with the network cut and every complaint a failure, out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import ARGUMENTS, installed

__all__ = ["NEEDS_BROWSER", "SIZES", "opened", "started", "until"]

CHROMIUM = installed() or ""
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: install one or set CHROMIUM to its path"),
]
SIZES: dict[str, Any] = {"params": [(1280, 800), (390, 844)], "ids": ["wide", "narrow"]}


@contextmanager
def started() -> Iterator[Any]:
    """Start a browser; the caller has made sure that Playwright is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, path: Path, width: int, height: int, *, fragment: str = "") -> Iterator[Any]:
    """Open a page offline; a console error, an exception, or a request but for the page itself fails the test."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab = context.new_page()
    trouble: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda line: trouble.append(line.text) if line.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    # Following a link to the other page is no request of the page's own.
    tab.on("request", lambda one: None if one.is_navigation_request() else asked.append(one.url))
    tab.goto(path.as_uri() + fragment)
    until(tab, "globalThis.regiongraph")
    yield tab
    context.close()
    assert trouble == []
    assert asked == []


def until(tab: Any, expression: str) -> None:
    """Wait until an expression holds in the page; Playwright's own way asks again by eval, which the policy forbids."""
    for _ in range(500):
        if tab.evaluate(f"!!({expression})"):
            return
        tab.wait_for_timeout(20)
    raise AssertionError(f"never came true: {expression}")
