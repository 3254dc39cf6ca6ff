"""The command that compares regions by the themes that they share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from graph.cli.shared import Endpoint, Graph, Out, Timeout, app, epilog, opened
from graph.errors import GraphError, StoreError
from graph.terminal import err, reported, table_of, write
from graph.terminal import out as stdout

if TYPE_CHECKING:
    from graph.themes import Theme, Themes

__all__ = ["themes"]

_FORMATS = ("table", "json", "csv", "html")
#: How many sentences are shown under a link.
_QUOTES = 3


@app.command(
    epilog=epilog(
        "regiongraph themes --out out", "regiongraph themes --out out --theme 石化 --region 锦州市 --format json"
    )
)
def themes(
    context: typer.Context,
    out: Out = Path("out"),
    endpoint: Endpoint = None,
    graph: Graph = None,
    timeout: Timeout = 60.0,
    theme: Annotated[str | None, typer.Option(help="One industry of the scheme, by any of its labels.")] = None,
    region: Annotated[str | None, typer.Option(help="Only themes of this region, and what joins it to others.")] = None,
    year: Annotated[int | None, typer.Option(help="Only what documents of this year say.", min=1949, max=2100)] = None,
    format: Annotated[str, typer.Option(help="table, json, csv or html.")] = "table",
    limit: Annotated[int, typer.Option(help="How many themes the table lists, 0 for all.", min=0)] = 40,
) -> None:
    """Compare regions by the themes that they share, ranked; with --theme one of them whole, with its sentences."""
    from graph.themes import concept_asked, content, region_asked, theme_of
    from graph.themes import themes as run_themes
    from graph.themes.report import kept, to_csv, to_json
    from graph.view.themes_page import themes_page

    with reported():
        if format not in _FORMATS:
            raise GraphError(f"--format {format}: unknown; choose one of {', '.join(_FORMATS)}")
        asked = concept_asked(theme) if theme is not None else None
        found = run_themes(opened(context, out, endpoint, graph, timeout), year=year)
        place = region_asked(found, region) if region is not None else None
        shown = kept(found, place)
        if asked is not None:
            one = theme_of(found, asked)
            if one is None:
                raise StoreError(
                    f"--theme {theme}: no document{_of(year)} tells of {asked.zh}; see: regiongraph themes"
                )
            shown = [one]
    if format == "json":
        write(to_json(found, shown, place))
    elif format == "csv":
        write(to_csv(found, shown, place))
    elif format == "html":
        write(themes_page(content(replace(found, themes=tuple(shown)))))
    elif asked is None:
        _ranking(found, shown, limit)
    else:
        _whole(found, shown[0], place)


def _of(year: int | None) -> str:
    return f" of {year}" if year else ""


def _ranking(found: Themes, shown: list[Theme], limit: int) -> None:
    from graph.themes.report import ranking_rows

    table = table_of("", "主题 theme", "得分 score", "地区与区位商 regions", "联系 links")
    for row in ranking_rows(found, shown[: limit or None]):
        table.add_row(*map(escape, row))
    stdout().print(table)
    hidden = len(shown) - (limit or len(shown))
    more = f"，另有 {hidden} 个 more: --limit 0" if hidden > 0 else ""
    err().print(f"{len(shown)} 个主题 themes{more}；3.1×：区位商，该主题的份额是平均份额的几倍 (location quotient)")


def _whole(found: Themes, shown: Theme, place: str | None) -> None:
    from graph.themes.records import KINDS
    from graph.themes.report import amount, theme_rows

    console = stdout()
    console.print(f"{shown.concept.zh} {shown.concept.en}  得分 score {shown.score:.2f}", style="bold")
    heads = ("地区 region", "园区 parks", "企业 companies", "集群 clusters", "项目 projects")
    table = table_of(*heads, "计划/在建/建成", "投资 investment", "规模 scale", lines=True)
    for row in theme_rows(found, shown, place):
        table.add_row(*map(escape, row))
    console.print(table)
    if shown.investment:
        console.print(f"投资合计 investment in all: {amount(shown.investment.value)}")
    links = table_of("联系 link", "地区 regions", "", "证据 evidence", lines=True)
    for link in shown.links:
        if place in (None, link.a, link.b):
            sides = f"{found.corpus.units[link.a].name} — {found.corpus.units[link.b].name}"
            links.add_row(
                KINDS[link.kind][0], sides, escape(f"{link.zh}\n{link.en}"), escape(_quotes(found, link.sentences))
            )
    console.print(links)


def _quotes(found: Themes, sentences: tuple[str, ...]) -> str:
    told = []
    for iri in sentences[:_QUOTES]:
        one = found.corpus.passages[iri]
        paper = found.corpus.papers[one.document]
        told.append(f"{' '.join(one.quote.split())}（{paper.title} {paper.year or ''}）")
    more = len(sentences) - _QUOTES
    return "\n".join([*told, *([f"… 另有 {more} 句 more"] if more > 0 else [])])
