"""The commands that ask a graph: with SPARQL, by a name, or as a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from graph.cli.shared import Endpoint, Graph, Out, Timeout, app, epilog, given, opened
from graph.errors import GraphError, StoreError
from graph.terminal import err, fact_label, reported, table_of, write
from graph.terminal import out as stdout

if TYPE_CHECKING:
    from graph.remote import Source

__all__ = ["export", "query", "show"]


#: What facts without a sentence rest on, by their rule.
_SOURCES = {
    "gazetteer.division": "GB/T 2260",
    "gazetteer.member": "功能区成员 members of functional regions",
}


@app.command(
    epilog=epilog(
        "regiongraph query --out out 'SELECT ?name WHERE { ?park a rg:Park ; skos:prefLabel ?name }'",
        "regiongraph query --out out -f question.rq --format csv",
        "regiongraph query --endpoint http://127.0.0.1:7878/query -f question.rq",
    )
)
def query(
    context: typer.Context,
    sparql: Annotated[
        str | None, typer.Argument(help="SELECT, ASK, CONSTRUCT or DESCRIBE.", metavar="[SPARQL]")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file that holds the query.")] = None,
    out: Out = Path("out"),
    endpoint: Endpoint = None,
    graph: Graph = None,
    timeout: Timeout = 60.0,
    format: Annotated[str, typer.Option(help="table, csv, json or turtle.")] = "table",
) -> None:
    """Ask the graph with SPARQL; the prefixes rg, id, skos, rdf, rdfs, prov and xsd are known."""
    from graph.query import run, table_rows

    with reported():
        if (sparql is None) == (file is None):
            raise GraphError("query: give either a query or -f FILE")
        if format not in ("table", "csv", "json", "turtle"):
            raise GraphError(f"--format {format}: unknown; choose table, csv, json or turtle")
        result = run(opened(context, out, endpoint, graph, timeout), sparql if sparql is not None else _text_of(file))
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
    epilog=epilog(
        "regiongraph show 凌河区 --out out",
        "regiongraph show 锦州市 --out out --property targets",
        "regiongraph show --around 锦州市 --steps 2 --out out",
        "regiongraph show --region 葫芦岛市 --theme 石化化工 --to 化工.html",
    )
)
def show(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The name of an entity.", metavar="[NAME]")] = None,
    out: Out = Path("out"),
    endpoint: Endpoint = None,
    graph: Graph = None,
    timeout: Timeout = 60.0,
    property: Annotated[str | None, typer.Option(help="Only this relation, attribute or observation.")] = None,
    around: Annotated[str | None, typer.Option(help="A page of this entity and what is around it.")] = None,
    steps: Annotated[int, typer.Option(help="How many steps around it.", min=1, max=6)] = 1,
    region: Annotated[list[str] | None, typer.Option(help="A page of what lies in this region; repeatable.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="A page of entities of this type; repeatable.")] = None,
    theme: Annotated[str | None, typer.Option(help="A page of what belongs to this industry or a part of it.")] = None,
    to: Annotated[Path | None, typer.Option(help="The page to write; else DIR/network-….html.")] = None,
) -> None:
    """Show what the documents say of an entity, each fact with its sentence.

    With --around, --region, --type or --theme: write the network page of that part of the graph and print its path.
    """
    with reported():
        parts = {"around": around, "region": region, "type": type, "theme": theme}
        if any(parts.values()):
            if name is not None or property is not None:
                raise GraphError("show: NAME and --property print facts; leave them out with --" + ", --".join(parts))
            from graph.view.part import part_page

            file, html = part_page(
                opened(context, out, endpoint, graph, timeout), around, steps, region or [], type or [], theme
            )
            path = to or (Path(file) if endpoint else out / file)
            _write_whole(path, html)
            write(f"{path}\n")
        elif name is None:
            raise GraphError("show: give a NAME, or one of --" + ", --".join(parts))
        elif to is not None:
            raise GraphError("show: --to is for pages; give one of --" + ", --".join(parts))
        else:
            _show_facts(name, opened(context, out, endpoint, graph, timeout), property)


def _write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding=encoding, newline="")
        part.replace(path)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written ({error.strerror}); give another --to") from error


def _show_facts(name: str, store: Source, property: str | None) -> None:
    from graph.facts import facts, find, nearest
    from graph.ontology import ontology

    known = (*ontology().relations, *ontology().attributes, "observation")
    if property is not None and property not in known:
        raise GraphError(f"--property {property}: unknown; choose one of {', '.join(known)}")
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
            escape(" ".join(seen.quote.split())) if seen else _SOURCES.get("".join(fact.rules), ""),
            escape(f"{seen.document} {seen.year or ''}") if seen else "",
        )
    console.print(table)
    if len(nodes) > 1:
        others = "、".join(f"{one.name} ({one.type})" for one in nodes[1:9])
        err().print(f"另有 also: {escape(others)}")


@app.command(
    epilog=epilog(
        "regiongraph export --out out --format csv --to facts.csv",
        "regiongraph export --nquads --to graph.nq",
    )
)
def export(
    context: typer.Context,
    format: Annotated[str, typer.Option(help="turtle, nquads, jsonld, graphml, gexf or csv.")] = "turtle",
    out: Out = Path("out"),
    endpoint: Endpoint = None,
    graph: Graph = None,
    timeout: Timeout = 60.0,
    to: Annotated[Path | None, typer.Option(help="The file to write; stdout where left out.")] = None,
    nquads: Annotated[bool, typer.Option("--nquads", help="Short for --format nquads.")] = False,
) -> None:
    """Write the graph in a format that other programs read."""
    from graph.export import export as run_export

    with reported():
        if nquads and given(context, "format") and format != "nquads":
            raise GraphError(f"--nquads and --format {format}: choose one of them")
        text = run_export(opened(context, out, endpoint, graph, timeout), "nquads" if nquads else format)
        if to is None:
            write(text)
            return
        # Spreadsheets take a CSV for UTF-8 only where it begins with a byte order mark.
        _write_whole(to, text, "utf-8-sig" if format == "csv" else "utf-8")
        err().print(f"written: {to}")
