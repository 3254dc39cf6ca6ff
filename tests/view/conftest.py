"""The small invented store that the tests of the view share."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest


@pytest.fixture
def store() -> ox.Store:
    """Return the graph of sample.ttl in a new store."""
    made = ox.Store()
    made.load(path=Path(__file__).parent / "sample.ttl", format=ox.RdfFormat.TURTLE)
    return made
