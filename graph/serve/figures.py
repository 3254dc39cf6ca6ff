"""The IRI of an entity in; its attributes, and a region's figures as a table of indicators by years, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.query import run
from graph.rdf.iris import statement_id
from graph.search.folding import plain
from graph.serve.asking import Backing, Quotation, backing, local, quotations
from graph.serve.marking import Spoken
from graph.view.network import legend

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["Cell", "Figures", "Value", "attribute_text", "figure", "figures", "values"]

_MOST = 3000
_ATTRIBUTES = ("status", "investment", "scale", "capacity", "area", "level")
_VALUES = """SELECT ?p ?o ?value ?unit WHERE { %s OPTIONAL { ?o rg:value ?value ; rg:unit ?unit } }"""
_FIGURES = """SELECT ?s ?indicator ?value ?unit ?year ?basis ?growth ?bound ?works WHERE {
  { ?s rg:region <%s> } UNION { ?s rg:undertakenIn <%s> BIND(true AS ?works) }
  ?s rg:indicator ?indicator OPTIONAL { ?s rg:value ?value } OPTIONAL { ?s rg:unit ?unit }
  OPTIONAL { ?s rg:year ?year } OPTIONAL { ?s rg:basis ?basis } OPTIONAL { ?s rg:growth ?growth }
  OPTIONAL { ?s rg:bound ?bound } } LIMIT %d"""
#: Units that stand for others: how many of which.
_UNITS = {
    "MW": (1, "兆瓦"), "GW": (1000, "兆瓦"), "kW": (1, "千瓦"), "KW": (1, "千瓦"), "吉瓦": (1000, "兆瓦"),
    "瓦": (0.001, "千瓦"), "W": (0.001, "千瓦"), "平方千米": (1e6, "平方米"), "平方公里": (1e6, "平方米"),
    "万元": (1e4, "元"), "亿元": (1e8, "元"),
}  # fmt: skip
_BOUNDS = {"min": "≥ ", "max": "≤ ", ">=": "≥ ", "<=": "≤ "}


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute: its name and labels, its value as text, the name of a status, and the sentences that tell it."""

    name: str
    key: str
    zh: str
    en: str
    text: str
    text_en: str
    planned: bool
    backing: Backing
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure: its IRI, the number as text, its growth, and whether it is actual or a target."""

    iri: str
    text: str
    growth: str
    basis: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: years (the newest first, "" for figures without one), and rows of indicators with their cells."""

    years: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...] = ()
    works: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...] = ()


def figure(number: float, unit: str) -> str:
    """Return a number as people read it.

    >>> figure(5600000000, "元"), figure(400000, "吨/年"), figure(50000, "千瓦"), figure(12.5, "%")
    ('56 亿元', '40 万吨/年', '50 兆瓦', '12.5%')
    """
    if unit in _UNITS:
        number, unit = number * _UNITS[unit][0], _UNITS[unit][1]
    if unit == "千瓦" and number >= 1000:
        number, unit = number / 1000, "兆瓦"
    if unit == "平方米" and number >= 100_000:
        return f"{_rounded(number / 1e6)} 平方公里"
    if unit in ("%", "‰"):
        return _rounded(number) + unit
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(number) >= size:
            return f"{_rounded(number / size)} {word}{unit}"
    return f"{_rounded(number)} {plain(unit)}".strip()


def _rounded(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def attribute_text(name: str, value: str, unit: str = "", english: bool = False) -> str:
    """Return the value of an attribute as people read it.

    >>> attribute_text("investment", "5600000000"), attribute_text("status", "rg#operating")
    ('56 亿元', '投运')
    """
    if name == "status":
        words = legend()["statuses"].get(local(value), {})
        return words.get("en" if english else "zh", local(value))
    try:
        return figure(float(value), unit or legend()["attributes"].get(name, {}).get("unit", ""))
    except ValueError:
        return plain(value)


def values(opened: Opened, iri: str, base: str, own: Spoken) -> tuple[Value, ...]:
    """Return the attributes of an entity, status first."""
    branches = " UNION ".join(f"{{ <{iri}> rg:{name} ?o BIND(rg:{name} AS ?p) }}" for name in _ATTRIBUTES)
    result = run(opened.source, _VALUES % branches)
    found = []
    for terms in result.rows:
        cells = dict(zip(result.columns, terms, strict=True))
        statement = base + statement_id(f"<{iri}>", str(cells["p"]), str(cells["o"]))
        found.append((statement, {key: str(getattr(term, "value", term)) for key, term in cells.items() if term}))
    backed = backing(opened, (statement for statement, _ in found))
    names: dict[str, list[Spoken]] = defaultdict(lambda: [own])
    for statement, row in found:
        for sentence in backed[statement].sentences if statement in backed else ():
            names[sentence] += _words(row, backed[statement])
    quotes = quotations(opened, names)
    made = [_value(row, backed.get(statement, Backing("")), quotes) for statement, row in found]
    return tuple(sorted(made, key=lambda one: (_ATTRIBUTES.index(one.name), one.planned, one.text)))


def _words(row: Mapping[str, str], backed: Backing) -> list[Spoken]:
    """Return the words of a value, which are only marked where they stand there whole: 56亿元, 40万吨/年."""
    name = local(row["p"])
    text = attribute_text(name, row.get("value", row["o"]), row.get("unit", "")).replace(" ", "").replace(",", "")
    words = tuple(one for one in (*backed.verbatim.split("，"), text) if one)
    return [Spoken("", "", words, True)] if name != "status" and words else []


def _value(row: Mapping[str, str], backed: Backing, quotes: Mapping[str, Quotation]) -> Value:
    name = local(row["p"])
    words = legend()["attributes"].get(name, {"zh": "状态", "en": "status"})
    parts = (name, row.get("value", row["o"]), row.get("unit", ""))
    shown = tuple(quotes[one] for one in backed.sentences if one in quotes)
    key = local(row["o"]) if name == "status" else ""
    if name == "status" and key not in legend()["statuses"]:
        key = next(iter(legend()["statuses"]))
    return Value(
        name, key, words["zh"], words["en"], attribute_text(*parts), attribute_text(*parts, english=True),
        backed.planned, backed, shown,
    )  # fmt: skip


def figures(opened: Opened, iri: str) -> Figures:
    """Return the figures of a region and the works that are counted there, as a table."""
    tables: dict[bool, dict[str, dict[str, list[Cell]]]] = {
        key: defaultdict(lambda: defaultdict(list)) for key in (False, True)
    }
    for row in sorted(run(opened.source, _FIGURES % (iri, iri, _MOST)), key=lambda row: row["s"]):
        table = tables["works" in row]
        table[row["indicator"]][row.get("year", "")].append(_cell(row))
    years = sorted({year for table in tables.values() for cells in table.values() for year in cells}, reverse=True)
    made = [
        tuple(
            (
                plain(name),
                tuple(tuple(sorted(cells.get(year, ()), key=lambda one: (one.basis, one.text))) for year in years),
            )
            for name, cells in sorted(tables[key].items(), key=lambda pair: (-sum(map(len, pair[1].values())), pair[0]))
        )
        for key in (False, True)
    ]
    return Figures(tuple(years), *made)


def _cell(row: Mapping[str, str]) -> Cell:
    text = ""
    if "value" in row:
        text = _BOUNDS.get(row.get("bound", ""), "") + figure(float(row["value"]), row.get("unit", ""))
    growth = f"{float(row['growth']):+g}%" if "growth" in row else ""
    return Cell(row["s"], text, growth, row.get("basis", ""))
