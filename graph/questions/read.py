"""The .rq files of graph/queries/ in; the questions out, checked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph.errors import QueryError
from graph.ontology import ontology
from graph.questions.sources import triples_of
from graph.rdf.iris import PREFIXES

__all__ = ["KINDS", "RESERVED", "Parameter", "Question", "columns", "question", "questions", "read_question"]

#: What a parameter may be beside a class of the ontology, or several joined by "|".
KINDS = frozenset(
    {
        "Entity",
        "Concept",
        "Document",
        "Status",
        "Class",
        "Relation",
        "Basis",
        "Indicator",
        "Rule",
        "Year",
        "Number",
        "Count",
        "Text",
    }
)
#: The options that every question has; no parameter may take their names.
RESERVED = frozenset({"out", "endpoint", "graph", "timeout", "format", "evidence", "sparql", "help"})
_FOLDER = Path(__file__).parent.parent / "queries"
_HEAD = re.compile(r"#\s*(id|group|zh|en|param|facts|note|example|computed):\s*(.*\S)\s*$")
_PARAMETER = re.compile(r"([a-z]\w*)\s+([A-Za-z|]+)\s+(required|optional|=\S+)\s+(\S.*?)\s+/\s+(\S.*)$")
_CONDITION = re.compile(r"#\s*(if|unless)\s+(\w+)\s*$", re.MULTILINE)
_ONCE = ("id", "group", "zh", "en")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a question asks about: its name, what it may be, whether it must be given, labels zh and en."""

    name: str
    kind: str
    required: bool
    default: str | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the bank: what it asks, its parameters, its SPARQL and the facts that a row rests on."""

    id: str
    group: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    computed: str
    sparql: str
    path: str

    def text(self, given: Mapping[str, object]) -> str:
        """Return the SPARQL with the values that are given: a VALUES line, and without the lines of what is not.

        A line that ends in `# if NAME` stands only where the parameter is given, one in `# unless NAME` where not.
        """
        lines = [line for line in self.sparql.splitlines() if _stands(line, given)]
        sparql = _CONDITION.sub("", "\n".join(lines))
        if given:
            # One VALUES for each: Virtuoso compiles no VALUES of two variables of which one is a literal.
            values = " ".join(f"VALUES ?{name} {{ {value} }}" for name, value in given.items())
            sparql = sparql.replace("WHERE {", f"WHERE {{\n  {values}")
        return "\n".join(line.rstrip() for line in sparql.splitlines()).strip() + "\n"


def _stands(line: str, given: Mapping[str, object]) -> bool:
    condition = _CONDITION.search(line)
    return condition is None or (condition[2] in given) == (condition[1] == "if")


@cache
def columns() -> Mapping[str, tuple[str, str]]:
    """Return what the columns of answers are called, in Chinese and English, from graph/queries/columns.csv."""
    with (_FOLDER / "columns.csv").open(encoding="utf-8", newline="") as lines:
        return {row["column"]: (row["zh"], row["en"]) for row in csv.DictReader(lines)}


@cache
def questions() -> Mapping[str, Question]:
    """Return the questions of the bank by id, in the order of their groups; raises QueryError for a wrong file."""
    found: dict[str, Question] = {}
    for path in sorted(_FOLDER.glob("*.rq")):
        one = read_question(path)
        if one.id != path.stem:
            raise QueryError(f"{path.name}: its id is {one.id}; give the file the name of its id")
        found[one.id] = one
    return dict(sorted(found.items(), key=lambda pair: (pair[1].group, pair[0])))


def question(name: str) -> Question:
    """Return the question of an id; raises QueryError with the nearest ids where there is none."""
    from difflib import get_close_matches

    known = questions()
    if name in known:
        return known[name]
    near = "、".join(get_close_matches(name, known, n=3, cutoff=0.4)) or "none alike"
    raise QueryError(f"{name}: no such question; nearest: {near}; `regiongraph ask` lists all")


def read_question(path: Path) -> Question:
    """Read and check a .rq file; raises QueryError with file and line for what is wrong in it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error}); it must be UTF-8") from error
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    head: dict[str, list[tuple[int, str]]] = {}
    for number, line in enumerate(lines[:start], 1):
        match = _HEAD.match(line)
        if match is None and line.strip():
            raise QueryError(f"{path.name}:{number}: no line of a head; see graph/queries/README.md")
        if match is not None:
            head.setdefault(match[1], []).append((number, match[2]))
    for key in _ONCE:
        if len(head.get(key, ())) != 1:
            raise QueryError(f"{path.name}:1: needs one line `# {key}: …`")
    told = {key: tuple(text for _, text in entries) for key, entries in head.items()}
    parameters = tuple(_parameter(path.name, number, text) for number, text in head.get("param", ()))
    made = Question(
        told["id"][0], told["group"][0], told["zh"][0], told["en"][0], parameters, told.get("facts", ()),
        told.get("note", ()), told.get("example", ()), "".join(told.get("computed", ())),
        "\n".join(lines[start:]) + "\n", path.name,
    )  # fmt: skip
    for number, line in head.get("facts", ()):
        _check_facts(path.name, number, line)
    _check(made, start)
    return made


def _parameter(file: str, number: int, text: str) -> Parameter:
    match = _PARAMETER.match(text)
    if match is None:
        raise QueryError(f"{file}:{number}: write `# param: name Kind required|optional|=default 中文 / English`")
    name, kind, need, zh, en = match.groups()
    for one in kind.split("|"):
        if one not in KINDS and one not in ontology().terms:
            raise QueryError(f"{file}:{number}: {one} is no class and none of {', '.join(sorted(KINDS))}")
    if name in RESERVED:
        raise QueryError(f"{file}:{number}: --{name} is an option of every question; choose another name")
    return Parameter(name, kind, need == "required", need[1:] if need.startswith("=") else None, zh, en)


def _check_facts(file: str, number: int, line: str) -> None:
    try:
        ox.Store().query(f"SELECT * WHERE {{ {line} }}" if " " in line else f"SELECT {line} {{}}", prefixes=PREFIXES)
        if " " in line:
            triples_of(line)
    except (SyntaxError, ValueError) as error:
        raise QueryError(
            f"{file}:{number}: `# facts: {line}` holds no triple patterns or variable ({error})"
        ) from error


def _check(made: Question, start: int) -> None:
    """Refuse SPARQL that cannot be parsed, values that no one binds, and columns without a name in two languages."""
    if "WHERE {" not in made.sparql:
        raise QueryError(f"{made.path}:{start + 1}: write `WHERE {{`, so that values can be put in behind it")
    names = {one.name for one in made.parameters}
    for condition in _CONDITION.finditer(made.sparql):
        if condition[2] not in names:
            line = start + made.sparql.count("\n", 0, condition.start()) + 1
            raise QueryError(f"{made.path}:{line}: `{condition[0].strip()}`, but no such parameter")
    for given in (names, {one.name for one in made.parameters if one.required}):
        text = made.text(dict.fromkeys(given, '""'))
        try:
            result = ox.Store().query(text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError(f"{made.path}:{start + 1}: cannot be parsed ({error.msg})") from error
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError(f"{made.path}:{start + 1}: a question is a SELECT")
        for name in _shown(variable.value for variable in result.variables):
            if name not in columns():
                raise QueryError(f"{made.path}:{start + 1}: ?{name} has no line in graph/queries/columns.csv")


def _shown(names: Iterator[str]) -> Iterator[str]:
    return (name for name in names if not name.startswith("_"))
