"""Files and folders of documents in; an output folder with the graph, its store and its page out."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.claims import claims
from graph.claims.periods import timed
from graph.claims.taught import taught_rules
from graph.documents import find, load
from graph.errors import DocumentError, GraphError, RuleError
from graph.mentions import mentions
from graph.rdf.iris import BASE
from graph.rdf.triples import triples
from graph.records import TYPES, Claim, Document, Extraction, Mention, Resolution
from graph.resolution import Decisions, merges_csv, read_decisions, resolve
from graph.rules import ClaimRule
from graph.search import write_index
from graph.store import Violation, create, nquads, turtle, validate
from graph.store import load as load_store
from graph.text.clean import clean
from graph.text.sentences import sentences
from graph.themes import content, lit, themes
from graph.view.network import network
from graph.view.page import page
from graph.view.themes_page import themes_page

__all__ = ["Failure", "NothingBuiltError", "Progress", "Report", "build", "extract"]

#: Called with what is being done, how many steps are done and how many there are.
Progress = Callable[[str, int, int], None]
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that was left out, and why."""

    path: str
    message: str


class NothingBuiltError(DocumentError):
    """No document could be built; the last output is as it was."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("no document could be built; the last output is as it was")
        self.failures = tuple(failures)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build read, left out and found; written to build.json."""

    folder: Path
    documents: tuple[Document, ...]
    failures: tuple[Failure, ...]
    entities: dict[str, int]
    facts: dict[str, int]
    quads: int
    violations: tuple[Violation, ...]
    unused: tuple[str, ...]
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every document was built and the graph keeps to the ontology."""
        return not self.failures and not self.violations

    def json(self) -> str:
        """Return the report as JSON, for people and programs."""
        told: dict[str, Any] = {
            "version": _VERSION,
            "documents": [_described(document) for document in self.documents],
            "failed": [{"path": failure.path, "message": failure.message} for failure in self.failures],
            "entities": self.entities,
            "facts": self.facts,
            "quads": self.quads,
            "violations": [
                {"check": v.check, "node": v.node, "message": v.message, "quote": v.quote} for v in self.violations
            ],
            "unused decisions": list(self.unused),
            "seconds": round(self.seconds, 3),
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _described(document: Document) -> dict[str, Any]:
    subject = document.subject
    return {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "subject": subject.name if subject else None,
        "code": subject.code if subject else None,
        "year": document.year,
        "date": document.date,
        "genre": document.genre,
        "characters": len(document.text),
    }


def extract(
    document: Document, *, without: frozenset[str] = frozenset(), taught: Sequence[ClaimRule] = ()
) -> Extraction:
    """Find what one document says: its sentences, mentions and claims.

    `without` are ids of rules to leave out, `taught` claim rules beside those of the grammar.
    """
    text = clean(document)
    split = timed(text, sentences(text))
    found = mentions(text, split, without)
    told = claims(text, split, found, taught)
    return Extraction(document, split, found, tuple(claim for claim in told if claim.rule not in without))


def _silent(_step: str, _done: int, _total: int) -> None:
    pass


def _extracted(
    paths: Sequence[Path],
    subject: str | None,
    year: int | None,
    progress: Progress,
    without: frozenset[str],
    taught: Sequence[ClaimRule],
) -> tuple[list[Extraction], list[Failure]]:
    """Read and extract every document; the second of two with one text, in the order of their paths, is left out."""
    found: dict[str, Extraction] = {}
    failures: list[Failure] = []
    for number, path in enumerate(paths):
        progress(path.name, number, len(paths))
        try:
            document = load(path, subject=subject, year=year)
            same = next((one.document.path for one in found.values() if one.document.text == document.text), None)
            if same is not None:
                raise DocumentError(f"{path}: holds the same text as {same}; left out")
            found[document.id] = extract(document, without=without, taught=taught)
        except DocumentError as error:
            failures.append(Failure(str(path), str(error)))
        except RuleError:
            raise
        except Exception as error:
            # One document that the rules choke on must not cost the others; the message says which one to report.
            cause = f"{type(error).__name__}: {error}"
            failures.append(Failure(str(path), f"{path}: could not be extracted ({cause}); please report it"))
    progress("", len(paths), len(paths))
    return [found[name] for name in sorted(found)], failures


def _counts(extractions: Sequence[Extraction], resolution: Resolution) -> tuple[dict[str, int], dict[str, int]]:
    kinds = Counter(entity.type for entity in resolution.entities)
    seen = {
        (claim.property, resolution.of[claim.subject], _object(claim, resolution))
        for claims in (*(extraction.claims for extraction in extractions), resolution.claims)
        for claim in claims
    }
    facts = Counter(name for name, _, _ in seen)
    return {kind: kinds[kind] for kind in TYPES}, dict(sorted(facts.items()))


def _object(claim: Claim, resolution: Resolution) -> str:
    if isinstance(claim.object, Mention):
        return resolution.of[claim.object]
    return f"{claim.object} {sorted(claim.qualifiers.items())}"


def _title(documents: Sequence[Document]) -> str:
    """Return the title of the page: the regions that its documents are about."""
    places = list(dict.fromkeys(document.subject.name for document in documents if document.subject))
    shown = "、".join(places[:6]) + ("等" if len(places) > 6 else "")
    return f"{shown} · RegionGraph" if shown else "RegionGraph"


def _write(
    folder: Path, extractions: Sequence[Extraction], decisions: Decisions, base: str, progress: Progress
) -> dict[str, Any]:
    """Write everything but build.json to a new folder; return what the report tells of it."""
    resolution = resolve(extractions, decisions)
    listed = merges_csv(resolution.merges, extractions)
    (folder / "merges.csv").write_text(listed, encoding="utf-8", newline="")
    quads = list(triples(extractions, resolution, base=base))
    progress("graph.nq", 0, 5)
    lines = nquads(quads)
    (folder / "graph.nq").write_text(lines, encoding="utf-8", newline="\n")
    (folder / "graph.ttl").write_text(turtle(quads), encoding="utf-8", newline="\n")
    progress("store", 1, 5)
    create(folder / "store", folder / "graph.nq")
    store = load_store(folder / "graph.nq")
    progress("network.html", 2, 5)
    told_themes, drawn = themes(store), network(store)
    drawn.graph["themes"] = lit(told_themes)
    html = page(drawn, title=_title([extraction.document for extraction in extractions]))
    (folder / "network.html").write_text(html, encoding="utf-8", newline="\n")
    progress("themes.html", 3, 5)
    (folder / "themes.html").write_text(themes_page(content(told_themes)), encoding="utf-8", newline="\n")
    progress("search.sqlite", 4, 5)
    write_index(store, folder / "search.sqlite")
    progress("", 5, 5)
    entities, facts = _counts(extractions, resolution)
    found = tuple(validate(store))
    told = {"entities": entities, "facts": facts, "quads": lines.count("\n"), "violations": found}
    return {**told, "unused": resolution.unused}


def _check_output(out: Path) -> None:
    """Raise GraphError where the output would take the place of something that is no output of ours."""
    if out.is_file():
        raise GraphError(f"{out}: is a file; give a folder for the output")
    if out.is_dir() and any(out.iterdir()) and not (out / "build.json").exists():
        raise GraphError(f"{out}: holds files that are no earlier output; give a new or empty folder")
    parent = out.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraphError(f"{parent}: cannot be made ({error.strerror}); give another --out") from error
    if not os.access(parent, os.W_OK):
        raise GraphError(f"{parent}: cannot be written to; give another --out")


def _swap(new: Path, out: Path, old: Path) -> None:
    """Put a finished folder in the place of the last one; if that fails the last one is put back."""
    if out.exists():
        out.rename(old)
    try:
        new.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def build(
    inputs: Iterable[str | Path],
    out: str | Path,
    *,
    subject: str | None = None,
    year: int | None = None,
    base: str = BASE,
    progress: Progress = _silent,
    without: Iterable[str] = (),
    rules: str | Path | None = None,
    same: str | Path | None = None,
    different: str | Path | None = None,
) -> Report:
    """Build the graph of documents into a folder: graph.nq, graph.ttl, store/, the pages network.html and
    themes.html, search.sqlite, merges.csv and build.json.

    A document that cannot be read is left out and reported. The folder is replaced as a whole when all is done; if
    anything fails before, the last output stays as it was. Raises NothingBuiltError where no document can be built,
    GraphError where the output cannot be written. `without` are ids of rules that are left out, `rules` is a
    TOML file of claim rules of your own; `same` and `different` are CSV files (name,other,type,region) of names that
    are one thing, and of names that are not.
    """
    started = time.perf_counter()
    folder = Path(out)
    decisions = read_decisions(same, different)
    taught = taught_rules(rules) if rules else ()
    paths = find(inputs)
    _check_output(folder)
    extractions, failures = _extracted(paths, subject, year, progress, frozenset(without), taught)
    if not extractions:
        raise NothingBuiltError(failures)
    place = folder.resolve()
    new, old = (place.with_name(f".{place.name}.{kind}-{os.getpid()}") for kind in ("new", "old"))
    new.mkdir()
    try:
        told = _write(new, extractions, decisions, base, progress)
        documents = tuple(extraction.document for extraction in extractions)
        seconds = time.perf_counter() - started
        report = Report(folder, documents, tuple(failures), **told, seconds=seconds)
        (new / "build.json").write_text(report.json(), encoding="utf-8", newline="\n")
        _swap(new, place, old)
    except OSError as error:
        raise GraphError(
            f"{folder}: cannot be written ({error.strerror or error}); the last output is as it was"
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return report
