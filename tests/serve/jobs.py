"""Jobs that misbehave: what a server must live with."""

from __future__ import annotations

import mmap
import os
import signal
import time
from pathlib import Path

from graph.errors import QueryError, StoreError
from graph.query import run
from graph.serve.opened import Opened


def count(opened: Opened) -> int:
    return int(next(iter(run(opened.source, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")))["n"])


def echo(_opened: Opened, value: object) -> object:
    return value


def number(_opened: Opened, _salt: int = 0) -> int:
    time.sleep(0.05)
    return os.getpid()


def sleep(_opened: Opened, seconds: float) -> str:
    time.sleep(seconds)
    return "woke"


def endless(opened: Opened) -> int:
    """A query that would take hours: a product of the graph with itself, five times."""
    words = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(5))
    return len(run(opened.source, f"SELECT (COUNT(*) AS ?n) WHERE {{ {words} }}"))


def greedy(_opened: Opened) -> int:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def mapped(_opened: Opened, path: str) -> int:
    """Map a file, as the store maps its own, and read a byte at its end."""
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole[-1]


def abort(_opened: Opened) -> None:
    os.abort()


def killed_once(_opened: Opened, mark: str) -> str:
    """Be killed from outside the first time, answer the second."""
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return "answered"
    os.kill(os.getpid(), signal.SIGKILL)
    return "not reached"


def wrong(_opened: Opened) -> None:
    raise QueryError("query line 1, column 2: a fault of the asker")


def damaged(opened: Opened) -> None:
    raise StoreError(f"{opened.folder}/store: cannot be opened")


def faulty(_opened: Opened) -> None:
    raise ZeroDivisionError("/secret/path/of/this/machine")


def talks(_opened: Opened) -> str:
    print("a library that prints")
    os.write(1, b"straight to standard output\n")
    return "said"
