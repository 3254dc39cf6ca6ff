"""The command that answers the bank's questions: words of the command line in; a table, CSV, JSON or SPARQL out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from graph.cli.shared import Endpoint, Graph, Out, Timeout, app, epilog, opened
from graph.errors import QueryError
from graph.terminal import err, reported, table_of, write
from graph.terminal import out as stdout

if TYPE_CHECKING:
    from graph.questions import Answer, Parameter, Question, Source

__all__ = ["ask"]

_FORMATS = ("table", "csv", "json")
#: How many sentences of a row a table shows; CSV and JSON have all.
_SENTENCES = 3


@app.command(
    # Each question has parameters of its own, so they are read here and not by typer; so is --help.
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
    epilog=epilog(
        "regiongraph ask",
        "regiongraph ask projects-in --region 凌河区 --out out",
        "regiongraph ask targets-by --region 凌河区 --year 2025 --evidence",
        "regiongraph ask projects-in --help",
        "regiongraph ask projects-in --region 凌河区 --endpoint http://127.0.0.1:7878/query",
    ),
)
def ask(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(help="A question, then its parameters.", metavar="[QUESTION] [--PARAMETER VALUE]..."),
    ] = None,
    out: Out = Path("out"),
    endpoint: Endpoint = None,
    graph: Graph = None,
    timeout: Timeout = 60.0,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show the sentences that each row rests on.")] = False,
    sparql: Annotated[bool, typer.Option("--sparql", help="Print the query instead of its answer.")] = False,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
) -> None:
    """Answer a question of the bank; without one, list them all. QUESTION --help tells its parameters."""
    from graph.questions import ask as answer
    from graph.questions import question

    with reported():
        if format not in _FORMATS:
            raise QueryError(f"--format {format}: unknown; choose one of {', '.join(_FORMATS)}")
        name, given, helped = _read(words or ())
        if helped and name is None:
            write(context.get_help())
        elif name is None:
            _unasked(given)
            _list(format)
        elif helped:
            write(described(question(name)))
        else:
            question(name)
            found = answer(opened(context, out, endpoint, graph, timeout), name, evidence=evidence, **given)
            for remark in found.remarks:
                err().print(escape(remark))
            _answer(found, "sparql" if sparql else format)


def _read(words: Sequence[str]) -> tuple[str | None, dict[str, str], bool]:
    """Return the question, its parameters and whether help is wanted, from `ID --name value` or `--name=value`."""
    name: str | None = None
    given: dict[str, str] = {}
    rest = [word for word in words if word != "--help"]
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            if name is not None:
                raise QueryError(f"{word}: a second question beside {name}; write values as --parameter VALUE")
            name = word
            continue
        option, mark, value = word[2:].partition("=")
        if not mark:
            if not rest or rest[0].startswith("--"):
                raise QueryError(f"--{option}: needs a value; write --{option} VALUE")
            value = rest.pop(0)
        if option in given:
            raise QueryError(f"--{option}: given twice")
        given[option] = value
    return name, given, "--help" in words


def _unasked(given: dict[str, str]) -> None:
    if given:
        raise QueryError(f"--{next(iter(given))}: which question? `regiongraph ask` lists them")


def _usage(parameter: Parameter) -> str:
    shown = f"--{parameter.name}"
    return shown if parameter.required else f"[{shown}]"


def _list(format: str) -> None:
    from graph.questions import questions

    rows = [(one.id, one.zh, one.en, " ".join(map(_usage, one.parameters))) for one in questions().values()]
    if format == "json":
        keys = ("id", "zh", "en", "parameters")
        write(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    elif format == "csv":
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\r\n").writerows([("id", "zh", "en", "parameters"), *rows])
        write(lines.getvalue())
    else:
        table = table_of("问题 question", "", "参数 parameters")
        group = ""
        for one, row in zip(questions().values(), rows, strict=True):
            if one.group != group:
                group = one.group
                table.add_section()
                table.add_row("", escape(group.partition(" ")[2]), "", style="bold")
            table.add_row(row[0], escape(f"{row[1]}\n{row[2]}"), escape(row[3]))
        stdout().print(table)
        err().print(f"{len(rows)} 个问题 questions; regiongraph ask QUESTION --help 看参数 tells the parameters of one")


def described(asked: Question) -> str:
    """Return what a question asks, its parameters and its examples, as the help of the command shows them."""
    lines = [f"regiongraph ask {asked.id}", f"  {asked.zh}", f"  {asked.en}", ""]
    if asked.parameters:
        lines.append("参数 parameters:")
        width = max(len(_usage(one)) for one in asked.parameters) + 2
        lines += [f"  {_usage(one):{width}}{_meaning(one)}" for one in asked.parameters]
        lines.append("")
    lines += [*(f"{note}\n" for note in asked.notes), "Examples:"]
    lines += [f"  regiongraph ask {asked.id} {example}".rstrip() for example in asked.examples or ("",)]
    return "\n".join(lines)


def _meaning(parameter: Parameter) -> str:
    kind = parameter.kind.replace("|", " / ")
    default = f"; 默认 default {parameter.default}" if parameter.default is not None else ""
    need = "; 必需 required" if parameter.required else ""
    return f"{parameter.zh} {parameter.en} ({kind}{default}{need})"


def _answer(found: Answer, format: str) -> None:
    if format == "table":
        table = table_of(*found.heads(), *(("证据 evidence", "文件 document") if found.evidence else ()))
        table.show_lines = bool(found.evidence)
        for number, row in enumerate(found.rows):
            shown = found.evidence[number] if found.evidence else None
            table.add_row(*map(escape, (*row, *(_sentences(shown) if shown is not None else ()))))
        stdout().print(table)
        err().print(f"{len(found)} 行 rows")
    else:
        write({"sparql": lambda: found.sparql, "csv": found.csv, "json": found.json}[format]())


def _sentences(shown: Sequence[Source]) -> tuple[str, str]:
    """Return the sentences of a row and the documents that hold them, each sentence once."""
    places: dict[tuple[str, str], None] = {}
    for one in shown:
        where = f"{one.document} {one.year or ''}".strip() + (f"：{one.start}–{one.end}" if one.quote else "")
        places[one.quote or one.fact, where] = None
    kept = list(places)[:_SENTENCES]
    more = [(f"… 另有 {len(places) - len(kept)} 句 more", "")] if len(places) > len(kept) else []
    quotes, documents = zip(*kept, *more, strict=True) if kept else ((), ())
    return "\n".join(quotes), "\n".join(documents)
