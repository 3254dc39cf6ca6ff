"""Sizes in; how fast network.html and its peers are on the same graphs, in a headless browser, out.

The peers: pyvis as it comes, with its physics; "still", which is pyvis with our positions and edges hidden while
moving; force-graph with our positions, where npm is reachable. They draw all nodes; ours draws those that it opens
with, "whole" is ours with all of them. Measured are the time to the first useful picture, frames per second while the
map is dragged and while it is zoomed, the size of the file, and for ours how long a search and the layout take.
The page's processor time stands beside the clock, which other work slows. Frames are those the browser offers; not
every one of them redraws the map while the mouse lags.

    python -m benchmarks.page --sizes 200 1000 3000 10000
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import networkx as nx

from benchmarks.region_graphs import generate
from benchmarks.resolution import Table
from graph.view import content as limits
from graph.view.layout import layout, radii
from graph.view.page import page
from tests.chromium import ARGUMENTS, installed

SIZES, LARGE = (200, 1_000, 3_000, 10_000), 30_000
PATIENCE = 40  # seconds that a page has for its first picture
MOVING = 2.5  # seconds of dragging, and of zooming
PHYSICS_UP_TO = 1_000

#: Notes when sixty of 64 by 64 points of the canvas are drawn, and counts frames.
WATCH = """(() => {
  const probe = new OffscreenCanvas(64, 64).getContext("2d", { willReadFrequently: true });
  globalThis.__first = null;
  globalThis.__frames = [];
  const look = () => {
    const now = performance.now();
    if (globalThis.__first === null) {
      let best = null;
      for (const one of document.querySelectorAll("canvas"))
        if (one.width > 99 && (!best || one.width > best.width)) best = one;
      if (best) {
        probe.clearRect(0, 0, 64, 64);
        probe.drawImage(best, 0, 0, 64, 64);
        const { data } = probe.getImageData(0, 0, 64, 64);
        let drawn = 0;
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] > 40 && data[at] + data[at + 1] + data[at + 2] < 735) drawn += 1;
        if (drawn > 60) globalThis.__first = now;
      }
    }
    globalThis.__frames.push(now);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""
SEARCH = """(text) => {
  const box = document.getElementById("search");
  const start = performance.now();
  box.value = text;
  box.dispatchEvent(new Event("input"));
  document.getElementById("hits").getBoundingClientRect();
  return performance.now() - start;
}"""
ASKED = ("化工", "松", "不存在的名称", "12", "江河新")
FORCE = """<!doctype html><html><head><meta charset="utf-8"><style>body { margin: 0 }</style></head>
<body><div id="map"></div>
<script>%s</script><script type="application/json" id="rows">%s</script><script>
const rows = JSON.parse(document.getElementById("rows").textContent);
const map = ForceGraph()(document.getElementById("map")).graphData(rows).cooldownTicks(0)
  .nodeRelSize(1).linkCurvature(0.1).onEngineStop(() => map.zoomToFit(0, 40));
</script></body></html>"""


@dataclass(frozen=True, slots=True)
class Moving:
    """How a page keeps up with a moving mouse: frames a second, and milliseconds of processor time for each."""

    rate: float
    cost: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one page: megabytes, seconds to the first picture (clock, processor), moving, milliseconds of a search."""

    size: float
    first: float | None = None
    work: float | None = None
    drag: Moving | None = None
    zoom: Moving | None = None
    search: float | None = None

    def cells(self) -> list[str]:
        """Return the figures as they stand in the table."""
        first = f"> {PATIENCE}" if self.first is None else f"{self.first:.2f}"
        work = "" if self.work is None else f"{self.work:.2f}"
        moves = [
            text
            for one in (self.drag, self.zoom)
            for text in (_shown(one and one.rate, 0), _shown(one and one.cost, 1))
        ]
        return [first, work, *moves, f"{self.size:.1f}", _shown(self.search, 1)]


def _shown(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:.{places}f}"


#: All pages of one size share the positions, which take longest to make.
placed = lru_cache(maxsize=1)(layout)


def ours(network: nx.MultiDiGraph[str], folder: Path) -> Path:
    """Write our page."""
    with patch.object(limits, "layout", placed):
        return _written(folder, "ours", page(network, title="benchmark"))


def whole(network: nx.MultiDiGraph[str], folder: Path) -> Path:
    """Write our page as it would be if it opened with all nodes, as the peers do."""
    with patch.object(limits, "layout", placed), patch.object(limits, "ALL_UP_TO", len(network)):
        return _written(folder, "whole", page(network, title="benchmark"))


def _pyvis(network: nx.MultiDiGraph[str], *, still: bool) -> str:
    from pyvis.network import Network as Pyvis

    net: Any = Pyvis(height="100vh", directed=True, cdn_resources="in_line")  # type: ignore[no-untyped-call]
    places, sizes = (placed(network), radii(network)) if still else ({}, {})
    number = {node: index for index, node in enumerate(sorted(network))}
    net.nodes = [
        {"id": index, "label": network.nodes[node]["label"], "shape": "dot"}
        | ({"x": places[node][0], "y": places[node][1], "size": sizes[node]} if still else {})
        for node, index in number.items()
    ]
    net.edges = [{"from": number[start], "to": number[end], "arrows": "to"} for start, end in network.edges()]
    if still:
        net.options = {
            "physics": {"enabled": False},
            "edges": {"smooth": False},
            "interaction": {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True},
        }
    return str(net.generate_html())


def pyvis_moving(network: nx.MultiDiGraph[str], folder: Path) -> Path:
    """Write the page that pyvis makes when left alone."""
    return _written(folder, "pyvis", _pyvis(network, still=False))


def pyvis_still(network: nx.MultiDiGraph[str], folder: Path) -> Path:
    """Write the page that pyvis makes with our positions, without physics, edges hidden while moving."""
    return _written(folder, "still", _pyvis(network, still=True))


def force_graph(network: nx.MultiDiGraph[str], folder: Path) -> Path:
    """Write a page of force-graph with our positions."""
    places, sizes = placed(network), radii(network)
    number = {node: index for index, node in enumerate(sorted(network))}
    rows = {
        "nodes": [
            {
                "id": i,
                "fx": places[n][0],
                "fy": places[n][1],
                "val": sizes[n] ** 2 / 4,
                "name": network.nodes[n]["label"],
            }
            for n, i in number.items()
        ],
        "links": [{"source": number[start], "target": number[end]} for start, end in network.edges()],
    }
    code = next(folder.glob("package/dist/force-graph.min.js")).read_text(encoding="utf-8")
    return _written(folder, "force", FORCE % (code.replace("</script", "<\\/script"), json.dumps(rows)))


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def fetched(folder: Path) -> bool:
    """Download force-graph with npm into a folder; say so where that is impossible."""
    pack = ["npm", "pack", "--silent", "force-graph@1"]
    try:
        told = subprocess.run(pack, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
        subprocess.run(["tar", "xzf", told.stdout.split()[-1]], cwd=folder, check=True, timeout=60)
    except (OSError, IndexError, subprocess.SubprocessError):
        print("force-graph is left out: npm is not there or not reachable", file=sys.stderr)
        return False
    return True


@contextmanager
def browser() -> Iterator[Any]:
    """Start a headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = installed()
    if path is None:
        sys.exit("no Chromium: install one or set CHROMIUM to its path")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


def measured(started: Any, path: Path, *, search: bool) -> Figures:
    """Open a page, wait for its first picture, drag it and zoom it."""
    size = path.stat().st_size / 1e6
    context = started.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    tab = context.new_page()
    tab.add_init_script(WATCH)
    clock = context.new_cdp_session(tab)
    clock.send("Performance.enable")
    before = _work(clock)
    tab.goto(path.as_uri(), wait_until="commit")
    found = Figures(size)
    try:
        end = time.monotonic() + PATIENCE
        while found.first is None and time.monotonic() < end:
            time.sleep(0.05)
            first = tab.evaluate("globalThis.__first")
            found = replace(found, first=first and first / 1000, work=_work(clock) - before if first else None)
        if found.first is not None:
            time.sleep(1)
            found = replace(found, drag=_moving(tab, clock, _drag))
            found = replace(found, zoom=_moving(tab, clock, _zoom))
            if search:
                found = replace(found, search=statistics.median(tab.evaluate(SEARCH, text) for text in ASKED))
    except Exception as error:  # a page too heavy to answer in time is a result, too
        print(f"{path.name}: {str(error).splitlines()[0]}", file=sys.stderr)
    context.close()
    return found


def _work(clock: Any) -> float:
    """Return the seconds of processor time that the page's process has used."""
    told = {one["name"]: one["value"] for one in clock.send("Performance.getMetrics")["metrics"]}
    return float(told["ProcessTime"])


def _moving(tab: Any, clock: Any, move: Callable[[Any, int], None]) -> Moving:
    tab.evaluate("globalThis.__frames.length = 0")
    start, step, before = time.monotonic(), 0, _work(clock)
    while time.monotonic() - start < MOVING:
        move(tab, step)
        step += 1
    frames, used = tab.evaluate("globalThis.__frames"), _work(clock) - before
    tab.mouse.up()
    time.sleep(0.4)
    if len(frames) < 2:
        return Moving(0.0, 1000 * used)
    return Moving((len(frames) - 1) / max(1e-9, (frames[-1] - frames[0]) / 1000), 1000 * used / len(frames))


def _drag(tab: Any, step: int) -> None:
    if step == 0:
        tab.mouse.move(560, 430)
        tab.mouse.down()
    tab.mouse.move(560 + 150 * (step % 60) / 60, 430 + 60 * (step % 37) / 37)


def _zoom(tab: Any, step: int) -> None:
    tab.mouse.wheel(0, -60 if step // 14 % 2 == 0 else 60)


def main() -> None:
    """Measure and print one table per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="numbers of nodes")
    parser.add_argument("--large", action="store_true", help=f"measure {LARGE:,} nodes as well")
    parser.add_argument(
        "--only", nargs="+", default=[], help="measure some pages only: ours, whole, pyvis, still, force"
    )
    parser.add_argument("--markdown", action="store_true", help="print a table of Markdown")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    heads = (
        "nodes",
        "page",
        "first s",
        "cpu s",
        "drag fps",
        "cpu ms",
        "zoom fps",
        "cpu ms",
        "MB",
        "search ms",
        "× cpu",
    )
    table = Table(heads, markdown=options.markdown)
    with tempfile.TemporaryDirectory() as name, browser() as started:
        folder = Path(name)
        makers = {"ours": ours, "whole": whole, "pyvis": pyvis_moving, "still": pyvis_still}
        if (not options.only or "force" in options.only) and fetched(folder):
            makers["force"] = force_graph
        for size in (*options.sizes, *((LARGE,) if options.large else ())):
            network = generate(size, options.seed)
            _measure_size(
                started, network, folder, {k: v for k, v in makers.items() if k in (options.only or makers)}, table
            )


def _measure_size(
    started: Any,
    network: nx.MultiDiGraph[str],
    folder: Path,
    makers: dict[str, Callable[[nx.MultiDiGraph[str], Path], Path]],
    table: Any,
) -> None:
    clock, wall = time.process_time(), time.monotonic()
    placed(network)
    print(
        f"{len(network):,} nodes, {network.number_of_edges():,} edges: layout "
        f"{time.process_time() - clock:.1f} s of one core, {time.monotonic() - wall:.1f} s on the clock",
        file=sys.stderr,
    )
    own: float | None = None
    for name, make in makers.items():
        if name == "pyvis" and len(network) > PHYSICS_UP_TO:
            continue
        found = measured(started, make(network, folder), search=name == "ours")
        own = found.work if name == "ours" else own
        ratio = f"{found.work / own:.1f}" if found.work and own else ""
        table.row((f"{len(network):,}", name, *found.cells(), ratio))


if __name__ == "__main__":
    main()
