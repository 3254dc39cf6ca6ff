"""The session in the documentation is what the server says today; an argument that is no text is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

pytest.importorskip("mcp")

from graph.assistant.server import server
from graph.assistant.session import session, written
from graph.errors import GraphError, LimitError
from graph.pipeline import Report
from tests.assistant.speaking import call, text_of
from tests.conftest import ROOT

T = TypeVar("T")
PAGE = ROOT / "docs" / "assistants.md"


class Broken:
    """A service whose jobs are stopped."""

    async def run(self, job: Callable[..., T], *arguments: Any, lane: str = "pages", client: str = "") -> T:
        raise LimitError("stopped after 1 s")


def test_the_session_of_the_documentation_is_current(built: Report) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, session(built.folder)) == page, "python -m graph.assistant.session DIR docs/assistants.md"


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(GraphError, match="add both lines"):
        written("# Nothing\n", "")


def test_half_a_character_is_refused_before_any_job() -> None:
    for tool, arguments in (
        ("describe", {"entity": "\ud800"}),
        ("shared_themes", {"regions": ["锦州市", "\ud800"]}),
        ("ask_question", {"question": "projects-in", "parameters": {"region": "\ud800"}}),
    ):
        result = call(server(Broken()), tool, **arguments)
        assert result.is_error
        assert "valid string" in text_of(result)


def test_what_stops_a_job_is_told_in_one_line() -> None:
    result = call(server(Broken()), "shared_themes")
    assert result.is_error
    assert text_of(result) == "Error executing tool shared_themes: stopped after 1 s"
