"""Clients and answers in; who may run one more query, and which answers are known already, out."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from graph.errors import BusyError

__all__ = ["Answers", "Clients"]

#: An answer that takes more than this part of all room for answers is not kept.
_PART = 16


class Clients:
    """How many requests each client has under way.

    >>> clients = Clients(1)
    >>> with clients.one("10.0.0.1"):
    ...     with clients.one("10.0.0.1"):
    ...         pass
    Traceback (most recent call last):
    graph.errors.BusyError: 1 of your queries run already, which is all that one client may; wait for one of them
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: Counter[str] = Counter()

    @contextmanager
    def one(self, client: str) -> Iterator[None]:
        """Count a request of a client while it lasts; raises BusyError where it has too many."""
        if self._running[client] >= self._most:
            raise BusyError(
                f"{self._most} of your queries run already, which is all that one client may; wait for one of them",
                own=True,
            )
        self._running[client] += 1
        try:
            yield
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]


class Answers:
    """The last answers that were used, up to a number of bytes; the longest unused go first.

    >>> answers = Answers(64)
    >>> answers.put("a", "one", 4)
    >>> answers.get("a")
    'one'
    """

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        """Return the answer kept under a key, None where there is none."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, answer: Any, size: int) -> None:
        """Keep an answer, unless it is too large to be worth it."""
        if size > self._most // _PART or key in self._kept:
            return
        self._kept[key] = answer, size
        self._bytes += size
        while self._bytes > self._most:
            _, (_, gone) = self._kept.popitem(last=False)
            self._bytes -= gone
