"""A snapshot folder or an endpoint in; what a worker has open of it for its jobs out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import StoreError

if TYPE_CHECKING:
    from graph.remote import Source
    from graph.search import SearchIndex

__all__ = ["Opened"]

T = TypeVar("T")


class Opened:
    """What every worker process has open. The snapshot never changes while a worker lives, so derived things keep."""

    def __init__(self, folder: Path, endpoint: str = "", graph: str = "") -> None:
        """Open the store of a snapshot folder, or ask the endpoint where one is given."""
        self.folder = folder
        self._endpoint, self._graph = endpoint, graph
        self._kept: dict[Hashable, Any] = {}

    @cached_property
    def source(self) -> Source:
        """What queries are asked of."""
        if self._endpoint:
            from graph.remote import Endpoint

            return Endpoint(self._endpoint, graph=self._graph)
        from graph.store import open_store

        return open_store(self.folder)

    def hold(self) -> None:
        """Take the graph into memory, where queries are answered about three times as fast as from disk."""
        from graph.store import in_memory, open_store

        self.source = in_memory(open_store(self.folder))

    @cached_property
    def search(self) -> SearchIndex:
        """The index of names and sentences; made now where the build is older or remote."""
        from graph.search import SearchIndex, write_index

        place = self.folder / "search.sqlite"
        try:
            return SearchIndex(place)
        except StoreError:
            write_index(self.source, place)
            return SearchIndex(place)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gives, made once per worker and key."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found
