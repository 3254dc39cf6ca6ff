"""The commands that build and check a graph, and that show how it comes about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from graph.cli.shared import SHOWN, Out, Subject, Year, app, epilog
from graph.errors import DocumentError
from graph.terminal import err, fail, progress_bar, reported, summary, table_of
from graph.terminal import out as stdout

__all__ = ["build", "evaluate", "explain", "validate"]

Rules = Annotated[
    Path | None, typer.Option("--rules", help="A TOML file of claim rules of your own (docs/adding-rules.md).")
]


@app.command(
    epilog=epilog(
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
    same: Annotated[
        Path | None, typer.Option(help="A CSV file (name,other,type,region) of names that are one thing.")
    ] = None,
    different: Annotated[
        Path | None, typer.Option(help="A CSV file (name,other,type,region) of names that are not one thing.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Build the graph of documents: graph.nq, graph.ttl, store/, network.html, themes.html, merges.csv and build.json.

    What was merged and why: regiongraph merges. To undo a merge put the two names on a line of the file of --different,
    or take their line out of that of --same, and build again.

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
                report = run_build(
                    inputs,
                    out,
                    subject=subject,
                    year=year,
                    base=root,
                    progress=progress,
                    same=same,
                    different=different,
                    rules=rules,
                )
        except NothingBuiltError as error:
            for failure in error.failures:
                err().print(escape(failure.message), style="yellow")
            fail(error, 1)
    for failure in report.failures:
        err().print(f"left out: {escape(failure.message)}", style="yellow")
    for message in report.unused:
        err().print(f"unused decision: {escape(message)}", style="yellow")
    for violation in report.violations[:SHOWN]:
        err().print(f"invalid: {escape(f'{violation.node} {violation.message}: {violation.quote}')}", style="red")
    summary(report)
    raise typer.Exit(0 if report.complete else 1)


@app.command(epilog=epilog("regiongraph explain '依托甲石化公司，打造精细化工产业集群。' --subject 锦州市"))
def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, or several.", metavar="SENTENCE")],
    subject: Subject = None,
    year: Year = None,
    rules: Rules = None,
) -> None:
    """Show what the rules see in a sentence: mentions, claims, and the words that steered them."""
    from graph.explain import cues_of, rulings
    from graph.explain import explain as run_explain
    from graph.records import Mention, Quantity

    with reported():
        if not sentence.strip():
            raise DocumentError("explain: the sentence is empty; give one in quotation marks")
        found = run_explain(sentence, subject=subject, year=year, rules=rules)
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


@app.command(epilog=epilog("regiongraph validate --out out"))
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
    for one in found[:SHOWN]:
        table.add_row(one.check, escape(one.node), escape(one.message), escape(" ".join(one.quote.split())))
    if found:
        stdout().print(table)
        err().print(f"{len(found)} 处违反 violations" + (f", the first {SHOWN} shown" if len(found) > SHOWN else ""))
        raise typer.Exit(1)
    stdout().print("图谱有效 the graph is valid")


@app.command(
    epilog=epilog(
        "regiongraph evaluate --gold examples/gold --docs examples/documents",
        "regiongraph evaluate --gold my-gold --docs my-reports --show 20",
    )
)
def evaluate(
    gold: Annotated[Path, typer.Option(help="A folder of gold files (JSON Lines, see docs/quality.md).")],
    docs: Annotated[Path, typer.Option(help="The folder of the documents that they are about.")],
    show: Annotated[int, typer.Option(help="How many missed and wrong facts of each kind to list.", min=0)] = 0,
    rules: Rules = None,
) -> None:
    """Compare what is found in documents with what you expect, and list what is missed or wrong."""
    from graph.evaluate import evaluate as run_evaluate

    with reported():
        scores = run_evaluate(gold, docs, rules=rules)
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
