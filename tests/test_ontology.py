"""The ontology says what every term means, and its shapes and checks tell good graphs from bad ones."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graph.knowledge import KnowledgeGraph
from graph.ontology import ATTRIBUTES, RELATIONS, ontology, ontology_folder, shacl
from graph.records import TYPES
from graph.store import load, validate
from graph.view.network import legend

FOLDER = ontology_folder()
RG = "https://w3id.org/regiongraph/ontology#"
MODULES = ("core", "places", "economy", "projects", "indicators", "evidence")
#: What is no module of classes and properties but a scheme of concepts; only the program and built graphs read it.
SCHEME = "industries"
SKOS = rdflib.SKOS
EXAMPLES = sorted((FOLDER / "examples").glob("*.ttl"))


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    made = rdflib.Graph()
    for module in MODULES:
        made.parse(FOLDER / f"{module}.ttl")
    return made


def terms(graph: rdflib.Graph) -> list[rdflib.term.Node]:
    return sorted({s for s in graph.subjects() if str(s).startswith(RG)})


def test_every_term_has_labels_definitions_an_example_and_its_module(graph: rdflib.Graph) -> None:
    found = terms(graph)
    assert len(found) > 50
    for term in found:
        for predicate in (rdflib.RDFS.label, SKOS.definition):
            languages = sorted(str(value.language) for value in graph.objects(term, predicate))
            assert languages == ["en", "zh"], f"{term} {predicate}: {languages}"
        assert graph.value(term, SKOS.example), term
        home = str(graph.value(term, rdflib.RDFS.isDefinedBy))
        assert home.rsplit("/", 1)[-1] in MODULES, term


def test_each_module_defines_only_its_own_terms() -> None:
    for module in MODULES:
        made = rdflib.Graph().parse(FOLDER / f"{module}.ttl")
        homes = {str(value).rsplit("/", 1)[-1] for value in made.objects(None, rdflib.RDFS.isDefinedBy)}
        assert homes == {module}


def test_regiongraph_imports_every_module_and_nothing_lies_about() -> None:
    made = rdflib.Graph().parse(FOLDER / "regiongraph.ttl")
    imported = {str(value).rsplit("/", 1)[-1] for value in made.objects(None, rdflib.OWL.imports)}
    assert imported == set(MODULES)
    assert {path.stem for path in FOLDER.glob("*.ttl")} == {*MODULES, SCHEME, "regiongraph"}
    assert {path.stem for path in (FOLDER / "shapes").glob("*.ttl")} == {*MODULES, SCHEME}
    shown = (*MODULES, SCHEME)
    assert {path.stem for path in EXAMPLES} == {*shown, *(f"{module}-invalid" for module in shown)}


def test_alignments_speak_of_terms_that_exist(graph: rdflib.Graph) -> None:
    known = set(terms(graph))
    paths = sorted((FOLDER / "alignments").glob("*.ttl"))
    assert len(paths) >= 7
    for path in paths:
        ours = {s for s in rdflib.Graph().parse(path).subjects() if str(s).startswith(RG)}
        assert ours and ours <= known, path.name


def test_the_types_relations_and_attributes_are_those_of_the_program(graph: rdflib.Graph) -> None:
    known = ontology()
    for name in (*TYPES, *RELATIONS, *ATTRIBUTES):
        assert rdflib.URIRef(RG + name) in set(terms(graph))
    assert known.statuses == ("proposed", "signed", "started", "underConstruction", "completed", "operating")
    for name in RELATIONS:
        assert known.domain(name) and known.range(name)
        assert known.domain(name) | known.range(name) <= {*TYPES, "Concept"}


def test_the_page_calls_things_as_the_ontology_does() -> None:
    known, shown = ontology(), legend()
    for group in ("types", "relations", "statuses", "attributes"):
        for name, told in shown[group].items():
            assert told["zh"] == known.label(name), name
            if group != "types":
                assert told["en"] == known.label(name, "en"), name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_shapes_pass_good_examples_and_find_the_fault_in_bad_ones(path: Path) -> None:
    found = shacl(path.read_text(encoding="utf-8"))
    assert bool(found) is path.stem.endswith("-invalid")


@pytest.mark.parametrize("path", [path for path in EXAMPLES if "invalid" in path.stem], ids=lambda path: path.stem)
def test_checks_find_what_they_are_for_in_bad_examples(path: Path) -> None:
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    faults = [violation for violation in validate(store) if not violation.check.endswith(".evidence")]
    assert faults


def test_every_check_is_sparql_that_runs_and_finds_nothing_in_the_samples(kg: KnowledgeGraph) -> None:
    checks = ontology().checks()
    assert len(checks) > 40
    assert all("MINUS" in check.query or "FILTER" in check.query for check in checks)
    assert kg.validate() == []


def test_a_violation_comes_with_the_sentence_behind_it(kg: KnowledgeGraph, tmp_path: Path) -> None:
    rows = kg.query("SELECT ?f ?c WHERE { ?f rg:leads ?c } LIMIT 1")
    firm, cluster = (row for row in rows.rows[0])
    text = (kg.folder / "graph.nq").read_text(encoding="utf-8")
    broken = tmp_path / "graph.nq"
    type_of = f"{cluster} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith(type_of)]
    broken.write_text("".join(kept), encoding="utf-8")
    found = [violation for violation in validate(load(broken)) if violation.check == "leads.object"]
    assert str(firm) in {violation.node for violation in found}
    assert all(len(violation.quote) > 5 for violation in found)
