"""A folder in; the web application over it, with jobs run at once and in this process, out: for tests of pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from starlette.testclient import TestClient

from graph.serve.about import about
from graph.serve.app import application
from graph.serve.opened import Opened
from graph.serve.settings import Settings

__all__ = ["client"]

T = TypeVar("T")


class _Direct:
    """Does what a service does, without processes."""

    def __init__(self, opened: Opened) -> None:
        self.settings = Settings(opened.folder)
        self.opened = opened
        self.now = SimpleNamespace(about=about(opened), name="test")

    async def start(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""

    async def run(self, job: Callable[..., T], *arguments: Any, lane: str = "pages", client: str = "") -> T:
        """Return what a job gives."""
        return job(self.opened, *arguments)


def client(folder: Path) -> TestClient:
    """Return a client of the application; errors that no handler takes are raised."""
    return TestClient(application(_Direct(Opened(folder))), follow_redirects=False)  # type: ignore[arg-type]
