"""The choices of who starts a server in; one frozen record of them, with defaults and checks, out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from graph.errors import GraphError

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to serve and within which limits.

    `folder` is what a build wrote. Times are in seconds, sizes in bytes. `workers` is how many queries run at once
    (0: two a core, at least 4), `pages` how many other requests do, `per_client` how many queries of one client (0: all
    but one), and `waiting` how many requests may wait for a worker before more are turned away. `cache` is how many
    bytes of answers are kept (0: none), `outgoing_bytes` how many may wait for slow readers. `first` is how many
    entities the explorer begins with. `held_bytes` is how much memory copies of the graph may take, so that queries
    need not read from disk (0: none, below 0: half of what there is).
    """

    folder: Path
    endpoint: str = ""
    graph: str = ""
    time_limit: float = 30.0
    result_bytes: int = 32_000_000
    memory_bytes: int = 2_000_000_000
    workers: int = 0
    pages: int = 2
    per_client: int = 0
    waiting: int = 512
    cache: int = 64_000_000
    first: int = 800
    outgoing_bytes: int = 512_000_000
    held_bytes: int = -1

    def __post_init__(self) -> None:
        """Check the limits; raises GraphError for one that cannot be."""
        for name in ("time_limit", "result_bytes", "memory_bytes", "pages", "waiting", "first"):
            if getattr(self, name) <= 0:
                raise GraphError(f"{name}: {getattr(self, name)} is no limit; give a number above 0")

    @property
    def running(self) -> int:
        """How many queries run at once: while two cores work on long ones, short ones still come in between."""
        return self.workers or max(4, 2 * (os.cpu_count() or 1))

    @property
    def running_per_client(self) -> int:
        """How many queries of one client run at once: one client never holds all workers."""
        return self.per_client or max(1, self.running - 1)
