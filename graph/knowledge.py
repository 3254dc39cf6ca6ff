"""An output folder or an endpoint in; one object to ask it out: names, facts, SPARQL, rdflib, networkx, pages."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import rdflib

from graph.errors import StoreError
from graph.export import export
from graph.facts import Fact, Node, facts, find
from graph.ledger import Ledger, ledger
from graph.query import Result, run
from graph.questions import Answer, ask
from graph.remote import Endpoint, Source
from graph.store import Violation, nquads, open_store, validate
from graph.themes import Theme, Themes, concept_asked, lit, theme_of, themes
from graph.view.network import network

__all__ = ["KnowledgeGraph"]


class KnowledgeGraph:
    """The graph of an output folder or of a SPARQL server, read-only; `folder` is None for a server's."""

    def __init__(self, folder: str | Path) -> None:
        """Open the folder; raises StoreError where it holds no graph."""
        self.folder: Path | None = Path(folder)
        self.store: Source = open_store(self.folder)

    @classmethod
    def remote(cls, url: str, *, graph: str | None = None, timeout: float = 60.0) -> KnowledgeGraph:
        """Ask the graph that a SPARQL 1.1 server holds, in a named graph or its default one; `timeout` in seconds.

        Raises StoreError where the server cannot be reached or holds no graph of ours.
        """
        made = cls.__new__(cls)
        made.folder, made.store = None, Endpoint(url, graph=graph, timeout=timeout).checked()
        return made

    def _of_folder(self, wanted: str, instead: str) -> Path:
        if self.folder is None:
            raise StoreError(f"{wanted}: a graph at an endpoint has no folder of a build; {instead}")
        return self.folder

    @property
    def report(self) -> dict[str, Any]:
        """What the build read, left out and found, as build.json has it."""
        folder = self._of_folder("report", "open the folder with graph.open_graph")
        try:
            found: dict[str, Any] = json.loads((folder / "build.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder / 'build.json'}: cannot be read ({error}); build again") from error
        return found

    def find(self, name: str, type: str | None = None) -> list[Node]:
        """Return the entities that go by a name, else those whose names contain it, best first."""
        return find(self.store, name, type)

    def claims(self, name: str | Node | None = None, property: str | None = None) -> list[Fact]:
        """Return what the documents say of an entity, or of all: relations, attributes and figures with their evidence.

        `property` keeps one kind of fact, such as "leads", "status" or "observation".
        """
        if name is None:
            return facts(self.store, (), property)
        nodes: Iterable[Node] = [name] if isinstance(name, Node) else self.find(name)
        iris = [node.iri for node in nodes]
        return facts(self.store, iris, property) if iris else []

    def quote(self, fact: Fact) -> str:
        """Return the sentences behind a fact, word for word, one a line; empty for general knowledge."""
        return "\n".join(seen.quote.strip() for seen in fact.evidence)

    def ledger(self, region: str, first: int | None = None, last: int | None = None) -> Ledger:
        """Return what was promised of a region and what later documents report, `first` and `last` being years."""
        return ledger(self.store, region, first, last)

    def themes(self, year: int | None = None) -> Themes:
        """Return what its regions share, ranked, and what joins them; `year` keeps to the documents of that year."""
        return themes(self.store, year=year)

    def theme(self, words: str, year: int | None = None) -> Theme | None:
        """Return one theme by any label of its industry (石化, fine chemicals), None where no region has it.

        Raises QueryError for words that no industry of the scheme goes by.
        """
        return theme_of(self.themes(year), concept_asked(words))

    def query(self, sparql: str) -> Result:
        """Run a SPARQL query; the prefixes rg, id, skos, rdf, rdfs, prov and xsd are known."""
        return run(self.store, sparql)

    def ask(self, question: str, /, *, evidence: bool = False, **parameters: object) -> Answer:
        """Answer a question of the bank, such as `kg.ask("projects-in", region="凌河区")`; `regiongraph ask` lists all.

        `evidence` adds the sentences of every row. Raises QueryError for an unknown question or parameter, StoreError
        for a name that the graph does not have.
        """
        return ask(self.store, question, evidence=evidence, **parameters)

    def rdf(self) -> rdflib.Graph:
        """Return the graph as an rdflib graph in memory, with its prefixes."""
        from graph.rdf.iris import PREFIXES

        made = rdflib.Graph()
        if self.folder is None:
            made.parse(data=nquads(self.store), format="ox-nt")
        else:
            made.parse(self.folder / "graph.nq", format="ox-nt")
        for prefix, namespace in PREFIXES.items():
            made.bind(prefix, namespace)
        return made

    def network(self) -> nx.MultiDiGraph[str]:
        """Return entities and relations as a networkx graph; nodes and edges carry what the page shows."""
        drawn = network(self.store)
        drawn.graph["themes"] = lit(self.themes())
        return drawn

    def export(self, format: str) -> str:
        """Return the graph as turtle, nquads, jsonld, graphml, gexf or csv."""
        return export(self.store, format)

    def validate(self) -> list[Violation]:
        """Return what in the graph breaks the ontology."""
        if not isinstance(self.store, ox.Store):
            self._of_folder("validate", "validate where it was built")
        assert isinstance(self.store, ox.Store)
        return validate(self.store)

    def show(self, height: int = 640) -> Any:
        """Show the network page: inside a notebook, else in the browser; returns the notebook's frame or the path."""
        path = (
            self._of_folder("show", "write a page with: regiongraph show --endpoint URL --around NAME") / "network.html"
        )
        try:
            from IPython import get_ipython
            from IPython.display import IFrame
        except ImportError:
            get_ipython = None
        if get_ipython is not None and get_ipython() is not None:
            return IFrame(str(path), width="100%", height=height)
        webbrowser.open(path.resolve().as_uri())
        return path
