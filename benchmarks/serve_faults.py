"""A folder with a graph in; how fast our server answers while it is treated badly, and how often it fails, out."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.serve_load import Asked, Server, load, ours, post, settled

__all__ = ["faults"]

CLIENTS = 8
#: A query that would take far more than an hour.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?a) = STR(?l)) }"
_SLOW, _QUICK = 200, 0.1


def faults(place: Path, folder: Path, title: str, questions: Sequence[Asked], seconds: float) -> list[list[str]]:
    """Return a row for each fault: the quick questions from 8 clients beside it."""
    lines: list[list[str]] = []
    quick: list[Asked] = []
    for name in ("nothing", "an endless query", "200 slow clients", "a worker killed each second", "all three"):
        with ours(folder, "--cache", "0", "--time-limit", "30") as server, contextlib.ExitStack() as stack:
            settled(server)
            quick = quick or _quick(server, questions)
            killed: list[int] = []
            if name in ("an endless query", "all three"):
                stack.enter_context(_repeated(lambda server=server: _endless(server), 0.0))
            if name in ("200 slow clients", "all three"):
                stack.enter_context(_crowd(server, quick[0].sparql))
            if name in ("a worker killed each second", "all three"):
                stack.enter_context(_repeated(lambda server=server, killed=killed: killed.append(_kill(server)), 1.0))
            time.sleep(1)
            rate = load(place, server, [one.sparql for one in quick], CLIENTS, 5).rate
            found = load(
                place, server, [one.sparql for one in quick], CLIENTS, max(5, round(rate * 4 * seconds / CLIENTS))
            )
        ended = str(sum(1 for one in killed if one))
        lines.append(
            [f"{title}, {name}", str(CLIENTS), f"{found.rate:.1f}", f"{found.p95:.0f} ms", str(found.failures), ended]
        )
    return lines


def _quick(server: Server, questions: Sequence[Asked]) -> list[Asked]:
    found = []
    for one in questions:
        start = time.perf_counter()
        with contextlib.suppress(OSError):  # one that takes too long is not quick
            post(server.url, one.sparql)
        if time.perf_counter() - start < _QUICK:
            found.append(one)
    return found


def _endless(server: Server) -> None:
    with contextlib.suppress(OSError):
        post(server.url, ENDLESS)


@contextlib.contextmanager
def _repeated(work: object, pause: float) -> Iterator[None]:
    """Do something again and again on a thread of its own."""
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(pause):
            work()  # type: ignore[operator]

    threading.Thread(target=repeat, daemon=True).start()
    try:
        yield
    finally:
        done.set()


@contextlib.contextmanager
def _crowd(server: Server, sparql: str) -> Iterator[None]:
    """Hold connections that send a request a byte at a time."""
    parts = urlsplit(server.url)
    body = sparql.encode()
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/sparql-query\r\n"
    whole = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    sockets = [socket.create_connection((parts.hostname or "", parts.port or 80)) for _ in range(_SLOW)]
    places = [0] * len(sockets)

    def drip() -> None:
        for number, one in enumerate(sockets):
            if places[number] < len(whole) - 1:
                with contextlib.suppress(OSError):
                    one.send(whole[places[number] : places[number] + 1])
                places[number] += 1

    try:
        with _repeated(drip, 0.2):
            yield
    finally:
        for one in sockets:
            one.close()


def _children(number: int) -> list[int]:
    path = Path(f"/proc/{number}/task/{number}/children")
    with contextlib.suppress(OSError):
        return [int(one) for one in path.read_text().split()]
    return []


def _kill(server: Server) -> int:
    """Kill one of the workers; return its number, 0 where there is none."""
    ahead, leaves = list(server_children(server)), []
    while ahead:
        one = ahead.pop()
        below = _children(one)
        ahead += below
        leaves += [] if below else [one]
    if not leaves:
        return 0
    chosen = random.choice(leaves)
    with contextlib.suppress(ProcessLookupError):
        os.kill(chosen, signal.SIGKILL)
    return chosen


def server_children(server: Server) -> list[int]:
    """Return the processes that a server has started itself."""
    return _children(server.process.pid)
