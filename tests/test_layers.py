"""Imports go one way: a module imports only from stages above its own, as the design draws them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "graph"
#: From the top down; the modules of one line may import each other where they share a folder.
ORDER = (
    "errors",
    "records",
    "ontology",
    "lexicon",
    "industries",
    "models",
    "values",
    "patterns",
    "literals",
    "rules",
    "documents",
    "text",
    "mentions",
    "claims",
    "resolution",
    "rdf",
    "store",
    "sparql",
    "remote",
    "query",
    "facts",
    "themes",
    "questions",
    "view",
    "search",
    "export",
    "ledger",
    "knowledge",
    "pipeline",
    "explain",
    "evaluate",
    "serve",
    "assistant",
    "terminal",
    "cli",
    "__main__",
)
RDFLIB = {
    "ontology",
    "industries",
    "rdf",
    "store",
    "query",
    "facts",
    "themes",
    "questions",
    "ledger",
    "view",
    "search",
    "export",
    "knowledge",
    "remote",
    "serve",
    "assistant",
}


def layer(module: str) -> str:
    return module.split(".")[1] if module.startswith("graph.") else ""


def files() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def own_layer(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module or "")
    return found


def test_every_module_has_its_place_in_the_order() -> None:
    assert {own_layer(path) for path in files()} == set(ORDER)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_above(path: Path) -> None:
    own = ORDER.index(own_layer(path))
    for module in imported(path):
        if module.startswith("graph."):
            assert ORDER.index(layer(module)) <= own, f"{path.name} imports {module}, which stands below it"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_lower_stages_know_rdf(path: Path) -> None:
    names = {module.split(".")[0] for module in imported(path)}
    if names & {"rdflib", "pyoxigraph", "pyshacl"}:
        assert own_layer(path) in RDFLIB


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_small_and_say_what_goes_in_and_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 370
    assert ast.get_docstring(ast.parse(text))
