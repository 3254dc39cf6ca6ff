"""The commands of regiongraph: results go to stdout, progress and messages to stderr; exit 0, 1 or 2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from graph.errors import DocumentError, GraphError, StoreError
from graph.terminal import err, fact_label, fail, progress_bar, reported, summary, table_of, write
from graph.terminal import out as stdout

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


def _epilog(*examples: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)


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

    with reported():
        if subject is not None:
            region_named(subject)
        root = checked_base(base) if base else BASE
        try:
            with progress_bar() as progress:
                report = run_build(inputs, out, subject=subject, year=year, base=root, progress=progress)
        except NothingBuiltError as error:
            for failure in error.failures:
                err().print(escape(failure.message), style="yellow")
            fail(error, 1)
    for failure in report.failures:
        err().print(f"left out: {escape(failure.message)}", style="yellow")
    for violation in report.violations[:_SHOWN]:
        err().print(f"invalid: {escape(f'{violation.node} {violation.message}: {violation.quote}')}", style="red")
    summary(report)
    raise typer.Exit(0 if report.complete else 1)


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

    with reported():
        if (sparql is None) == (file is None):
            raise GraphError("query: give either a query or -f FILE")
        if format not in ("table", "csv", "json", "turtle"):
            raise GraphError(f"--format {format}: unknown; choose table, csv, json or turtle")
        result = run(open_store(out), sparql if sparql is not None else _text_of(file))
        if format == "table":
            if result.truth is not None:
                stdout().print("true" if result.truth else "false")
            elif result.triples is not None:
                write(result.turtle())
            else:
                table = table_of(*result.columns)
                for row in table_rows(result):
                    table.add_row(*map(escape, row))
                stdout().print(table)
                err().print(f"{len(result)} 行 rows")
        else:
            write({"csv": result.csv, "json": result.json, "turtle": result.turtle}[format]())


def _text_of(file: Path | None) -> str:
    assert file is not None
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(
            f"{file}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}); check the path"
        ) from error


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

    with reported():
        known = (*ontology().relations, *ontology().attributes, "observation")
        if property is not None and property not in known:
            raise GraphError(f"--property {property}: unknown; choose one of {', '.join(known)}")
        store = open_store(out)
        nodes = find(store, name)
        if not nodes:
            near = "、".join(nearest(store, name)) or "nothing alike"
            raise StoreError(f"{name}: not in the graph; nearest: {near}")
        console = stdout()
        node = nodes[0]
        told = "，".join(node.aliases)
        console.print(f"{escape(node.name)}  {'/'.join(node.types)}  {escape(told)}", style="bold")
        console.print(node.iri)
        table = table_of("关系 fact", "", "证据 evidence", "文件 document", lines=True)
        for fact in facts(store, [node.iri], property):
            away = fact.source == node.iri
            end = fact.object if away else f"← {fact.subject}"
            mark = "" if fact.explicit else "（推知 implied）"
            seen = fact.evidence[0] if fact.evidence else None
            label = fact_label(fact.property)
            table.add_row(
                f"{label} {fact.property}",
                escape(f"{end} {fact.unit}".strip() + mark),
                escape(" ".join(seen.quote.split())) if seen else "GB/T 2260",
                escape(f"{seen.document} {seen.year or ''}") if seen else "",
            )
        console.print(table)
        if len(nodes) > 1:
            others = "、".join(f"{one.name} ({one.type})" for one in nodes[1:9])
            err().print(f"另有 also: {escape(others)}")


@app.command(epilog=_epilog("regiongraph explain '依托甲石化公司，打造精细化工产业集群。' --subject 锦州市"))
def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, or several.", metavar="SENTENCE")],
    subject: Subject = None,
    year: Year = None,
) -> None:
    """Show what the rules see in a sentence: mentions, claims, and the words that steered them."""
    from graph.explain import cues_of, rulings
    from graph.explain import explain as run_explain
    from graph.records import Mention, Quantity

    with reported():
        if not sentence.strip():
            raise DocumentError("explain: the sentence is empty; give one in quotation marks")
        found = run_explain(sentence, subject=subject, year=year)
    console = stdout()
    mentions = table_of("名称 mention", "类型 type", "规则 rule", "位置 at", title="名称 mentions")
    for mention in found.mentions:
        mentions.add_row(escape(mention.text), mention.type, mention.rule, f"{mention.span.start}–{mention.span.end}")
    yielding = {id(one.claim): one for one in rulings(found)}
    claims = table_of("主体 subject", "关系 property", "客体 object", "规则 rule", "", title="事实 claims")
    for claim in found.claims:
        value = claim.object
        if isinstance(value, Mention):
            shown = value.text
        elif isinstance(value, Quantity):
            shown = f"{value.value:,.6f}".rstrip("0").rstrip(".") + f" {value.unit}"
        else:
            shown = value or ""
        told = "，".join(f"{key}={one}" for key, one in claim.qualifiers.items() if key != "verbatim")
        note = "" if claim.explicit else "推知 implied"
        if one := yielding.get(id(claim)):
            note = f"让位 yields to {one.holds.rule}: {one.reason}"
        claims.add_row(escape(claim.subject.text), claim.property, escape(f"{shown} {told}".strip()), claim.rule, note)
    cues = table_of("规则 rule", "词表 list", "词 words", title="引导词 cues")
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

    with reported():
        store = open_store(out)
        found = [*run_validate(store), *(shape_violations(store) if shapes else ())]
    table = table_of("检查 check", "节点 node", "说明 message", "句子 sentence")
    for one in found[:_SHOWN]:
        table.add_row(one.check, escape(one.node), escape(one.message), escape(" ".join(one.quote.split())))
    if found:
        stdout().print(table)
        err().print(f"{len(found)} 处违反 violations" + (f", the first {_SHOWN} shown" if len(found) > _SHOWN else ""))
        raise typer.Exit(1)
    stdout().print("图谱有效 the graph is valid")


@app.command(
    epilog=_epilog(
        "regiongraph evaluate --gold examples/gold --docs examples/documents",
        "regiongraph evaluate --gold my-gold --docs my-reports --show 20",
    )
)
def evaluate(
    gold: Annotated[Path, typer.Option(help="A folder of gold files (JSON Lines, see docs/quality.md).")],
    docs: Annotated[Path, typer.Option(help="The folder of the documents that they are about.")],
    show: Annotated[int, typer.Option(help="How many missed and wrong facts of each kind to list.", min=0)] = 0,
) -> None:
    """Compare what is found in documents with what you expect, and list what is missed or wrong."""
    from graph.evaluate import evaluate as run_evaluate

    with reported():
        scores = run_evaluate(gold, docs)
    table = table_of("事实 kind", "应有 expected", "给出 given", "正确 right", "精确率 P", "召回率 R", "F1")
    for kind in sorted(scores):
        one = scores[kind]
        ratios = (f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}")
        table.add_row(kind, str(one.expected), str(one.given), str(one.right), *ratios)
    stdout().print(table)
    for kind in sorted(scores) if show else ():
        for label, facts in (("遗漏 missed", scores[kind].missed), ("有误 wrong", scores[kind].wrong)):
            if facts and not kind.endswith("ALL"):
                stdout().print(f"{kind} {label} ({len(facts)})", style="bold")
                stdout().print(escape("\n".join(f"  {fact}" for fact in facts[:show])))


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

    with reported():
        text = run_export(open_store(out), format)
        if to is None:
            write(text)
            return
        part = to.with_name(f".{to.name}.part")
        try:
            # Spreadsheets take a CSV for UTF-8 only where it begins with a byte order mark.
            part.write_text(text, encoding="utf-8-sig" if format == "csv" else "utf-8", newline="")
            part.replace(to)
        except OSError as error:
            raise GraphError(f"{to}: cannot be written ({error.strerror}); give another --to") from error
        err().print(f"written: {to}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; `arguments` stand in for those of the command line."""
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="regiongraph")
    except KeyboardInterrupt:
        err().print("regiongraph: stopped; the last output is as it was", style="red")
        raise SystemExit(130) from None
