"""A file of N-Quads in; the address of an oxigraph server that holds it out."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from tests.virtuoso import free_port


def binary() -> str | None:
    """Return the path of the oxigraph program, beside this Python or on the search path."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else which("oxigraph")


@contextmanager
def serving(folder: Path, file: Path) -> Iterator[str]:
    """Load the file as it is and serve it, read-only; yield the endpoint."""
    program = binary()
    assert program is not None
    subprocess.run([program, "load", "--location", str(folder), "--file", str(file)], check=True, capture_output=True)
    port = free_port()
    command = [program, "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with (folder.parent / "oxigraph.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}/query"
        for _ in range(600):
            try:
                with urllib.request.urlopen(url + "?query=ASK%20%7B%7D", timeout=10):
                    break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        yield url
    finally:
        server.kill()
        server.wait()
