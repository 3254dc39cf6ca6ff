"""The address of a server and the folder that it serves in; how long the requests of its explorer take, out.

    regiongraph serve --out DIR
    python -m benchmarks.explore http://127.0.0.1:8000 DIR

One client asks one request after the other; every request is of things drawn by a seed, so that no answer is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import urllib3

from graph.records import TYPES

__all__ = ["median_and_95th"]

_NEVER = 3600


def median_and_95th(times: Iterable[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile (nearest rank) of some times.

    >>> median_and_95th(range(1, 101))
    (50.5, 95)
    """
    found = sorted(times)
    return statistics.median(found), found[-(-len(found) * 95 // 100) - 1]


class _Client:
    """Asks one server for JSON."""

    def __init__(self, root: str) -> None:
        self._root, self._http = root.rstrip("/"), urllib3.PoolManager()
        self.read = 0

    def ask(self, path: str, **fields: Any) -> Any:
        answer = self._http.request("GET", self._root + path, fields=fields, timeout=60, retries=False)
        self.read = len(answer.data)
        if answer.status in (404, 503):  # 404: a region that no document names is no part of the network
            return None
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {answer.data.decode()[:200]}")
        return json.loads(answer.data)


def _prepared(client: _Client) -> tuple[Any, float]:
    """Return the overview and the seconds until it was there."""
    started = time.perf_counter()
    while time.perf_counter() - started < _NEVER:
        if (found := client.ask("/api/overview")) is not None:
            return found, time.perf_counter() - started
        time.sleep(1)
    sys.exit("the explorer was not prepared within an hour")


def _entities(folder: Path) -> list[str]:
    """Return the IRIs of all entities, the most important first, as the search index has them."""
    with closing(sqlite3.connect(f"file:{folder / 'search.sqlite'}?mode=ro", uri=True)) as base:
        return [iri for (iri,) in base.execute("SELECT iri FROM entity WHERE types <> 'Document' ORDER BY id")]


def _requests(iris: list[str], count: int, chance: random.Random) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Yield the rows of the table: what is asked for, the path and the parameters of each request."""
    some = chance.sample(iris, min(2 * count, len(iris)))
    large = chance.sample(iris[:1000], min(count, len(iris), 1000))
    regions = [iri for iri in iris if "/region/" in iri][:count]
    yield "around, any entity", "/api/around", [{"iri": iri} for iri in some[:count]]
    yield "around, one of the 1,000 most important", "/api/around", [{"iri": iri} for iri in large]
    yield "around, two steps (up to 300 entities)", "/api/around", [{"iri": iri, "steps": 2} for iri in some[:count]]
    ways = [{"from": one, "to": other} for one, other in zip(some[:count], some[count:], strict=False)]
    yield "way between any two", "/api/way", ways
    yield "the 400 most important of a region", "/api/part", [{"region": iri} for iri in regions]
    yield "the 400 most important of a type", "/api/part", [{"type": kind} for kind in TYPES]


def main() -> None:
    """Read the options and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=100, help="how many of each sort")
    given = parser.parse_args()
    client, chance = _Client(given.url), random.Random(7)
    overview, seconds = _prepared(client)
    print(f"{overview['whole']['nodes']:,} entities, {overview['whole']['edges']:,} facts; waited {seconds:.0f} s\n")
    print("| request | median ms | 95th percentile | KB |\n| --- | ---: | ---: | ---: |")
    _row("overview, once it is prepared", client, "/api/overview", [{}] * 5)
    for name, path, asked in _requests(_entities(given.folder), given.requests, chance):
        _row(name, client, path, asked)


def _row(name: str, client: _Client, path: str, asked: list[dict[str, Any]]) -> None:
    times, sizes = [], []
    for fields in asked:
        before = time.perf_counter()
        if client.ask(path, **fields) is None:
            continue
        times.append((time.perf_counter() - before) * 1000)
        sizes.append(client.read / 1000)
    if len(times) < len(asked) / 2:
        sys.exit(f"{path}: {len(times)} of {len(asked)} requests had an answer; ask a server that nobody else asks")
    middle, most = median_and_95th(times)
    print(f"| {name} | {middle:.0f} | {most:.0f} | {statistics.mean(sizes):.0f} |")


if __name__ == "__main__":
    main()
