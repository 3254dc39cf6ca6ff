"""The explorer's parts of a graph hold the same as the whole network, and the file behind them counts the same."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

from graph.errors import LimitError, NotFoundError, StoreError
from graph.pipeline import Report
from graph.serve.explorer import begin
from graph.serve.opened import Opened
from graph.serve.parts import around, between, overview, passing, prepare, told_by
from graph.store import open_store
from graph.view.bounded import Wanted, bounded
from graph.view.lookup import Filter, Lookup
from graph.view.network import legend, network
from graph.view.ways import way

BASE = "https://w3id.org/regiongraph/id/"
PARK = f"{BASE}park/210703-思凯农副产品国际物流园"


@pytest.fixture(scope="module")
def whole(built: Report) -> nx.MultiDiGraph[str]:
    return network(open_store(built.folder))


@pytest.fixture(scope="module")
def opened(built: Report, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("explorer")
    shutil.copytree(built.folder / "store", folder / "store")
    shutil.copy(built.folder / "build.json", folder)
    made = Opened(folder)
    # The samples are small: only some of them are in the overview, so that there is something to ask for.
    assert prepare(made, "样本", 60)
    return made


@pytest.fixture(scope="module")
def lookup(opened: Opened) -> Lookup:
    return Lookup(opened.folder / "explorer.sqlite")


def read(text: str) -> dict[str, Any]:
    made = json.loads(text)
    assert isinstance(made, dict)
    return made


def wanted(whole: nx.MultiDiGraph[str], some: set[str], **more: Any) -> Wanted:
    edges = tuple((start, name, end) for start, end, name in whole.subgraph(some).edges(keys=True))
    homes = {node: whole.nodes[node]["home"] for node in some if whole.nodes[node]["home"]}
    return Wanted(tuple(sorted(some)), edges, homes, **more)


def parts_of(whole: nx.MultiDiGraph[str]) -> Iterator[set[str]]:
    nodes = sorted(whole)
    for at in range(0, len(nodes), 50):
        some = set(nodes[at : at + 50])
        for node in list(some):
            while (node := whole.nodes[node]["home"]) and node not in some:
                some.add(node)
        yield some


@pytest.mark.parametrize("named", [False, True])
def test_a_node_has_what_it_has_in_the_whole_network(
    whole: nx.MultiDiGraph[str], opened: Opened, lookup: Lookup, named: bool
) -> None:
    for some in parts_of(whole):
        gone = tuple(lookup.overruled(lookup.ids(sorted(some))))
        made = bounded(opened.source, wanted(whole, some, named=named, overruled=gone, base=BASE))
        left_out = {"importance", *({"sentences"} if named else ())}
        assert set(made) == some
        for node in some:
            one, two = ({k: v for k, v in g.nodes[node].items() if k not in left_out} for g in (made, whole))
            assert one == two
        assert list(made.edges(keys=True, data=True)) or not whole.subgraph(some).edges
        for start, end, name, edge in made.edges(keys=True, data=True):
            assert edge == whole.edges[start, end, name]
        assert made.number_of_edges() == whole.subgraph(some).number_of_edges()
        expected = [row for row in whole.graph["superseded"] if row["node"] in some]
        assert [row | {"other": None} for row in made.graph["superseded"]] == [
            row | {"other": None} for row in expected
        ]


def test_the_file_ranks_and_counts_as_the_network_does(whole: nx.MultiDiGraph[str], lookup: Lookup) -> None:
    order = sorted(whole, key=lambda node: (-whole.nodes[node]["importance"], node))
    ids = lookup.ids(order)
    assert ids == list(range(len(order)))
    known = lookup.known(ids)
    for rank, node in enumerate(order):
        one = known[rank]
        assert one.importance == pytest.approx(whole.nodes[node]["importance"], abs=0.002)
        assert (known[one.home].iri if one.home is not None else "") == whole.nodes[node]["home"]
        assert one.neighbours == len(set(nx.all_neighbors(whole, node)) - {node})  # type: ignore[no-untyped-call]
    assert lookup.told["nodes"] == len(whole)
    assert lookup.told["edges"] == whole.number_of_edges()


def stage(node: dict[str, Any]) -> str:
    return legend()["statuses"].get(node["status"], {}).get("stage") or ("plan" if node["aim"] else "")


def test_filters_pass_what_they_say(whole: nx.MultiDiGraph[str], lookup: Lookup) -> None:
    nodes = dict(whole.nodes(data=True))
    of = {rank: lookup.known([rank])[rank].iri for rank in range(len(whole))}

    def passing_(**filters: Any) -> set[str]:
        return {of[rank] for rank in lookup.passing(Filter(**filters), 10_000)}

    assert passing_(types=("Park", "Company")) == {n for n, k in nodes.items() if k["type"] in {"Park", "Company"}}
    assert passing_(stages=("plan",)) == {n for n, k in nodes.items() if stage(k) == "plan"}
    assert passing_(stages=("",), types=("Project",)) == {
        n for n, k in nodes.items() if not stage(k) and k["type"] == "Project"
    }
    document = next(iter(whole.graph["documents"]))
    assert passing_(document=document) == {n for n, k in nodes.items() if document in k["documents"]}
    region = f"{BASE}region/210700-锦州市"
    inside = passing_(region=region)
    assert {n for n, k in nodes.items() if k["home"] == region} < inside
    assert f"{BASE}region/210703-凌河区" in inside
    assert PARK in inside  # it lies in a part of the city
    counts = lookup.counts(Filter(region=region))["types"]
    assert sum(counts.values()) == len(inside)
    assert passing_(since=2030) == set()


def test_a_way_is_as_short_as_any(whole: nx.MultiDiGraph[str], lookup: Lookup) -> None:
    plain = nx.Graph(whole.to_undirected())
    ends = sorted(whole)[::37]
    found = 0
    for start, end in pairwise(ends):
        first, last = lookup.ids([start, end])
        ranks, ended = way(lookup, first, last)
        assert ended
        iris = [lookup.known([rank])[rank].iri for rank in ranks]
        if nx.has_path(plain, start, end):
            found += 1
            assert (iris[0], iris[-1]) == (start, end)
            assert len(iris) == nx.shortest_path_length(plain, start, end) + 1
            assert all(plain.has_edge(*pair) for pair in pairwise(iris))
        else:
            assert iris == []
    assert found > 3


def test_a_way_keeps_to_what_passes_and_to_its_limit(whole: nx.MultiDiGraph[str], lookup: Lookup) -> None:
    start, end = lookup.ids([PARK, f"{BASE}region/211400-葫芦岛市"])
    ranks, _ = way(lookup, start, end)
    through = way(lookup, start, end, types_off=("Region",))[0]
    assert len(ranks) > 2
    assert not lookup.of_types(through[1:-1], ("Region",))
    assert way(lookup, start, end, relations_off=list(legend()["relations"])) == ([], True)
    assert way(lookup, start, end, most=1) == ([], False)


def test_the_overview_begins_with_the_most_important_and_counts_the_whole(
    opened: Opened, whole: nx.MultiDiGraph[str]
) -> None:
    made = read(overview(opened))
    assert made["shown"] == 60 == len(made["first"])
    assert made["whole"]["nodes"] == len(whole)
    assert sum(made["whole"]["types"].values()) == len(whole)
    assert made["nodes"][0]["id"] in {"region/210700-锦州市", "region/211400-葫芦岛市", "region/210703-凌河区"}
    for node in made["nodes"]:
        assert {"x", "y", "r", "facts", "links"} <= set(node)
        assert node["home"] is None or made["nodes"][node["home"]]["type"] == "Region"


def test_around_gives_the_neighbours_in_order_and_only_the_ids_of_what_is_there(
    opened: Opened, whole: nx.MultiDiGraph[str]
) -> None:
    known = {node["id"] for node in read(overview(opened))["nodes"]}
    city = f"{BASE}region/211400-葫芦岛市"
    one, two = read(around(opened, city, 1, 20, 0)), read(around(opened, city, 1, 20, 20))
    names = [[BASE + made["nodes"][number]["id"] for number in made["found"]] for made in (one, two)]
    near = set(nx.all_neighbors(whole, city)) - {city}  # type: ignore[no-untyped-call]
    order = sorted(near, key=lambda node: (-whole.nodes[node]["importance"], node))
    assert [names[0][1:], names[1][1:]] == [order[:20], order[20:40]]
    for made in (one, two):
        for node in made["nodes"]:
            assert ("label" in node) == (node["id"] not in known)
        for edge in made["edges"]:
            start, end = (BASE + made["nodes"][edge[side]]["id"] for side in ("from", "to"))
            assert whole.has_edge(start, end, edge["relation"])
            told = whole.edges[start, end, edge["relation"]]["sentences"]
            quotes = [made["sentences"][number]["quote"] for number in edge["sentences"]]
            texts = whole.graph["sentences"]
            assert sorted(quotes) == sorted(texts[one]["quote"] for one in told if one in texts)
    wider = read(around(opened, city, 2, 20, 0))
    assert len(wider["found"]) > len(one["found"])


def test_what_is_asked_for_by_name_must_be_there(opened: Opened) -> None:
    with pytest.raises(NotFoundError, match="no entity of this graph"):
        around(opened, f"{BASE}park/没有", 1, 20, 0)
    with pytest.raises(NotFoundError, match="no entity of this graph"):
        between(opened, PARK, f"{BASE}park/没有")
    for bad in ("x> . ?s ?p ?o } #", f"{BASE}sentence/没有"):
        with pytest.raises(NotFoundError, match="no sentence"):
            told_by(opened, bad)
    assert read(passing(opened, Filter(), (f"{BASE}park/没有",), 10))["found"] == []
    assert read(passing(opened, Filter(document="x> } UNION { ?s ?p ?o } #"), (), 10))["documents"] == []


def test_a_sentence_leads_to_what_it_tells_of(opened: Opened, whole: nx.MultiDiGraph[str]) -> None:
    start, end, edge = next(
        edge for edge in whole.edges(data=True) if edge[2]["relation"] == "locatedIn" and edge[2]["sentences"]
    )
    made = read(told_by(opened, edge["sentences"][0]))
    names = [BASE + made["nodes"][number]["id"] for number in made["found"]]
    assert {start, end} <= set(names)
    types = [whole.nodes[name]["type"] == "Region" for name in names]
    assert types == sorted(types)


def test_what_met_a_limit_while_it_was_prepared_is_told_and_not_begun_again() -> None:
    begun: list[str] = []

    class Lane:
        def __init__(self, error: Exception) -> None:
            self.error = error

        async def run(self, *_: object) -> object:
            begun.append(str(self.error))
            raise self.error

    async def told(error: Exception) -> list[str]:
        now = SimpleNamespace(derived={}, about=SimpleNamespace(title="样本"), lanes={"pages": Lane(error)})
        service: Any = SimpleNamespace(now=now, settings=SimpleNamespace(first=60))
        found = await asyncio.gather(begin(service), return_exceptions=True)
        found += await asyncio.gather(begin(service), return_exceptions=True)
        return [str(one) for one in found]

    limited = asyncio.run(told(LimitError("stopped: memory")))
    assert begun == ["stopped: memory"]
    assert all("--memory" in message and "stopped: memory" in message for message in limited)
    asyncio.run(told(StoreError("gone")))
    assert begun[1:] == ["gone", "gone"]
