"""A ledger in; one self-contained page without scripts that shows its rows and both sentences of each out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from graph.ledger.files import counts
from graph.ledger.judge import KINDS, OUTCOMES, Row
from graph.ledger.rows import Ledger
from graph.ledger.sayings import Saying
from graph.view.inline import policy
from graph.view.network import TEMPLATE

__all__ = ["as_html"]


def as_html(ledger: Ledger) -> str:
    """Return the ledger as a page: its documents, then a table for each outcome; it runs and loads nothing."""
    style = (TEMPLATE / "ledger.css").read_text(encoding="utf-8").replace("\r\n", "\n")
    title = escape(f"{ledger.region} 台账 ledger · RegionGraph")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="zh-CN"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy([], [style])}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{style}</style></head><body>",
            f"<h1>{title}</h1>",
            *_documents(ledger),
            *_index(ledger),
            *(line for outcome in counts(ledger.rows) for line in _table(ledger, outcome)),
            "</body></html>\n",
        ]
    )


def _documents(ledger: Ledger) -> Iterator[str]:
    yield "<ul>"
    for source in ledger.sources:
        yield f'<li>{escape(source.title)} <span class="soft">{escape(source.when)} {escape(source.genre)}</span></li>'
    yield "</ul>"


def _index(ledger: Ledger) -> Iterator[str]:
    yield "<nav>"
    for outcome, count in counts(ledger.rows).items():
        yield f'<a href="#{outcome}">{OUTCOMES[outcome][0]} {OUTCOMES[outcome][1]} {count}</a>'
    yield "</nav>"


def _table(ledger: Ledger, outcome: str) -> Iterator[str]:
    label, english = OUTCOMES[outcome]
    yield f'<h2 id="{outcome}">{label} <span class="soft">{english}</span></h2>'
    yield '<table><thead><tr><th class="name">名称 name</th><th class="kind">种类 kind</th>'
    yield "<th>承诺 promised</th><th>后续 later</th></tr></thead><tbody>"
    for row in ledger.of(outcome):
        mark = {True: ' class="yes"', False: ' class="no"', None: ""}[row.kept]
        also = f'<br><span class="soft">{escape(row.later_name)}</span>' if row.later_name else ""
        yield f"<tr><td{mark}>{escape(row.name)}{also}</td><td>{KINDS[row.kind][0]}</td>"
        yield f"<td>{_said(row.promised)}</td><td>{_later(row)}</td></tr>"
    yield "</tbody></table>"


def _said(said: Saying | None) -> str:
    if said is None:
        return ""
    place = escape(f"{said.source.title} {said.source.when}")
    quote = escape(" ".join(said.quote.split()))
    return f'<strong>{escape(said.value)}</strong> <span class="soft">{place}</span><blockquote>{quote}</blockquote>'


def _later(row: Row) -> str:
    if row.later is None and row.witness is not None:
        return f'<span class="soft">{escape(f"{row.witness.title} {row.witness.when}")}</span>'
    return _said(row.later)
