"""What many tests share: the sample documents, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.knowledge import KnowledgeGraph
from graph.pipeline import Report, build

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "examples" / "documents"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Build the sample documents once for all tests of a worker."""
    return build([SAMPLES], tmp_path_factory.mktemp("samples") / "out")


@pytest.fixture(scope="session")
def kg(built: Report) -> KnowledgeGraph:
    """Open the graph of the sample documents."""
    return KnowledgeGraph(built.folder)
