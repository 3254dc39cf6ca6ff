"""The engines that are not ours, each with the graph of the samples, started once for a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.pipeline import Report
from graph.remote import Endpoint
from tests import virtuoso
from tests.engines import oxigraph


@pytest.fixture(scope="session")
def oxigraph_url(built: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if oxigraph.binary() is None:
        pytest.skip("no oxigraph program; pip install oxigraph")
    with oxigraph.serving(tmp_path_factory.mktemp("oxigraph") / "store", built.folder / "graph.nq") as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso_url(built: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not virtuoso.installed():
        pytest.skip(f"no Virtuoso; apt-get install {virtuoso.PACKAGE}")
    with virtuoso.serving(tmp_path_factory.mktemp("virtuoso"), built.folder / "graph.nq") as url:
        yield url


@pytest.fixture(params=["oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest) -> Endpoint:
    """Return each engine in turn."""
    url = request.getfixturevalue(f"{request.param}_url")
    return Endpoint(url, graph=virtuoso.GRAPH if request.param == "virtuoso" else None)


@pytest.fixture
def options(engine: Endpoint) -> list[str]:
    """Return the words that have a command ask the engine."""
    return ["--endpoint", engine.shown, *(["--graph", engine.graph] if engine.graph else [])]
