"""A folder with a graph in; servers over it, requests with the questions of the bank, and their rates out."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from graph.questions import Question, questions
from graph.questions.parameters import bind
from graph.rdf.iris import PREFIXES

__all__ = ["LIMIT", "Asked", "Load", "Server", "bank", "load", "ours", "oxigraph", "post", "rows", "settled", "tool"]

HERE = Path(__file__).parent
_WAIT = 180.0
#: Seconds that a query may take, with either server.
LIMIT = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is sent: with its parameters bound and the prefixes in front."""

    id: str
    sparql: str


@dataclass(frozen=True, slots=True)
class Load:
    """What a load showed: answers a second, the 95th percentile of their times in milliseconds, and failures."""

    rate: float
    p95: float
    failures: int


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers SPARQL at an address of this machine."""

    name: str
    url: str
    process: subprocess.Popen[bytes]


def bank(store: Store, given: Callable[[Question], Mapping[str, str]]) -> list[Asked]:
    """Return all questions of the bank with their parameters bound on a graph."""
    heads = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    return [Asked(one.id, heads + one.text(bind(store, one, given(one)).terms)) for one in questions().values()]


def tool(folder: Path | None) -> Path:
    """Return a folder from which node finds autocannon; says how to get it where it is not there."""
    for place in (folder, Path("/tmp/autocannon")):
        if place and (place / "node_modules" / "autocannon" / "package.json").exists():
            return place
    place = folder or Path("/tmp/autocannon")
    sys.exit(
        f"autocannon is not there; get it with: npm install --prefix {place} autocannon@9 (and give --tool {place})"
    )


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def _running(name: str, command: Sequence[str], url: str) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(process, url, name)
        yield Server(name, url, process)
    finally:
        process.terminate()
        process.wait(30)


def _await(process: subprocess.Popen[bytes], url: str, name: str) -> None:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            post(url, "ASK {}")
            return
        time.sleep(0.1)
    sys.exit(f"{name}: does not answer at {url}")


def ours(folder: Path, *options: str) -> contextlib.AbstractContextManager[Server]:
    """Start the server of this package over a folder; all clients come from one address, so that cap is lifted."""
    port = _port()
    base = [sys.executable, "-m", "graph", "serve", "--out", str(folder), "--port", str(port), "--per-client", "1000"]
    return _running("regiongraph serve", [*base, *options], f"http://127.0.0.1:{port}/sparql")


def oxigraph(folder: Path) -> contextlib.AbstractContextManager[Server]:
    """Start the oxigraph server, read-only, over the store of a folder."""
    beside = Path(sys.executable).with_name("oxigraph")
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        sys.exit("the oxigraph server is not there; get it with: pip install oxigraph")
    address = f"127.0.0.1:{_port()}"
    command = [
        binary,
        "serve-read-only",
        "--timeout-s",
        str(LIMIT),
        "--location",
        str(folder / "store"),
        "--bind",
        address,
    ]
    return _running("oxigraph", command, f"http://{address}/query")


def settled(server: Server, seconds: float = 60) -> bool:
    """Wait until our server holds its graph in memory; False where it does not within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with urllib.request.urlopen(server.url.replace("/sparql", "/health"), timeout=10) as answer:
            if json.load(answer)["in_memory"]:
                return True
        time.sleep(0.2)
    return False


def post(url: str, sparql: str, timeout: float = LIMIT + 10) -> bytes:
    """Return the body of the answer to a query; raises OSError for one that is no success."""
    kinds = {"content-type": "application/sparql-query", "accept": "application/sparql-results+json"}
    request = urllib.request.Request(url, sparql.encode(), kinds)
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        body: bytes = answer.read()
    return body


def rows(url: str, asked: Asked) -> tuple[Counter[frozenset[tuple[str, str]]], float]:
    """Return the rows of an answer, in no order, and the seconds that it took."""
    start = time.perf_counter()
    body = post(url, asked.sparql)
    took = time.perf_counter() - start
    told = json.loads(body)
    found = told["results"]["bindings"]
    return Counter(
        frozenset((name, json.dumps(term, sort_keys=True)) for name, term in row.items()) for row in found
    ), took


def load(place: Path, server: Server, bodies: Sequence[str], clients: int, each: int) -> Load:
    """Let clients send queries, each that many one after the other, and return what that showed."""
    plan = {"url": server.url, "clients": clients, "each": each, "bodies": list(bodies)}
    command = ["node", str(HERE / "load.mjs"), str(place)]
    ran = subprocess.run(command, input=json.dumps(plan).encode(), capture_output=True, check=False)
    if ran.returncode:
        sys.exit(f"autocannon: {ran.stderr.decode().strip().splitlines()[-1]}")
    told = json.loads(ran.stdout)
    return Load(told["requests"] / max(told["seconds"], 1e-9), told["p95"], told["failures"])
