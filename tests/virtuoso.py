"""Find Virtuoso for the tests of other engines, or install it from Debian; prints what it did. Also starts one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "virtuoso-opensource-7-bin"
#: The named graph that files are loaded into: Virtuoso has no default graph of its own.
GRAPH = "https://w3id.org/regiongraph/graph"
#: What it gives at most for one query, as its own example of an ini has it.
ROWS = 10_000
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}, {files}
ThreadCleanupInterval = 1
ResourcesCleanupInterval = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""
#: 512: a line that cannot be read is skipped, and quads are read too.
_LOAD = "DB.DBA.TTLP(file_to_string_output('{file}'), '', '{graph}', 512);\ncheckpoint;\n"


def installed() -> bool:
    """Tell whether the server and its command line are on the search path."""
    return bool(shutil.which("virtuoso-t") and shutil.which("isql-vt"))


def free_port() -> int:
    """Return a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(*command: str) -> bool:
    print("  " + " ".join(command), flush=True)
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def install() -> None:
    """Install Virtuoso with apt where that can be done: as root, on Debian and its kin."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return
    print("tests of other engines: installing Virtuoso with apt-get")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    wanted = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE)
    _ = _run(*wanted) or (_run("apt-get", "update", "-qq") and _run(*wanted))


@contextmanager
def serving(folder: Path, file: Path, *, rows: int = ROWS, buffers: int = 20_000) -> Iterator[str]:
    """Run a Virtuoso of its own in an empty folder, with a file of N-Quads loaded into GRAPH; yield its endpoint."""
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    places = {"folder": folder, "files": file.parent, "sql": sql, "http": http, "rows": rows}
    ini.write_text(_INI.format(**places, buffers=buffers, dirty=buffers * 3 // 4), encoding="utf-8")
    with (folder / "out.txt").open("wb") as log:
        command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(server, f"http://127.0.0.1:{http}/sparql", folder / "virtuoso.log")
        script = folder / "load.sql"
        script.write_text(_LOAD.format(file=file, graph=GRAPH), encoding="utf-8")
        loading = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", str(script)]
        done = subprocess.run(loading, capture_output=True, text=True, check=True)
        if "Error" in done.stdout:
            raise RuntimeError(f"Virtuoso did not load {file}: {done.stdout}")
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"Virtuoso did not start; see {log}")
        try:
            with urllib.request.urlopen(url + "?query=ASK%20%7B%7D", timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"Virtuoso does not answer at {url}; see {log}")


def main() -> None:
    """Say whether Virtuoso is there; without it its tests are skipped, and that is said."""
    if not installed():
        install()
    told = "using Virtuoso" if installed() else f"no Virtuoso ({PACKAGE}) to be had; its tests will be skipped"
    print(f"tests of other engines: {told}")


if __name__ == "__main__":
    main()
