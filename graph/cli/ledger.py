"""The command that holds what a region was promised against what was reported later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from graph.cli.shared import Endpoint, Graph, Out, Timeout, app, epilog, opened
from graph.errors import GraphError
from graph.terminal import err, reported, table_of, write
from graph.terminal import out as stdout

if TYPE_CHECKING:
    from graph.ledger import Ledger, Row, Saying

__all__ = ["ledger"]

#: How many characters of a sentence a table shows; the other formats hold all of it.
_SHOWN = 60


@app.command(
    epilog=epilog(
        "regiongraph ledger --out out --region 锦州市",
        "regiongraph ledger --out out --region 锦州市 --from 2023 --to 2024 --format csv",
    )
)
def ledger(
    context: typer.Context,
    region: Annotated[str, typer.Option(help="The region, or park, by its name or GB/T 2260 code.")],
    out: Out = Path("out"),
    endpoint: Endpoint = None,
    graph: Graph = None,
    timeout: Timeout = 60.0,
    first: Annotated[int | None, typer.Option("--from", help="Leave out documents about earlier years.")] = None,
    last: Annotated[int | None, typer.Option("--to", help="Leave out documents about later years.")] = None,
    outcome: Annotated[list[str] | None, typer.Option(help="Only rows with this outcome; may be repeated.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List also what is reported without an older promise.")] = False,
    format: Annotated[str, typer.Option(help="table, json, csv or html.")] = "table",
) -> None:
    """Hold what was promised of a region against what was reported later, with both sentences."""
    from graph.ledger import FORMATS, OUTCOMES
    from graph.ledger import ledger as run_ledger

    with reported():
        if format not in ("table", *FORMATS):
            raise GraphError(f"--format {format}: unknown; choose table, {', '.join(FORMATS)}")
        if unknown := sorted(set(outcome or ()) - set(OUTCOMES)):
            raise GraphError(f"--outcome {unknown[0]}: unknown; choose one of {', '.join(OUTCOMES)}")
        if first is not None and last is not None and first > last:
            raise GraphError(f"--from {first} --to {last}: the first year lies behind the last; exchange them")
        found = run_ledger(opened(context, out, endpoint, graph, timeout), region, first, last)
        chosen = outcome or [name for name in OUTCOMES if every or name != "new"]
        shown = found.only(chosen)
        if format == "table":
            _print(found, shown)
        else:
            write(FORMATS[format](shown))


def _print(found: Ledger, shown: Ledger) -> None:
    from graph.ledger import KINDS, OUTCOMES, counts

    console = stdout()
    sources = table_of("文件 document", "体裁 genre", "日期 date", title=f"{escape(found.region)} 台账 ledger")
    for source in found.sources:
        sources.add_row(escape(source.title), source.genre, source.when)
    console.print(sources)
    table = table_of("名称 name", "种类 kind", "结果 outcome", "承诺 promised", "后续 later", lines=True)
    for row in shown.rows:
        label = " ".join(OUTCOMES[row.outcome])
        names = (row.name, row.later_name)
        table.add_row(
            escape(row.name),
            " ".join(KINDS[row.kind]),
            label,
            escape(_told(row.promised, names)),
            escape(_later(row, names)),
        )
    console.print(table)
    total = "，".join(f"{' '.join(OUTCOMES[name])} {count}" for name, count in counts(found.rows).items())
    console.print(escape(total or "没有承诺 no promises"), soft_wrap=True)
    if len(found.sources) < 2:
        err().print("只有一份文件 only one document tells of it: every promise stays open; build with later documents")


def _told(said: Saying | None, names: tuple[str, ...]) -> str:
    if said is None:
        return ""
    return f"{said.value}（{said.source.when}）{_clipped(said.quote, names)}".strip()


def _later(row: Row, names: tuple[str, ...]) -> str:
    if row.later is None and row.witness is not None:
        return f"（{row.witness.when}）{row.witness.title}"
    other = f"{row.later_name}：" if row.later_name else ""
    return other + _told(row.later, names)


def _clipped(quote: str, names: tuple[str, ...]) -> str:
    """Return the part of a sentence around the name that it is about.

    >>> _clipped("甲" * 90, ("乙",))[-2:]
    '甲…'
    """
    text = " ".join(quote.split())
    if len(text) <= _SHOWN:
        return text
    at = max((text.find(name) for name in names if name), default=-1)
    start = max(0, min(at - _SHOWN // 3, len(text) - _SHOWN))
    return "…" * (start > 0) + text[start : start + _SHOWN] + "…" * (start + _SHOWN < len(text))
