"""What commands print in; tables, progress bars and one-line errors on the terminal out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graph.errors import GraphError

__all__ = ["err", "fact_label", "fail", "out", "progress_bar", "reported", "summary", "table_of", "write"]

#: How wide tables are where stdout is a file or a pipe.
_WIDE = 160


def out() -> Console:
    """Return the console of results, stdout."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)


def table_of(*columns: str, title: str | None = None, lines: bool = False) -> Table:
    """Return a table whose cells are never cut."""
    table = Table(title=title, show_lines=lines)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def err() -> Console:
    """Return the console of progress and messages, stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def fail(error: Exception, status: int) -> NoReturn:
    """Print an error in one line and end with a status."""
    err().print(f"regiongraph: {escape(str(error))}", style="red")
    raise typer.Exit(status)


@contextmanager
def reported(status: int = 2) -> Iterator[None]:
    """Turn our errors into one line and an exit status."""
    try:
        yield
    except GraphError as error:
        fail(error, status)
    except BrokenPipeError:
        raise typer.Exit(0) from None


@contextmanager
def progress_bar() -> Iterator[Any]:
    """Yield a progress callback that draws a bar on stderr, one step a document."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = err()
    with Progress(*columns, console=console, transient=False) as bar:
        tasks: dict[str, Any] = {}

        def step(name: str, done: int, total: int) -> None:
            stage = "写出 writing" if name in ("graph.nq", "store", "network.html", "themes.html") else "阅读 reading"
            if not name:
                for task in tasks.values():
                    bar.update(task, completed=bar.tasks[task].total, description=bar.tasks[task].fields["stage"])
                return
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, stage=stage)
            bar.update(tasks[stage], completed=done, total=total, description=f"{stage} {escape(name[:32])}")

        yield step


def summary(report: Any) -> None:
    """Print what a build read and found."""
    from graph.ontology import ontology

    known, console = ontology(), out()
    documents = table_of("文件 document", "地区 region", "年 year", "体裁 genre", title="文件 documents")
    for one in report.documents:
        place = one.subject.name if one.subject else ""
        documents.add_row(escape(one.title), place, str(one.year or ""), one.genre)
    console.print(documents)
    counts = table_of("实体 entities", "数 count", "关系 facts", "数 count", title="图谱 graph")
    kinds = [(f"{known.label(kind)} {kind}", count) for kind, count in report.entities.items()]
    facts = [(f"{fact_label(name)} {name}", count) for name, count in report.facts.items()]
    for i in range(max(len(kinds), len(facts))):
        left = kinds[i] if i < len(kinds) else ("", "")
        right = facts[i] if i < len(facts) else ("", "")
        counts.add_row(left[0], str(left[1]), right[0], str(right[1]))
    console.print(counts)
    console.print(
        f"{len(report.documents)} 份文件 documents, {len(report.failures)} 份未读 left out, "
        f"{sum(report.entities.values())} 个实体 entities, {report.quads} 条三元组 triples, {report.seconds:.1f} s"
    )
    console.print(f"打开 open: {report.folder / 'network.html'}")
    console.print(f"主题 themes: {report.folder / 'themes.html'}")


def fact_label(name: str) -> str:
    """Return what people call a relation, attribute or figure."""
    from graph.ontology import ontology

    return ontology().label(name.capitalize() if name in ("observation", "works") else name)


def write(text: str) -> None:
    """Write text to stdout as UTF-8, whatever the terminal\'s encoding."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    if not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()
