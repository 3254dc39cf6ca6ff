"""The server as users start it: what it says, whom it lets in, how it ends, and 200 slow clients."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.pipeline import Report
from tests.conftest import ROOT
from tests.serve.running import Running, serving


@pytest.fixture(scope="module")
def folder(built: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(built.folder, tmp_path_factory.mktemp("served") / "out"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    with serving(folder) as running:
        yield running


def command(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graph", "serve", *options], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_it_says_where_to_look_and_listens_on_loopback_only(server: Running) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    assert "5 份文件 documents" in server.told
    assert "no login" not in server.told
    found = httpx.get(server.url + "/health").json()
    assert found["documents"] == 5


def test_every_answer_has_the_security_headers(server: Running) -> None:
    for path in ("/health", "/no/such/page"):
        headers = httpx.get(server.url + path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_beyond_loopback_it_warns_that_there_is_no_login(folder: Path) -> None:
    with serving(folder, "--host", "0.0.0.0") as running:
        assert "there is no login" in running.told
        assert "proxy_pass" in running.told


def test_two_hundred_slow_clients_hold_up_nobody(server: Running) -> None:
    slow = []
    try:
        for number in range(200):
            one = socket.create_connection(("127.0.0.1", server.port))
            one.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n" if number % 2 else b"POST /sparql HTTP/1.1\r\nContent-")
            slow.append(one)
        started = time.monotonic()
        for _ in range(20):
            assert httpx.get(server.url + "/health", timeout=10).status_code == 200
        assert time.monotonic() - started < 20  # each would wait for ever behind one of them
    finally:
        for one in slow:
            one.close()


def test_a_killed_server_is_cleaned_up_after_by_the_next(folder: Path) -> None:
    with pytest.raises(AssertionError), serving(folder) as running:
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait(10)
        raise AssertionError
    left = [path for path in folder.parent.glob(".out.serve-*") if str(running.process.pid) in path.name]
    assert left
    with serving(folder):
        assert not left[0].exists()


def test_a_port_in_use_and_a_missing_graph_are_one_line(server: Running, tmp_path: Path, folder: Path) -> None:
    taken = command("--out", str(folder), "--port", str(server.port))
    assert taken.returncode == 2
    assert "give another --port" in taken.stderr
    nothing = command("--out", str(tmp_path / "nothing"), "--port", "0")
    assert nothing.returncode == 2
    assert len(nothing.stderr.strip().splitlines()) == 1
    assert "regiongraph build" in nothing.stderr
    nowhere = command("--out", str(folder), "--host", "no.such.host.invalid")
    assert nowhere.returncode == 2
    assert "no address" in nowhere.stderr


def test_it_ends_at_once_with_a_signal_and_removes_its_snapshot(folder: Path) -> None:
    with serving(folder) as running:
        place = [path for path in folder.parent.glob(".out.serve-*") if str(running.process.pid) in path.name]
        assert place
    assert running.process.returncode == 0
    assert not place[0].exists()
