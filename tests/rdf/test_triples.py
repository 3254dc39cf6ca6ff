"""The graph: readable IRIs, no blank nodes, evidence for every fact, the latest status, the closure."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.documents import document
from graph.errors import GraphError
from graph.facts import facts
from graph.pipeline import extract
from graph.query import run
from graph.rdf.iris import checked_base, iri, statement_id
from graph.rdf.triples import triples
from graph.rdf.within import closure
from graph.resolution import resolve
from graph.store import shape_violations, validate
from graph.view.network import network

BASE = "https://w3id.org/regiongraph/id/"


def store_of(*given: tuple[str, str, int], base: str = BASE) -> ox.Store:
    made = [
        extract(document(text, name=f"d{number}", subject=subject, year=year))
        for number, (text, subject, year) in enumerate(given)
    ]
    store = ox.Store()
    store.extend(triples(made, resolve(made), base=base))
    return store


def column(store: ox.Store, sparql: str) -> list[str]:
    return sorted(" ".join(row.values()) for row in run(store, sparql))


def test_iris_are_made_of_type_code_and_name() -> None:
    store = store_of(("在凌河区建设松岭产业园。", "锦州市", 2024))
    parks = column(store, "SELECT ?p WHERE { ?p a rg:Park }")
    assert parks == [f"{BASE}park/210703-松岭产业园"]


def test_the_base_is_an_option() -> None:
    store = store_of(("在凌河区建设松岭产业园。", "锦州市", 2024), base="https://example.org/kg/")
    assert column(store, "SELECT ?p WHERE { ?p a rg:Park }") == ["https://example.org/kg/park/210703-松岭产业园"]


@pytest.mark.parametrize("base", ["nowhere", "ftp:/x", "https://", "https://exa mple.org/", "https://a.org/<"])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(GraphError, match="--base"):
        checked_base(base)


def test_there_are_no_blank_nodes_and_one_default_graph() -> None:
    store = store_of(("依托甲山石化，打造石化产业集群。全市地区生产总值911.6亿元，增长6%。", "锦州市", 2024))
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert quad.graph_name == ox.DefaultGraph()


def test_a_fact_said_twice_is_one_statement_with_two_sentences() -> None:
    store = store_of(("依托甲山石化，打造石化产业集群。以甲山石化为龙头，做强石化产业集群。", "锦州市", 2024))
    rows = run(
        store,
        """SELECT ?st (COUNT(DISTINCT ?sentence) AS ?n) WHERE {
        ?st rdf:predicate rg:leads ; prov:wasDerivedFrom ?sentence } GROUP BY ?st""",
    )
    assert [row["n"] for row in rows] == ["2"]


def test_quotations_are_the_words_of_the_document_at_its_offsets() -> None:
    text = "打造石化,新材料产业集群;\n推进甲山石化二期项目."
    store = store_of((text, "锦州市", 2024))
    rows = list(run(store, "SELECT ?q ?a ?b WHERE { ?s rg:quote ?q ; rg:start ?a ; rg:end ?b }"))
    assert rows
    for row in rows:
        assert text[int(row["a"]) : int(row["b"])] == row["q"]


def test_the_latest_document_tells_the_status() -> None:
    store = store_of(
        ("谋划甲山核电一期项目。", "锦州市", 2022),
        ("甲山核电一期项目建成投产。", "锦州市", 2024),
        ("开工建设甲山核电一期项目。", "锦州市", 2023),
    )
    assert column(store, "SELECT ?s WHERE { ?p rg:status ?s }") == ["https://w3id.org/regiongraph/ontology#operating"]


def test_a_status_that_yields_stays_known_but_is_no_fact() -> None:
    store = store_of(("谋划甲山核电一期项目。", "锦州市", 2022), ("甲山核电一期项目建成投产。", "锦州市", 2024))
    rows = column(
        store,
        "SELECT ?o ?q ?rule WHERE { ?st rg:superseded true ; rdf:predicate rg:status ; rdf:object ?o ; rg:rule ?rule ; "
        "rg:explicit ?e ; prov:wasDerivedFrom [ rg:quote ?q ] }",
    )
    assert rows == ["https://w3id.org/regiongraph/ontology#proposed 谋划甲山核电一期项目。 status.proposed.before"]
    assert not run(store, "ASK { ?p rg:status rg:proposed }").truth
    assert {fact.object for fact in facts(store, kind="status")} == {"operating"}
    (node,) = [node for _, node in network(store).nodes(data=True) if node["label"] == "甲山核电一期"]
    assert "proposed" not in str(node["attributes"]) + str(node["status"])
    assert validate(store) == [] and shape_violations(store) == []


def test_a_superseded_fact_that_is_asserted_breaks_the_ontology() -> None:
    store = store_of(("谋划甲山核电一期项目。", "锦州市", 2022), ("甲山核电一期项目建成投产。", "锦州市", 2024))
    (project,) = column(store, "SELECT ?p WHERE { ?p rg:status ?s }")
    rg = "https://w3id.org/regiongraph/ontology#"
    store.add(ox.Quad(ox.NamedNode(project), ox.NamedNode(rg + "status"), ox.NamedNode(rg + "proposed")))
    assert "Statement.superseded" in {violation.check for violation in validate(store)}


def test_what_the_later_document_says_again_is_not_superseded() -> None:
    store = store_of(
        ("总投资3亿元的甲山大桥项目开工建设。", "锦州市", 2022), ("总投资3亿元的甲山大桥项目建成。", "锦州市", 2024)
    )
    ask = "SELECT ?q WHERE { ?st rdf:predicate rg:investment ; prov:wasDerivedFrom [ rg:quote ?q ] }"
    assert len(column(store, ask)) == 2
    assert not run(store, "ASK { ?st rdf:predicate rg:investment ; rg:superseded true }").truth


def test_sentences_tell_basis_and_year_and_documents_their_date() -> None:
    done, aims = "一、2023年工作回顾\n甲山核电项目建成。\n", "二、2024年工作安排\n加快建设乙河大桥项目。\n"
    store = store_of((f"锦州市政府工作报告\n发布时间：2024-01-18\n{done}{aims}", "锦州市", 2024))
    rows = column(store, "SELECT ?q ?b ?y WHERE { ?s rg:quote ?q ; rg:basis ?b ; rg:year ?y }")
    assert rows == ["加快建设乙河大桥项目。 target 2024", "甲山核电项目建成。 actual 2023"]
    assert column(store, "SELECT ?d WHERE { ?x rg:date ?d }") == ["2024-01-18"]


def test_counted_works_are_no_observations() -> None:
    store = store_of(("2024年改造老旧小区67个。", "锦州市", 2024))
    rows = column(
        store,
        "SELECT ?n ?i ?v ?u ?y WHERE { ?w a rg:Works ; rg:undertakenIn [ skos:prefLabel ?n ] ; rg:indicator ?i ; "
        "rg:value ?v ; rg:unit ?u ; rg:year ?y }",
    )
    assert rows == ["锦州市 老旧小区改造 67 个 2024"]
    assert not run(store, "ASK { ?o a rg:Observation }").truth
    assert validate(store) == [] and shape_violations(store) == []


def test_within_reaches_the_province() -> None:
    store = store_of(("在凌河区建设松岭产业园。", "锦州市", 2024))
    found = column(store, "SELECT ?n WHERE { ?p a rg:Park ; rg:within ?r . ?r skos:prefLabel ?n }")
    assert found == ["凌河区", "辽宁省", "锦州市"]


def test_a_functional_region_holds_its_members_by_general_knowledge() -> None:
    store = store_of(("融入辽宁沿海经济带，在凌河区建设松岭产业园。", "锦州市", 2024))
    found = column(
        store, "SELECT ?n WHERE { ?p a rg:Park ; rg:within ?r . ?r a rg:FunctionalRegion ; skos:prefLabel ?n }"
    )
    assert found == ["辽宁沿海经济带"]
    how = """SELECT ?n ?e ?s WHERE { ?t rdf:predicate rg:partOf ; rg:rule "gazetteer.member" ; rg:explicit ?e ;
        rdf:subject/skos:prefLabel ?n ; prov:wasDerivedFrom/skos:prefLabel ?s }"""
    assert column(store, how) == ["锦州市 false 国家和省级区域规划所列功能区的成员"]


def test_a_functional_region_that_no_document_names_is_not_there() -> None:
    store = store_of(("在凌河区建设松岭产业园。", "锦州市", 2024))
    assert column(store, "SELECT ?r WHERE { ?r a rg:FunctionalRegion }") == []


def test_phases_are_part_of_their_whole_with_the_sentence() -> None:
    store = store_of(("推进松岭核电一期、松岭核电二期建设。", "锦州市", 2024))
    found = column(
        store, "SELECT ?a ?b WHERE { ?x a rg:Project ; rg:partOf ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b }"
    )
    assert found == ["松岭核电一期 松岭核电", "松岭核电二期 松岭核电"]


def test_implied_facts_say_so() -> None:
    store = store_of(("壮大甲山能源等骨干企业。", "锦州市", 2024))
    ask = "ASK { ?st rdf:predicate rg:locatedIn ; rg:explicit false ; rdf:subject ?c . ?c a rg:Company }"
    assert run(store, ask).truth


def test_figures_are_observations_with_year_and_basis() -> None:
    store = store_of(("2023年全市实现地区生产总值911.6亿元，增长6%。", "锦州市", 2024))
    rows = list(
        run(
            store,
            """SELECT ?i ?v ?u ?y ?b ?g WHERE { ?o a rg:Observation ; rg:indicator ?i ; rg:value ?v ; rg:unit ?u ;
            rg:year ?y ; rg:basis ?b ; rg:growth ?g }""",
        )
    )
    assert rows == [{"i": "地区生产总值", "v": "91160000000", "u": "元", "y": "2023", "b": "actual", "g": "6"}]


def test_text_that_no_file_can_hold_is_replaced() -> None:
    store = store_of(("壮大甲山\ud800能源等骨干企业，打造“\u0000石化”产业集群。\n" * 2, "锦州市", 2024))
    for quad in store:
        str(quad).encode("utf-8")


@given(st.text(max_size=30))
def test_any_name_gives_an_iri_that_a_parser_takes(name: str) -> None:
    node = ox.NamedNode(iri(BASE, f"park/{name}"))
    line = f"{node} {node} {node} ."
    assert [str(quad.subject) for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)] == [str(node)]


def test_a_statement_is_known_by_its_fact() -> None:
    assert statement_id("a", "b", "c") == statement_id("a", "b", "c") != statement_id("a", "bc", "")


def test_a_circle_of_parts_ends() -> None:
    a, b, c = (ox.NamedNode(f"https://example.org/{name}") for name in "abc")
    assert set(closure([(a, b), (b, c), (c, a)])) == {(x, y) for x in (a, b, c) for y in (a, b, c) if x != y}
