"""Run the W3C protocol tests and print what passes as a Markdown table.

Without an address our own server is started with the graphs of the tests; a second address is for updates:

    python -m tests.serve.w3c_table
    python -m tests.serve.w3c_table http://127.0.0.1:7878/query http://127.0.0.1:7878/update
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox

from tests.serve.running import serving
from tests.serve.w3c import FOLDER, ProtocolTest, judged, load, read_tests

#: Tests that pass only where updates are offered.
REFUSED = "refused, as meant: update is not offered"


def folder_for(tests: list[ProtocolTest], place: Path) -> Path:
    """Make a folder like that of a build, whose store holds the graphs of the tests."""
    store = ox.Store(str(place / "store"))
    load(store, tests)
    store.flush()
    (place / "build.json").write_text("{}", encoding="utf-8")
    return place


def _row(url: str, test: ProtocolTest, updates: str) -> tuple[bool, str]:
    wrong = judged(url, test, updates)
    told = "passes" if not wrong else "fails"
    if wrong and test.is_update and wrong[0].startswith("status 4"):
        told = REFUSED
    return not wrong, f"| {test.name} | {test.title.replace('|', '/')} | {told} |"


def main(url: str = "", updates: str = "") -> None:
    """Print the table for an endpoint."""
    tests = read_tests()
    if not tests:
        sys.exit(f"{FOLDER}: holds no manifest.ttl; clone https://github.com/w3c/rdf-tests there")
    if url:
        _print(url, tests, updates)
        return
    with tempfile.TemporaryDirectory() as place, serving(folder_for(tests, Path(place))) as running:
        _print(f"{running.url}/sparql", tests)


def _print(url: str, tests: list[ProtocolTest], updates: str = "") -> None:
    print("| test | what it sends | result |\n| --- | --- | --- |")
    passed = {True: 0, False: 0}
    for test in tests:
        right, row = _row(url, test, updates)
        passed[test.is_update] += right
        print(row)
    queries = sum(not test.is_update for test in tests)
    print(f"\nQueries: {passed[False]} of {queries} pass. Updates: {passed[True]} of {len(tests) - queries}.")


if __name__ == "__main__":
    main(*sys.argv[1:3])
