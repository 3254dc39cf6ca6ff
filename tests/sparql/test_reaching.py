"""What in a query reaches beyond the graph: refused in code, free in strings, IRIs, comments, names and variables."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.rdf.iris import PREFIXES
from graph.sparql.mistakes import mistake
from graph.sparql.reaching import read
from graph.sparql.tokens import tokens

WORDS = ("SERVICE", "LOAD", "FROM", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD")

words = st.sampled_from(WORDS).flatmap(
    lambda word: st.lists(st.booleans(), min_size=len(word), max_size=len(word)).map(
        lambda upper: "".join(c.upper() if up else c.lower() for c, up in zip(word, upper, strict=True))
    )
)
space = st.sampled_from([" ", "\n", "\t", "\r\n", " # why\n", ' # it\'s """ SERVICE <http://x> {\r', "#\n"])


@st.composite
def hidden(draw: st.DrawFn) -> str:
    """A term, or white space, with a keyword in it that is none there."""
    word, gap = draw(words), draw(space)
    around = draw(st.sampled_from(["", " ", "甲", ".", "{ ?s ?p ?o }", "#", "<http://example.org/>"]))
    inside = f"{around}{word} {around}"
    name = draw(st.sampled_from(["", "a", "甲"]))
    forms = (
        f'"{inside}"',
        f"'{inside}'",
        f'"{inside} \\" {inside}"@{word.lower()[:8]}',
        f"'{inside} \\\\'",
        f'"""{inside}\n"" " {inside} \\""""',
        f"'''{inside}\n' '' {inside}'''^^xsd:string",
        f"<http://example.org/{word}#{name}{word}/(a)>",
        f"?{name}{word}",
        f"${word}_{name}",
        f"{word}:{name}{word}",
        f":{word}.{word}",
        f"ex:{name}\\-{word}%20{word}",
        f"_:{name}{word}",
        f"'a' # {inside}{gap if gap.endswith(chr(10)) else chr(10)}",
    )
    return draw(st.sampled_from(forms)) + gap


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, str, str]:
    """The parts of a query, between which a clause can stand, with keywords hidden all over it."""
    gap = draw(space)
    prologue = f"PREFIX{gap}ex:{gap}<http://example.org/FROM#> PREFIX : <http://example.org/>{gap}"
    terms = draw(st.lists(hidden(), min_size=1, max_size=5))
    triples = ".".join(f" ?s{gap}?p {term}" for term in terms)
    return f"{prologue}SELECT *{gap}", f"WHERE{gap}{{{triples}", f"}}{gap}LIMIT 1{gap}"


@given(queries())
@settings(deadline=None, max_examples=300)
def test_a_keyword_that_is_hidden_is_never_refused(parts: tuple[str, str, str]) -> None:
    assert read("".join(parts)).graphs == ()


@given(queries(), space)
@settings(deadline=None, max_examples=300)
def test_what_is_never_refused_is_what_the_engine_takes(parts: tuple[str, str, str], gap: str) -> None:
    named = dict.fromkeys({*WORDS, *(w.lower() for w in WORDS)}, "http://example.org/")
    with contextlib.suppress(SyntaxError):  # a prefix in mixed case, or a literal as a subject
        ox.Store().query("".join(parts) + gap, prefixes={**PREFIXES, **named})


@given(queries(), words, space)
@settings(deadline=None, max_examples=300)
def test_a_keyword_in_code_is_always_refused(parts: tuple[str, str, str], word: str, gap: str) -> None:
    head, pattern, tail = parts
    target = f"{gap}<http://example.org/>{gap}"
    if word.upper() == "FROM":
        text = head + word + target + pattern + tail
    elif word.upper() == "SERVICE":
        text = f"{head}{pattern}. {word}{target}{{ ?a ?b ?c }}{tail}"
    else:
        text = f"{head}{pattern}{tail};{gap}{word}{target}"
    with pytest.raises(QueryError, match=r"query line \d+, column \d+: " + word.upper()):
        read(text)


@given(queries(), words, st.data())
@settings(deadline=None, max_examples=200)
def test_a_keyword_in_code_is_refused_however_it_is_escaped(
    parts: tuple[str, str, str], word: str, data: st.DataObject
) -> None:
    escaped = "".join(
        f"\\u{ord(c):04X}" if data.draw(st.booleans()) else f"\\U{ord(c):08x}" if data.draw(st.booleans()) else c
        for c in word
    )
    with pytest.raises(QueryError):
        read(f"{parts[0]}{parts[1]} {parts[2]};{escaped} <http://example.org/>")


@pytest.mark.parametrize(
    ("sparql", "line", "column"),
    [
        ("ASK {\n  SERVICE <http://x> {} }", 2, 3),
        ("# SERVICE\n# LOAD\n\n load <http://x>", 4, 2),
        ("ASK { ?s ?p 'a\\'SERVICE' .\r\n?s ?p ?o SERVICE ?o {} }", 2, 10),
        ("SELECT * FROM <urn:x> {}", 1, 10),
        ("ASK { ?s ?p '甲' SERV\\u0049CE ?o {} }", 1, 17),
    ],
)
def test_the_place_is_told(sparql: str, line: int, column: int) -> None:
    with pytest.raises(QueryError, match=f"^query line {line}, column {column}: "):
        read(sparql)


class _Counted(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    """A server that notices whoever reaches it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


#: Ways past a check of words that the engine took, each seen to reach out.
PASSED = (
    "ASK { SERVICE <%s> { ?a ?b ?c } }",
    "ASK { # a comment ends here \r SERVICE <%s> { ?a ?b ?c } \n }",
    "PREFIX x: <%s> ASK { SERVICEx:y { ?a ?b ?c } }",
    "PREFIX SERVICEx: <urn:> PREFIX x: <%s> ASK { SERVICEx:y { ?a ?b ?c } }",
    "PREFIX SERVICE: <urn:> PREFIX : <%s> ASK { SERVICE:y { ?a ?b ?c } }",
    "ASK { ?s ?p 1SERVICE<%s>{ ?a ?b ?c } }",
    "ASK { ?s ?p true.SERVICE<%s>{ ?a ?b ?c } }",
    "ASK { VALUES ?x {'''a'} SERVICE <%s> { ?a ?b ?c } #\\q'''\n }",
    "ASK { VALUES ?x {'''a'} SERVICE <%s> { ?a ?b ?c } #\\uD800'''\n }",
    "ASK { ?s ?p ?o FILTER(?o<?p#>'''\n||true)SERVICE <%s> { ?a ?b ?c } #'''\n }",
    "ASK { ?s ?p ?o FILTER(?o<?p||'>'!=\"'\")SERVICE <%s> { ?a ?b ?c } #'\n }",
)


@pytest.mark.parametrize("sparql", PASSED)
def test_what_the_engine_would_follow_is_refused(sparql: str, outside: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(1)))
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(True)))
    query = sparql % outside
    with pytest.raises(QueryError):
        read(query)
    before = _Counted.asked
    with contextlib.suppress(OSError, SyntaxError):
        bool(store.query(query))
    if sparql == PASSED[0]:
        assert _Counted.asked > before  # without the check the engine does ask


@pytest.mark.parametrize(
    ("sparql", "graphs"),
    [
        ("ASK FROM <http://a/b> FROM NAMED <urn:x> {}", ["http://a/b", "urn:x"]),
        ("PREFIX g: <http://g/> SELECT * FROM g:1 FROM\nNAMED rg:x {}", ["http://g/1", PREFIXES["rg"] + "x"]),
        ("ASK FROM <x> {}", [None]),
        ("ASK FROM nope:x {}", [None]),
    ],
)
def test_graphs_are_named(sparql: str, graphs: list[str | None]) -> None:
    assert [graph.iri for graph in read(sparql, graphs=True).graphs] == graphs


def test_what_gives_another_answer_each_time_is_known() -> None:
    assert read("SELECT (NOW() AS ?n) {}").volatile
    assert read("SELECT (rand() AS ?n) {}").volatile
    assert not read("SELECT ?now { ?now rdfs:label 'NOW()' }").volatile


def test_graphs_with_names_like_keywords_can_be_asked() -> None:
    assert read("PREFIX service: <http://s/> ASK { GRAPH service:x { ?s service:from ?o } }")
    assert read("ASK { VALUES (?a ?b) { (<http://a#x> <http://b#it's>) (<http://c#d> <http://e#f>) } }")


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(QueryError):
        read(text)


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    """A doubled text takes no more than some times as many steps: no pattern looks back over all of it."""
    for piece in ("a.", "<a", "?", "'", "{", "\\u0041", "a:", "#\r", '"""', "-", "_:a.", "@a-"):
        with contextlib.suppress(QueryError):
            assert sum(1 for _ in tokens(piece * 100_000)) <= 300_000


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELECT * {\n ?s ?p ?o", "line 2, column 10: the query ends too early"),
        ("SELECT * {\n ?s nope:p ?o }", "line 2, column 12: the prefix before here is not known"),
        ("SELECT *\nWHERE { ?s ?p }", "line 2, column 9: cannot be understood from here: ?s ?p }"),
        ("SELEKT * {}", "line 1, column 1: cannot be understood from here: SELEKT"),
        ("SELECT (?x AS ?y) ?z { ?s ?p ?x } GROUP BY ?s", "unbound"),
    ],
)
def test_a_mistake_is_told_in_one_line(sparql: str, told: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(sparql, prefixes=PREFIXES)
    message = str(mistake(sparql, caught.value))
    assert told in message
    assert "\n" not in message and len(message) < 150
