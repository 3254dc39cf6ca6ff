"""Documents and files of expected facts in; how much of them is found, and what is missed or wrong, out."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import DocumentError
from graph.facts import Fact, Node
from graph.knowledge import KnowledgeGraph
from graph.ontology import ontology
from graph.pipeline import build

__all__ = ["Score", "evaluate", "key_of", "read_gold"]

_SIGNS = re.compile(r"[\s\"'“”‘’「」·•﹒.\-—–~《》]")
_ENDS = re.compile(r"(?:项目|工程|建设)$")
_SIZES = re.compile(r"\d*[个大]?(?:[\d.]*[十百千万]*亿元?级|[\d.]+亿元?|[百千万]亿|国家级|省级|世界级|市级)")
_TOLERANCE = 0.002


@dataclass(slots=True)
class Score:
    """What of one kind of fact was expected, given and right, and which were missed or wrong."""

    expected: int = 0
    given: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """How much of what was given is right; 0 where nothing was."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """How much of what was expected was found; 0 where nothing was."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read the facts expected of one document, one JSON object a line; the first says which document.

    Raises DocumentError, with the line, where the file is no such list.
    """
    facts: list[dict[str, Any]] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: cannot be read ({error}); give UTF-8 JSON Lines") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fact = json.loads(line)
            kind = fact["kind"]
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"{path}:{number}: is no fact ({error}); write {{'kind': …}} as JSON") from error
        if (kind == "document") is not (not facts):
            raise DocumentError(f"{path}:{number}: the first line, and only it, must be the document's")
        facts.append(fact)
    if not facts:
        raise DocumentError(f"{path}: holds no fact; add the document's line and its facts")
    return facts


def key_of(name: str, types: Iterable[str]) -> str:
    """Return what two spellings of one name share.

    >>> key_of("甲河公园 项目", ["Project"])
    '甲河公园'
    """
    key = _SIGNS.sub("", unicodedata.normalize("NFKC", name))
    kinds = set(types)
    if "Project" in kinds and len(key) > 4:
        key = _ENDS.sub("", key)
    return _SIZES.sub("", key) if kinds & {"Cluster", "Industry"} else key


def _types(fact: Mapping[str, Any]) -> set[str]:
    value = fact["type"]
    return set(value) if isinstance(value, list) else {value}


def _paired(expected: Sequence[Mapping[str, Any]], nodes: Iterable[Node]) -> dict[str, str]:
    """Map the IRIs of what was given to the names that were expected: by name, then by alias, a shared type first."""
    pairs: dict[str, str] = {}
    free = sorted(nodes, key=lambda node: node.iri)
    for strict in (True, False):
        for fact in expected:
            if fact["name"] in pairs.values():
                continue
            kinds = _types(fact)
            forms = {key_of(form, kinds) for form in (fact["name"], *fact.get("aliases", []))}
            for node in free:
                fits = bool(kinds & set(node.types)) or not strict
                if (
                    node.iri not in pairs
                    and fits
                    and forms & {key_of(form, kinds) for form in (node.name, *node.aliases)}
                ):
                    pairs[node.iri] = fact["name"]
                    break
    return pairs


def _close(one: object, other: object) -> bool:
    try:
        return abs(float(str(one)) - float(str(other))) <= _TOLERANCE * abs(float(str(other)))
    except ValueError:
        return str(one) == str(other)


def _count(scores: dict[str, Score], names: Iterable[str], expected: set[str], given: set[str], document: str) -> None:
    for name in names:
        score = scores[name]
        score.expected += len(expected)
        score.given += len(given)
        score.right += len(expected & given)
        score.missed += [f"{document}: {fact}" for fact in sorted(expected - given)]
        score.wrong += [f"{document}: {fact}" for fact in sorted(given - expected)]


def _compare(gold: list[dict[str, Any]], kg: KnowledgeGraph, scores: dict[str, Score]) -> None:
    document = str(gold[0].get("doc", ""))
    entities = [fact for fact in gold if fact["kind"] == "entity"]
    nodes = {fact.iri: fact for fact in kg.find("")}
    pairs = _paired(entities, nodes.values())
    kinds = {fact["name"]: _types(fact) for fact in entities}
    _compare_entities(kinds, nodes, pairs, scores, document)
    facts = kg.claims()
    _compare_relations(gold, facts, pairs, scores, document)
    _compare_attributes(gold, facts, pairs, scores, document)
    _compare_figures(gold, facts, scores, document)


def _compare_entities(
    kinds: Mapping[str, set[str]],
    nodes: Mapping[str, Node],
    pairs: Mapping[str, str],
    scores: dict[str, Score],
    document: str,
) -> None:
    """Count entities; one with two permitted types counts under the one that was given."""
    given = {name: set(nodes[iri].types) for iri, name in pairs.items()}
    for name, permitted in kinds.items():
        shared = permitted & given.get(name, set())
        for key in (f"entity {min(shared or permitted)}", "entity ALL"):
            scores[key].expected += 1
            scores[key].right += bool(shared)
            scores[key].missed += [] if shared else [f"{document}: {name}"]
    for iri, node in nodes.items():
        shared = kinds.get(pairs.get(iri, ""), set()) & set(node.types)
        for key in (f"entity {min(shared) if shared else node.type}", "entity ALL"):
            scores[key].given += 1
            scores[key].wrong += [] if shared else [f"{document}: {node.name} ({node.type})"]


def _compare_relations(
    gold: list[dict[str, Any]], facts: list[Fact], pairs: Mapping[str, str], scores: dict[str, Score], document: str
) -> None:
    expected: dict[str, set[str]] = defaultdict(set)
    implied: set[str] = set()
    for fact in gold:
        if fact["kind"] == "relation":
            text = _relation(fact["s"], fact["p"], fact["o"])
            expected[fact["p"]].add(text)
            if not fact.get("explicit", True):
                implied.add(text)
    given: dict[str, set[str]] = defaultdict(set)
    for told in facts:
        if told.property in ontology().relations:
            ends = (pairs.get(told.source, f"?{told.subject}"), pairs.get(told.target, f"?{told.object}"))
            text = _relation(ends[0], told.property, ends[1])
            # What only follows from the document's subject is neither expected nor wrong, but right where both have it.
            if told.explicit or text in expected[told.property]:
                given[told.property].add(text)
    for name in ontology().relations:
        asked = {text for text in expected[name] if text not in implied or text in given[name]}
        _count(scores, [f"relation {name}", "relation ALL"], asked, given[name], document)


def _relation(subject: str, name: str, value: str) -> str:
    ends = sorted((subject, value)) if name == "cooperatesWith" else [subject, value]
    return f"{ends[0]} {name} {ends[1]}"


def _compare_attributes(
    gold: list[dict[str, Any]], facts: list[Fact], pairs: Mapping[str, str], scores: dict[str, Score], document: str
) -> None:
    for name in ontology().attributes:
        told = [(pairs.get(f.source, f"?{f.subject}"), f.object) for f in facts if f.property == name]
        expected, given = set(), {f"{subject} {name} {value}" for subject, value in told}
        for fact in gold:
            if fact["kind"] == "attribute" and fact["a"] == name:
                value = fact["value"]["value"] if isinstance(fact["value"], dict) else fact["value"]
                near = [v for subject, v in told if subject == fact["s"] and _close(v, value)]
                expected.add(f"{fact['s']} {name} {near[0] if near else value}")
        _count(scores, [f"attribute {name}"], expected, given, document)


def _compare_figures(gold: list[dict[str, Any]], facts: list[Fact], scores: dict[str, Score], document: str) -> None:
    free = [fact.figure for fact in facts if fact.figure]
    expected, given = set(), set()
    for fact in gold:
        if fact["kind"] != "indicator":
            continue
        text = f"{fact['indicator']} {fact.get('value', '')} {fact.get('growth', '')}"
        expected.add(text)
        wanted = key_of(fact["indicator"], ())
        for figure in free:
            have = key_of(figure["indicator"], ())
            same = any(key in fact and key in figure and _close(figure[key], fact[key]) for key in ("value", "growth"))
            if (wanted in have or have in wanted) and same:
                given.add(text)
                free.remove(figure)
                break
    given |= {f"?{figure['indicator']} {figure.get('value', '')} {figure.get('growth', '')}" for figure in free}
    _count(scores, ["indicator"], expected, given, document)


def evaluate(
    gold: Path,
    documents: Path,
    *,
    without: Mapping[str, Iterable[str]] | None = None,
    rules: str | Path | None = None,
) -> dict[str, Score]:
    """Build every document that a gold file names, each by itself, and compare its graph with what was expected.

    `gold` is a folder of JSON Lines files, `documents` the folder of the texts. Names agree where they are equal but
    for quotation marks, spaces, 项目 at the end of projects and sizes in clusters. Facts that only follow from the
    document's subject count where both have them. `without` maps the name of a gold file to the ids of rules that are
    left out for its document; files that it does not name are left out. `rules` is a TOML file of claim
    rules of your own. Raises DocumentError for a bad gold file or a
    missing document.
    """
    paths = sorted(gold.glob("*.jsonl"))
    if not paths:
        raise DocumentError(f"{gold}: holds no .jsonl file; give a folder of gold files")
    scores: dict[str, Score] = defaultdict(Score)
    for path in paths if without is None else [path for path in paths if path.stem in without]:
        facts = read_gold(path)
        stem = str(facts[0].get("doc", path.stem))
        texts = [text for text in sorted(documents.glob(f"{stem}*")) if text.is_file()]
        if not texts:
            raise DocumentError(f"{path}: names the document {stem}, which is not in {documents}")
        with tempfile.TemporaryDirectory() as folder:
            build([texts[0]], Path(folder) / "out", without=without[path.stem] if without else (), rules=rules)
            _compare(facts, KnowledgeGraph(Path(folder) / "out"), scores)
    return dict(scores)
