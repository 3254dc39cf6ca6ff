"""The folder of a build in; a table out: the rows and times of every question of the bank on three engines.

Run it as `python -m benchmarks.engines out`. Our own store is asked in the process, oxigraph and Virtuoso over HTTP on
the loopback; both are started here. A time is the least of several, for the whole of `ask` with its sentences.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from graph.errors import GraphError
from graph.questions import Answer, ask, questions
from graph.questions.cookbook import parameters_of
from graph.remote import Endpoint, Source
from graph.store import open_store
from tests import virtuoso
from tests.engines import oxigraph

__all__ = ["table"]


def _asked(source: Source, name: str, given: Mapping[str, str], times: int) -> tuple[Answer | None, float]:
    least = float("inf")
    answer = None
    for _ in range(times):
        start = time.perf_counter()
        try:
            answer = ask(source, name, evidence=True, **given)
        except GraphError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return None, 0.0
        least = min(least, time.perf_counter() - start)
    return answer, least * 1000


def table(sources: Mapping[str, Source], times: int) -> Iterator[str]:
    """Yield a Markdown table: a question a line, its rows, and milliseconds on each engine; then the sums."""
    yield "| question | rows | same | " + " | ".join(f"{name}, ms" for name in sources) + " |"
    yield "| --- | ---: | --- |" + " ---: |" * len(sources)
    total = dict.fromkeys(sources, 0.0)
    alike = cases = 0
    for one in questions().values():
        for example in one.examples or ("",):
            found = {name: _asked(source, one.id, parameters_of(example), times) for name, source in sources.items()}
            first, *others = (answer for answer, _ in found.values())
            same = first is not None and all(
                other is not None
                and (other.rows, other.iris, other.evidence) == (first.rows, first.iris, first.evidence)
                for other in others
            )
            cases, alike = cases + 1, alike + same
            for name, (_, taken) in found.items():
                total[name] += taken
            cells = " | ".join(f"{taken:.0f}" for _, taken in found.values())
            asked = f"`{one.id} {example}`".replace(" `", "`")
            yield f"| {asked} | {len(first) if first else '–'} | {'yes' if same else 'no'} | {cells} |"
    sums = " | ".join(f"{taken:.0f}" for taken in total.values())
    yield f"| all {cases} | | {alike} | {sums} |"


def main() -> None:
    """Start the engines that there are, and print the table."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    reader.add_argument("folder", type=Path)
    reader.add_argument("--times", type=int, default=3)
    given = reader.parse_args()
    file = (given.folder / "graph.nq").resolve()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sources: dict[str, Source] = {"our store": open_store(given.folder)}
        if oxigraph.binary():
            sources["oxigraph"] = Endpoint(stack.enter_context(oxigraph.serving(place / "oxigraph", file)))
        if virtuoso.installed():
            (place / "virtuoso").mkdir()
            url = stack.enter_context(virtuoso.serving(place / "virtuoso", file))
            sources["Virtuoso"] = Endpoint(url, graph=virtuoso.GRAPH)
        for line in table(sources, given.times):
            print(line, flush=True)


if __name__ == "__main__":
    main()
