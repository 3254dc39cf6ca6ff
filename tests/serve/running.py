"""A server as a user starts it: a process of its own on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

_READY = re.compile(r"(http://\S+?)/ ")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its address, its process, and what it had told by then."""

    url: str
    process: subprocess.Popen[str]
    told: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Running]:
    """Start `regiongraph serve` on a free port, give it once it answers, stop it at the end."""
    command = [sys.executable, "-m", "graph", "serve", "--out", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    told = ""
    assert process.stderr is not None
    try:
        for line in process.stderr:
            told += line
            if line.startswith("停止"):
                break
        found = _READY.search(told)
        assert found, told
        yield Running(found[1], process, told)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        process.stderr.close()
