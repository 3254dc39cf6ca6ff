"""The command that lists which names were taken for one thing, and why."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from graph.cli.shared import Out, app, epilog
from graph.terminal import err, reported, table_of, write
from graph.terminal import out as stdout

__all__ = ["merges"]


class Format(StrEnum):
    """How the list is written."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command(
    epilog=epilog(
        "regiongraph merges --out out",
        "regiongraph merges --name 松岭产业园 --all",
        "regiongraph merges --apart --format csv",
    )
)
def merges(
    out: Out = Path("out"),
    name: Annotated[str | None, typer.Option(help="Only things with this text in one of their names.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule, or rules that begin so (firm).")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also names that are written alike in two documents.")] = False,
    apart: Annotated[bool, typer.Option("--apart", help="Pairs that were looked at and kept apart instead.")] = False,
    format: Annotated[Format, typer.Option(help="How to write the list.")] = Format.table,
) -> None:
    """List which names were taken for one thing, with the rule and the sentences; undo with build --different."""
    from graph.resolution.listing import COLUMNS, SAME_NAME, read_merges

    with reported():
        rows = [
            row
            for row in read_merges(out)
            if row["rule"].startswith("apart.") == apart
            and (all_ or rule == SAME_NAME or row["rule"] != SAME_NAME)
            and (not rule or row["rule"] == rule or row["rule"].startswith(f"{rule}."))
            and (not name or any(name in row[column] for column in ("name", "form", "compared")))
        ]
    if format is Format.json:
        write(json.dumps(rows, ensure_ascii=False, indent=2))
    elif format is Format.csv:
        text = io.StringIO()
        table = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
        table.writeheader()
        table.writerows(rows)
        write(text.getvalue())
    else:
        _print(rows, apart)
    err().print(f"{len(rows)} 处{'未合并 kept apart' if apart else '合并 merges'}")


def _print(rows: Sequence[Mapping[str, str]], apart: bool) -> None:
    other = "未合并者 kept apart from" if apart else "比照名称 compared with"
    table = table_of("实体 entity", "名称 form", other, "规则 rule", "依据 detail", "句子 sentence", "文件 document")
    for row in rows:
        entity = f"{row['name']} ({row['type']})"
        cells = (entity, row["form"], row["compared"], row["rule"], row["detail"], row["quote"], row["document"])
        table.add_row(*map(escape, cells))
    stdout().print(table)
