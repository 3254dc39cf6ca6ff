"""An invented graph of documents, entities and sentences as large as asked in; what its search index costs, out.

Run `python -m benchmarks.search --entities 100000 --sentences 300000`; `--keep DIR` leaves graph.nq, the store, the
index and a build.json there, which `regiongraph serve --out DIR` serves.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.region_graphs import HEADS, TAILS, TRADES
from graph.rdf.iris import BASE, RDF, RG, SKOS, sentence_id, statement_id
from graph.search import SearchIndex, write_index
from graph.store import create, open_store

PROV = "http://www.w3.org/ns/prov#"
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
SEARCHES = (
    *("松岭", "业", "石", "集团", "产业园", "扩建项目", "slzbzz", "songling", "songlzb", "gw", "松岭装备制造12产业园"),
    *(
        "松岭 产业园",
        "“精细化工”",
        "投资 建设",
        "新材料 松岭",
        "建设",
        "年内完成投资56亿元",
        "没有这样的名称",
        "青溪 AND NEAR(",
    ),
)


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> {value} .\n"


def lines(entities: int, sentences: int, seed: int = 7) -> Iterator[str]:
    """Yield N-Quads: documents of 100 sentences; every sentence backs a fact between two entities of its document."""
    numbers = random.Random(seed)
    documents = max(1, sentences // 100)
    kinds = list(TAILS)
    made: list[tuple[str, str]] = []
    cities = [
        (f"{BASE}region/{41 + n // 50}{n % 50 + 1:02}00-{HEADS[n % 20]}{n}市", f"{HEADS[n % 20]}{n}市")
        for n in range(200)
    ]
    for iri, name in cities:
        yield _line(iri, RDF + "type", f"<{RG}Region>")
        yield _line(iri, SKOS + "prefLabel", f'"{name}"@zh')
        yield _line(iri, RG + "code", f'"{iri.rsplit("/", 1)[1][:6]}"')
    for number in range(entities):
        kind = kinds[number % len(kinds)]
        city, _ = cities[int(len(cities) * numbers.random() ** 2)]
        name = f"{numbers.choice(HEADS)}{numbers.choice(TRADES)}{number}{TAILS[kind]}"
        iri = f"{BASE}{kind.lower()}/{city.rsplit('/', 1)[1][:6]}-{name}"
        made.append((iri, name))
        yield _line(iri, RDF + "type", f"<{RG}{kind}>")
        yield _line(iri, SKOS + "prefLabel", f'"{name}"@zh')
        if number % 2:
            yield _line(iri, SKOS + "altLabel", f'"{name[2:]}"@zh')
        yield _line(iri, RG + "within", f"<{city}>")
    for number in range(documents):
        document = f"report-{number:07x}"
        iri = f"{BASE}document/{document}"
        city, title = cities[number % len(cities)]
        yield _line(iri, RDF + "type", f"<{RG}Document>")
        yield _line(iri, RG + "title", f'"{title}政府工作报告{number}"')
        yield _line(iri, RG + "genre", '"work-report"')
        yield _line(iri, RG + "year", f'"{2015 + number % 10}"^^{INTEGER}')
        yield _line(iri, RG + "subject", f"<{city}>")
        for at in range(100):
            yield from _sentence(numbers, document, at * 70, made, city if at % 4 == 0 else "", title)


def _sentence(
    numbers: random.Random, document: str, start: int, made: list[tuple[str, str]], city: str, title: str
) -> Iterator[str]:
    one, name = (city, title) if city else made[int(len(made) * numbers.random() ** 3)]
    other, second = made[int(len(made) * numbers.random())]
    trade, place = numbers.choice(TRADES), numbers.choice(HEADS)
    quote = f"加快推进{name}建设，依托{second}，壮大{place}{trade}产业，力争年内完成投资{numbers.randint(2, 90)}亿元。"
    paper, node = f"{BASE}document/{document}", f"{BASE}{sentence_id(document, start, start + len(quote))}"
    yield _line(node, RDF + "type", f"<{RG}Sentence>")
    yield _line(node, RG + "document", f"<{paper}>")
    yield _line(node, RG + "quote", f'"{quote}"')
    yield _line(node, RG + "start", f'"{start}"^^{INTEGER}')
    yield _line(node, RG + "end", f'"{start + len(quote)}"^^{INTEGER}')
    yield _line(node, RG + "basis", '"target"')
    relation = RG + ("targets" if city else "leads")
    statement = BASE + statement_id(f"<{one}>", f"<{relation}>", f"<{other}>")
    yield _line(one, relation, f"<{other}>")
    yield _line(one, RG + "mentionedIn", f"<{paper}>")
    yield _line(other, RG + "mentionedIn", f"<{paper}>")
    yield _line(statement, RDF + "type", f"<{RDF}Statement>")
    yield _line(statement, RDF + "subject", f"<{one}>")
    yield _line(statement, RDF + "predicate", f"<{relation}>")
    yield _line(statement, RDF + "object", f"<{other}>")
    yield _line(statement, RG + "explicit", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    yield _line(statement, RG + "rule", '"leads.cue"')
    yield _line(statement, PROV + "wasDerivedFrom", f"<{node}>")


def generate(folder: Path, entities: int, sentences: int) -> None:
    """Write the graph and its store to a folder that counts as an output."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "graph.nq").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(lines(entities, sentences))
    create(folder / "store", folder / "graph.nq")
    (folder / "build.json").write_text('{"version": 1}\n', encoding="utf-8")


def _told(folder: Path, entities: int, sentences: int) -> None:
    started = time.perf_counter()
    generate(folder, entities, sentences)
    built = time.perf_counter()
    store = open_store(folder)
    write_index(store, folder / "search.sqlite")
    spent = time.perf_counter() - built
    size = (folder / "search.sqlite").stat().st_size
    print(f"{entities} entities, {sentences} sentences, {len(store)} triples; made in {built - started:.0f} s")
    print(f"index: {spent:.1f} s, {(entities + sentences) / spent:.0f} rows/s, {size / 1e6:.0f} MB", end=", ")
    print(f"{size / (entities + sentences):.0f} bytes a row")
    index = SearchIndex(folder / "search.sqlite")
    for text in SEARCHES:
        times = []
        for _ in range(9):
            before = time.perf_counter()
            hits = index.find(text)
            times.append((time.perf_counter() - before) * 1000)
        print(f"{text:　<16} first {times[0]:6.1f} ms  median {statistics.median(times):6.1f} ms  {len(hits)} hits")
    before = time.perf_counter()
    near = index.nearest("松岭装备制造集国")
    print(f"nearest {(time.perf_counter() - before) * 1000:.1f} ms: {'、'.join(hit.name for hit in near)}")


def main() -> None:
    """Read the options and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--sentences", type=int, default=300_000)
    parser.add_argument("--keep", type=Path)
    told = parser.parse_args()
    if told.keep:
        _told(told.keep, told.entities, told.sentences)
        return
    with tempfile.TemporaryDirectory() as folder:
        _told(Path(folder), told.entities, told.sentences)


if __name__ == "__main__":
    main()
