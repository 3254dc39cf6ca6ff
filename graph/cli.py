"""The commands of regiongraph: results go to stdout, progress and messages to stderr; exit 0, 1 or 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graph.errors import DocumentError, GraphError, StoreError

__all__ = ["app", "main"]

app = typer.Typer(
    help="Build and ask a knowledge graph of regions, parks, companies, clusters, projects and strategies "
    "from Chinese government documents. 从政府与经济文件构建知识图谱。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Out = Annotated[Path, typer.Option("--out", help="The folder that a build wrote.", show_default=True)]
Subject = Annotated[
    str | None, typer.Option(help="The region that the documents report on, by name or GB/T 2260 code.")
]
Year = Annotated[int | None, typer.Option(help="The year of the documents.", min=1949, max=2100)]


#: How many violations are shown.
_SHOWN = 50
#: How wide tables are where stdout is a file or a pipe.
_WIDE = 160


def _out() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)


def _table(*columns: str, title: str | None = None, lines: bool = False) -> Table:
    table = Table(title=title, show_lines=lines)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _err() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _fail(error: Exception, status: int) -> NoReturn:
    _err().print(f"regiongraph: {escape(str(error))}", style="red")
    raise typer.Exit(status)


@contextmanager
def _reported(status: int = 2) -> Iterator[None]:
    """Turn our errors into one line and an exit status."""
    try:
        yield
    except GraphError as error:
        _fail(error, status)
    except BrokenPipeError:
        raise typer.Exit(0) from None


def _epilog(*examples: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)


@contextmanager
def _bar() -> Iterator[Any]:
    """Yield a progress callback that draws a bar on stderr, one step a document."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = _err()
    with Progress(*columns, console=console, transient=False) as bar:
        tasks: dict[str, Any] = {}

        def step(name: str, done: int, total: int) -> None:
            stage = "写出 writing" if name in ("graph.nq", "store", "network.html") else "阅读 reading"
            if not name:
                for task in tasks.values():
                    bar.update(task, completed=bar.tasks[task].total, description=bar.tasks[task].fields["stage"])
                return
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, stage=stage)
            bar.update(tasks[stage], completed=done, total=total, description=f"{stage} {escape(name[:32])}")

        yield step


@app.command(
    epilog=_epilog(
        "regiongraph build examples/documents --out out", "regiongraph build 报告.txt --subject 锦州市 --year 2024"
    )
)
def build(
    inputs: Annotated[list[str], typer.Argument(help="Documents (.txt) or folders of them.", metavar="INPUT...")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write; an earlier output is replaced.")] = Path(
        "out"
    ),
    subject: Subject = None,
    year: Year = None,
    base: Annotated[str | None, typer.Option(help="What the IRIs of entities begin with.")] = None,
) -> None:
    """Build the graph of documents: graph.nq, graph.ttl, store/, network.html and build.json.

    Exit status: 0 all built, 1 built with failures or an invalid graph, 2 wrong usage.
    """
    from graph.documents.metadata import region_named
    from graph.pipeline import NothingBuiltError
    from graph.pipeline import build as run_build
    from graph.rdf.iris import BASE, checked_base

    with _reported():
        if subject is not None:
            region_named(subject)
        root = checked_base(base) if base else BASE
        try:
            with _bar() as progress:
                report = run_build(inputs, out, subject=subject, year=year, base=root, progress=progress)
        except NothingBuiltError as error:
            for failure in error.failures:
                _err().print(escape(failure.message), style="yellow")
            _fail(error, 1)
    for failure in report.failures:
        _err().print(f"left out: {escape(failure.message)}", style="yellow")
    for violation in report.violations[:_SHOWN]:
        _err().print(f"invalid: {escape(f'{violation.node} {violation.message}: {violation.quote}')}", style="red")
    _summary(report)
    raise typer.Exit(0 if report.complete else 1)


def _summary(report: Any) -> None:
    from graph.ontology import ontology

    known, console = ontology(), _out()
    documents = _table("文件 document", "地区 region", "年 year", "体裁 genre", title="文件 documents")
    for one in report.documents:
        place = one.subject.name if one.subject else ""
        documents.add_row(escape(one.title), place, str(one.year or ""), one.genre)
    console.print(documents)
    counts = _table("实体 entities", "数 count", "关系 facts", "数 count", title="图谱 graph")
    kinds = [(f"{known.label(kind)} {kind}", count) for kind, count in report.entities.items()]
    facts = [(f"{_fact_label(name)} {name}", count) for name, count in report.facts.items()]
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


def _fact_label(name: str) -> str:
    from graph.ontology import ontology

    return ontology().label("Observation" if name == "observation" else name)


@app.command(
    epilog=_epilog(
        "regiongraph query --out out 'SELECT ?name WHERE { ?park a rg:Park ; skos:prefLabel ?name }'",
        "regiongraph query --out out -f question.rq --format csv",
    )
)
def query(
    sparql: Annotated[
        str | None, typer.Argument(help="SELECT, ASK, CONSTRUCT or DESCRIBE.", metavar="[SPARQL]")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file that holds the query.")] = None,
    out: Out = Path("out"),
    format: Annotated[str, typer.Option(help="table, csv, json or turtle.")] = "table",
) -> None:
    """Ask the graph with SPARQL; the prefixes rg, id, skos, rdf, rdfs, prov and xsd are known."""
    from graph.query import run, table_rows
    from graph.store import open_store

    with _reported():
        if (sparql is None) == (file is None):
            raise GraphError("query: give either a query or -f FILE")
        if format not in ("table", "csv", "json", "turtle"):
            raise GraphError(f"--format {format}: unknown; choose table, csv, json or turtle")
        result = run(open_store(out), sparql if sparql is not None else _text_of(file))
        if format == "table":
            if result.truth is not None:
                _out().print("true" if result.truth else "false")
            elif result.triples is not None:
                _write(result.turtle())
            else:
                table = _table(*result.columns)
                for row in table_rows(result):
                    table.add_row(*map(escape, row))
                _out().print(table)
                _err().print(f"{len(result)} 行 rows")
        else:
            _write({"csv": result.csv, "json": result.json, "turtle": result.turtle}[format]())


def _text_of(file: Path | None) -> str:
    assert file is not None
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(
            f"{file}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}); check the path"
        ) from error


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8"))
    if not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()


@app.command(
    epilog=_epilog("regiongraph show 凌河区 --out out", "regiongraph show 锦州市 --out out --property targets")
)
def show(
    name: Annotated[str, typer.Argument(help="The name of an entity.", metavar="NAME")],
    out: Out = Path("out"),
    property: Annotated[str | None, typer.Option(help="Only this relation, attribute or observation.")] = None,
) -> None:
    """Show what the documents say of an entity, each fact with its sentence."""
    from graph.facts import facts, find, nearest
    from graph.ontology import ontology
    from graph.store import open_store

    with _reported():
        known = (*ontology().relations, *ontology().attributes, "observation")
        if property is not None and property not in known:
            raise GraphError(f"--property {property}: unknown; choose one of {', '.join(known)}")
        store = open_store(out)
        nodes = find(store, name)
        if not nodes:
            near = "、".join(nearest(store, name)) or "nothing alike"
            raise StoreError(f"{name}: not in the graph; nearest: {near}")
        console = _out()
        node = nodes[0]
        told = "，".join(node.aliases)
        console.print(f"{escape(node.name)}  {'/'.join(node.types)}  {escape(told)}", style="bold")
        console.print(node.iri)
        table = _table("关系 fact", "", "证据 evidence", "文件 document", lines=True)
        for fact in facts(store, [node.iri], property):
            away = fact.source == node.iri
            end = fact.object if away else f"← {fact.subject}"
            mark = "" if fact.explicit else "（推知 implied）"
            seen = fact.evidence[0] if fact.evidence else None
            label = _fact_label(fact.property)
            table.add_row(
                f"{label} {fact.property}",
                escape(f"{end} {fact.unit}".strip() + mark),
                escape(" ".join(seen.quote.split())) if seen else "GB/T 2260",
                escape(f"{seen.document} {seen.year or ''}") if seen else "",
            )
        console.print(table)
        if len(nodes) > 1:
            others = "、".join(f"{one.name} ({one.type})" for one in nodes[1:9])
            _err().print(f"另有 also: {escape(others)}")


@app.command(epilog=_epilog("regiongraph explain '依托甲石化公司，打造精细化工产业集群。' --subject 锦州市"))
def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, or several.", metavar="SENTENCE")],
    subject: Subject = None,
    year: Year = None,
) -> None:
    """Show what the rules see in a sentence: mentions, claims, and the words that steered them."""
    from graph.explain import cues_of
    from graph.explain import explain as run_explain
    from graph.records import Mention, Quantity

    with _reported():
        if not sentence.strip():
            raise DocumentError("explain: the sentence is empty; give one in quotation marks")
        found = run_explain(sentence, subject=subject, year=year)
    console = _out()
    mentions = _table("名称 mention", "类型 type", "规则 rule", "位置 at", title="名称 mentions")
    for mention in found.mentions:
        mentions.add_row(escape(mention.text), mention.type, mention.rule, f"{mention.span.start}–{mention.span.end}")
    claims = _table("主体 subject", "关系 property", "客体 object", "规则 rule", "", title="事实 claims")
    for claim in found.claims:
        value = claim.object
        if isinstance(value, Mention):
            shown = value.text
        elif isinstance(value, Quantity):
            shown = f"{value.value:,.6f}".rstrip("0").rstrip(".") + f" {value.unit}"
        else:
            shown = value or ""
        told = "，".join(f"{key}={one}" for key, one in claim.qualifiers.items() if key != "verbatim")
        implied = "" if claim.explicit else "推知 implied"
        claims.add_row(
            escape(claim.subject.text), claim.property, escape(f"{shown} {told}".strip()), claim.rule, implied
        )
    cues = _table("规则 rule", "词表 list", "词 words", title="引导词 cues")
    for cue in cues_of(found):
        cues.add_row(cue.rule, cue.list, escape(" ".join(cue.words[:12])))
    for table in (mentions, claims, cues):
        console.print(table)


@app.command(epilog=_epilog("regiongraph validate --out out"))
def validate(
    out: Out = Path("out"),
    shapes: Annotated[bool, typer.Option(help="Hold every document against the SHACL shapes as well.")] = False,
) -> None:
    """Hold the graph against the ontology; each violation comes with its sentence, and exit status 1."""
    from graph.store import open_store, shape_violations
    from graph.store import validate as run_validate

    with _reported():
        store = open_store(out)
        found = [*run_validate(store), *(shape_violations(store) if shapes else ())]
    table = _table("检查 check", "节点 node", "说明 message", "句子 sentence")
    for one in found[:_SHOWN]:
        table.add_row(one.check, escape(one.node), escape(one.message), escape(" ".join(one.quote.split())))
    if found:
        _out().print(table)
        _err().print(f"{len(found)} 处违反 violations" + (f", the first {_SHOWN} shown" if len(found) > _SHOWN else ""))
        raise typer.Exit(1)
    _out().print("图谱有效 the graph is valid")


@app.command(
    epilog=_epilog("regiongraph export --out out --format csv --to facts.csv", "regiongraph export --format graphml")
)
def export(
    format: Annotated[str, typer.Option(help="turtle, nquads, jsonld, graphml, gexf or csv.")] = "turtle",
    out: Out = Path("out"),
    to: Annotated[Path | None, typer.Option(help="The file to write; stdout where left out.")] = None,
) -> None:
    """Write the graph in a format that other programs read."""
    from graph.export import export as run_export
    from graph.store import open_store

    with _reported():
        text = run_export(open_store(out), format)
        if to is None:
            _write(text)
            return
        part = to.with_name(f".{to.name}.part")
        try:
            # Spreadsheets take a CSV for UTF-8 only where it begins with a byte order mark.
            part.write_text(text, encoding="utf-8-sig" if format == "csv" else "utf-8", newline="")
            part.replace(to)
        except OSError as error:
            raise GraphError(f"{to}: cannot be written ({error.strerror}); give another --to") from error
        _err().print(f"written: {to}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; `arguments` stand in for those of the command line."""
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="regiongraph")
    except KeyboardInterrupt:
        _err().print("regiongraph: stopped; the last output is as it was", style="red")
        raise SystemExit(130) from None
