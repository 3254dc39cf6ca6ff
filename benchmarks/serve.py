"""The samples and a million invented triples in; how fast our server answers the bank, next to oxigraph, out.

    npm install --prefix /tmp/autocannon autocannon@9
    python -m benchmarks.serve --markdown

All questions of the bank go by POST over loopback, from 1, 8 and 32 clients (autocannon), to the server of this package
without and with kept answers and to the oxigraph server, in short rounds by turns; figures are medians of the rounds.
Answers are compared once before. Questions that take long on a graph have rows of their own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.serve_faults import faults
from benchmarks.serve_load import LIMIT, Asked, Load, Server, bank, load, ours, oxigraph, rows, settled, tool
from benchmarks.triples import asked as invented
from benchmarks.triples import write
from graph.pipeline import build
from graph.questions import Question
from graph.questions.cookbook import parameters_of
from graph.store import open_store

CLIENTS = (1, 8, 32)
#: A question is slow where the oxigraph server takes longer for it, in seconds.
SLOW = 0.25
NAMES = ("oxigraph", "ours", "ours, kept answers")
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one graph that take about as long, and how long all of them take one after the other, by server."""

    name: str
    bodies: tuple[str, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a group, a number of clients, and what each round showed of each server."""

    group: str
    clients: int
    rounds: tuple[Mapping[str, Load], ...]

    def cells(self) -> list[str]:
        """Return the line's cells: rates, times, and what part of oxigraph's rate ours is."""
        cells = [self.group, str(self.clients)]
        for name in NAMES:
            loads = [one[name] for one in self.rounds]
            failed = sum(one.failures for one in loads)
            rate, slowest = median(one.rate for one in loads), median(one.p95 for one in loads)
            cells.append(f"{rate:.0f}" if rate >= 100 else f"{rate:.2g}" if rate < 1 else f"{rate:.1f}")
            cells.append(f"{slowest:.0f} ms" if slowest >= 10 else f"{slowest:.1f} ms")
            cells[-1] += f", {failed} failed" if failed else ""
        cells += [f"{median(one[name].rate / one['oxigraph'].rate for one in self.rounds):.2f}" for name in NAMES[1:]]
        return cells


def _groups(title: str, questions: Sequence[Asked], servers: Mapping[str, Server]) -> list[Group]:
    """Ask every server everything once: answers must be the same; what takes long is a group of its own."""
    quick: list[tuple[Asked, dict[str, float]]] = []
    slow: list[tuple[Asked, dict[str, float]]] = []
    for one in questions:
        try:
            answers = {name: rows(server.url, one) for name, server in servers.items()}
        except OSError as error:
            print(f"{title}: {one.id} is left out: no answer within {LIMIT} s ({error})", file=sys.stderr)
            continue
        again = {name: rows(server.url, one)[1] for name, server in servers.items()}
        took = {name: min(answers[name][1], again[name]) for name in servers}
        for name in NAMES[1:]:
            if answers[name][0] != answers["oxigraph"][0]:
                print(f"{title}: {one.id}: {name} gives other rows than oxigraph", file=sys.stderr)
        (slow if took["oxigraph"] > SLOW else quick).append((one, took))
    made = []
    for kind, found in (("quick", quick), ("slow", slow)):
        if found:
            seconds = {name: sum(took[name] for _, took in found) for name in servers}
            made.append(Group(f"{title}, {len(found)} {kind}", tuple(one.sparql for one, _ in found), seconds))
    print(f"{title}: slow: {', '.join(one.id for one, _ in slow) or 'none'}", file=sys.stderr)
    return made


def _measured(
    place: Path, servers: Mapping[str, Server], groups: Sequence[Group], given: argparse.Namespace
) -> list[Row]:
    lines = [(group, clients) for group in groups for clients in CLIENTS]
    found: dict[tuple[str, int], list[Mapping[str, Load]]] = {}
    for turn in range(given.rounds):
        for group, clients in lines:
            loads = {}
            for name in NAMES if turn % 2 else NAMES[::-1]:
                whole = len(group.bodies) * max(1.0, given.seconds / group.seconds[name])
                loads[name] = load(place, servers[name], group.bodies, clients, max(1, round(whole / clients)))
            found.setdefault((group.name, clients), []).append(loads)
            print(f"round {turn + 1}: {group.name}, {clients} clients: " + _told(loads), file=sys.stderr)
    return [Row(name, clients, tuple(rounds)) for (name, clients), rounds in found.items()]


def _told(loads: Mapping[str, Load]) -> str:
    return ", ".join(f"{name} {one.rate:.1f}/s" for name, one in loads.items())


def _table(lines: Sequence[Sequence[str]], heads: Sequence[str], markdown: bool) -> str:
    if markdown:
        marks = ["---"] + ["---:"] * (len(heads) - 1)
        return "\n".join("| " + " | ".join(line) + " |" for line in (heads, marks, *lines))
    widths = [max(len(line[place]) for line in (heads, *lines)) for place in range(len(heads))]
    return "\n".join("  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)) for line in (heads, *lines))


HEADS = ("graph, questions", "clients", "oxigraph/s", "p95", "ours/s", "p95", "kept/s", "p95", "ours/oxi", "kept/oxi")


def compared(
    place: Path, folder: Path, title: str, given: argparse.Namespace, named: Callable[[Question], Mapping[str, str]]
) -> list[Row]:
    """Return the rows of one graph."""
    questions = bank(open_store(folder), named)
    limit = ("--time-limit", str(LIMIT))
    with ExitStack() as stack:
        started = (oxigraph(folder), ours(folder, *limit, "--cache", "0"), ours(folder, *limit))
        servers = {name: stack.enter_context(one) for name, one in zip(NAMES, started, strict=True)}
        for name in NAMES[1:]:
            if not settled(servers[name]):
                print(f"{title}: {name} reads from disk", file=sys.stderr)
        return _measured(place, servers, _groups(title, questions, servers), given)


def _samples(folder: Path) -> None:
    """Build the samples where they are not built yet."""
    if not (folder / "build.json").exists():
        build([_ROOT / "examples" / "documents"], folder)


def first_parameters(question: Question) -> Mapping[str, str]:
    """Return the parameters of a question's first example, which are about the samples."""
    return parameters_of(question.examples[0]) if question.examples else {}


def _graphs(
    given: argparse.Namespace, temporary: Path
) -> Iterator[tuple[str, Path, Callable[[Question], Mapping[str, str]]]]:
    samples = given.samples or temporary / "samples"
    _samples(samples)
    yield f"samples ({len(open_store(samples)):,})", samples, first_parameters
    if given.triples or given.invented:
        folder = given.invented or temporary / "invented"
        if not folder.exists():
            write(folder, given.triples)
        store = open_store(folder)
        yield f"invented ({len(store):,})", folder, lambda question: invented(store, question)


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tool", type=Path, help="the folder in which npm installed autocannon")
    parser.add_argument("--samples", type=Path, help="a build of examples/documents that is there already")
    parser.add_argument("--invented", type=Path, help="an invented graph of benchmarks.triples that is there already")
    parser.add_argument("--triples", type=int, default=1_000_000, help="how large to make it; 0 for none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="about how long one load takes with one client")
    parser.add_argument("--only", choices=("rates", "faults"), help="one of the two tables")
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    place = tool(given.tool)
    with tempfile.TemporaryDirectory() as temporary:
        for title, folder, named in _graphs(given, Path(temporary)):
            if given.only != "faults":
                found = compared(place, folder, title, given, named)
                print(_table([row.cells() for row in found], HEADS, given.markdown) + "\n", flush=True)
            if given.only != "rates":
                lines = faults(place, folder, title, bank(open_store(folder), named), given.seconds)
                print(
                    _table(lines, ("graph, beside", "clients", "ours/s", "p95", "failures", "killed"), given.markdown)
                    + "\n",
                    flush=True,
                )


if __name__ == "__main__":
    _main()
