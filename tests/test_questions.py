"""The question bank: every question has a known answer, every row its sentences, and what is wrong is one line."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.errors import QueryError, StoreError
from graph.knowledge import KnowledgeGraph
from graph.pipeline import Report
from graph.questions import Answer, Question, ask, questions
from graph.questions.cookbook import cookbook, parameters_of
from graph.questions.paths import paths
from graph.questions.read import read_question
from tests.conftest import ROOT
from tests.test_docs import regiongraph

HERE = Path(__file__).parent
KNOWN: list[dict[str, Any]] = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))["answer"]
EXAMPLES = [(one, example) for one in questions().values() for example in one.examples]


@pytest.fixture(scope="module")
def chain() -> ox.Store:
    """Load the graph made by hand: industries, their chain, and what the samples do not show."""
    store = ox.Store()
    store.bulk_load(path=str(HERE / "chain.ttl"), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture
def store(kg: KnowledgeGraph, chain: ox.Store, request: pytest.FixtureRequest) -> ox.Store:
    """Return the store that a known answer is about."""
    return {"samples": kg.store, "chain": chain}[request.param]


def told(answer: Answer, columns: list[str] | None) -> list[list[str]]:
    places = [answer.columns.index(name) for name in columns or answer.columns]
    return [[row[place] for place in places] for row in answer.rows]


def test_there_are_many_questions_and_every_one_has_a_known_answer() -> None:
    assert len(questions()) >= 34
    assert {one["question"] for one in KNOWN} == set(questions())


@pytest.mark.parametrize(
    ("store", "known"),
    [(one.get("graph", "samples"), one) for one in KNOWN],
    indirect=["store"],
    ids=[f"{number}-{one['question']}" for number, one in enumerate(KNOWN)],
)
def test_the_answer_is_as_the_documents_say(store: ox.Store, known: dict[str, Any]) -> None:
    answer = ask(store, known["question"], evidence=True, **known.get("given", {}))
    rows = told(answer, known.get("columns"))
    for row in known["has"]:
        assert row in rows
    for row in known.get("lacks", ()):
        assert row not in rows
    if known.get("exactly"):
        assert sorted(rows) == sorted(known["has"])
    if known.get("first"):
        assert rows[: len(known["has"])] == known["has"]
    if "quote" in known:
        shown = answer.evidence[rows.index(known["has"][0])]
        assert any(known["quote"] in one.quote for one in shown)


@pytest.mark.parametrize(("asked", "example"), EXAMPLES, ids=[f"{one.id} {example}" for one, example in EXAMPLES])
def test_the_examples_answer_on_the_samples(asked: Question, example: str, kg: KnowledgeGraph) -> None:
    answer = kg.ask(asked.id, evidence=True, **parameters_of(example))
    assert len(answer) > 0
    assert all(answer.evidence) or not asked.facts


def test_sentences_stand_where_the_evidence_says(kg: KnowledgeGraph, built: Report) -> None:
    texts = {document.title: document.text for document in built.documents}
    answer = kg.ask("cluster-leaders", evidence=True)
    shown = [one for sources in answer.evidence for one in sources]
    assert len(answer) == len(answer.evidence) and all(answer.evidence)
    for one in shown:
        assert one.quote == " ".join(texts[one.document][one.start : one.end].split())
        assert one.rules and one.fact.count(" ") == 2


def test_an_answer_is_rows_csv_and_json(kg: KnowledgeGraph) -> None:
    answer = kg.ask("projects-of", company="中船", evidence=True)
    assert {row["project"] for row in answer} == {"中船海上风机总装基地", "中船兴城风电一期"}
    lines = list(csv.DictReader(io.StringIO(answer.csv())))
    assert {"project", "status", "quote", "start", "rules"} <= set(lines[0])
    assert all("中船" in line["quote"] for line in lines)
    plain = kg.ask("projects-of", company="中船")
    assert plain.csv().startswith("project,status,basis,investment\r\n") and plain.evidence == ()
    cells = json.loads(answer.json())["rows"][0]["cells"]
    assert cells["project"]["iri"].startswith("https://w3id.org/regiongraph/id/project/")
    assert "evidence" in json.loads(answer.json())["rows"][0]


def test_the_sparql_of_an_answer_gives_the_same_rows(kg: KnowledgeGraph) -> None:
    answer = kg.ask("projects-by-status", status="签约", region="葫芦岛市")
    assert "VALUES ?status { <https://w3id.org/regiongraph/ontology#signed> } VALUES ?region {" in answer.sparql
    assert [row["project"] for row in kg.query(answer.sparql)] == [iris[0] for iris in answer.iris]


def test_names_are_found_by_type_alias_and_part(kg: KnowledgeGraph, chain: ox.Store) -> None:
    region = "id/region/210700-锦州市"
    assert region in kg.ask("strategies-of", region="锦州").sparql
    assert region in kg.ask("strategies-of", region=f"https://w3id.org/regiongraph/{region}").sparql
    part = kg.ask("phases-of", project="徐大堡核")
    assert len(part) >= 2
    assert "取 read as" in part.remarks[0] and "另有 also" in part.remarks[0]
    assert "取 read as 精细化工" in ask(chain, "by-industry", industry="专用化学品").remarks[0]
    # 电子材料 is an industry of the scheme and of a document: the one of the scheme stands for both, without a word.
    assert ask(chain, "by-industry", industry="电子材料").remarks == ()
    assert "industries#electronic>" in ask(chain, "by-industry", industry="电子材料").sparql


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("project-in", {}, "project-in: no such question; nearest: projects-in"),
        ("projects-in", {}, r"projects-in: needs --region .*it has --region、--status、--least、--basis"),
        ("projects-in", {"city": "x"}, "--city: no parameter of projects-in; it has --region"),
        ("projects-in", {"name": "x"}, "--name: no parameter of projects-in"),
        ("projects-in", {"region": "凌河区", "status": "停工"}, "choose one of 谋划 proposed"),
        ("projects-in", {"region": "凌河区", "basis": "人"}, "--basis 人: unknown; choose one of 实际 actual"),
        ("projects-in", {"region": "凌河区", "least": "many"}, "--least many: is no number"),
        ("projects-in", {"region": "凌河区", "least": "1e999999999"}, "is no number; give one such as 56"),
        ("projects-in", {"region": "凌河区", "least": "1e-999999999"}, "is no number; give one such as 56"),
        ("projects-in", {"region": "凌河区", "least": "nan"}, "is no number; give one such as 56"),
        ("projects-in", {"region": " "}, "--region: empty"),
        ("projects-in", {"region": "https://a> } #"}, "is no IRI"),
        ("targets-by", {"region": "凌河区", "year": 20255}, "--year 20255: is no year"),
        ("paths", {"one": "航锦化工", "other": "锦西石化", "longest": "2.5"}, "--longest 2.5: is no count"),
        ("paths", {"one": "航锦化工", "other": "锦西石化", "longest": 5}, "--longest 5: give 1 to 4"),
    ],
)
def test_a_wrong_question_or_parameter_is_told(
    kg: KnowledgeGraph, name: str, given: dict[str, object], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        kg.ask(name, **given)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("projects-in", {"region": "凌和区"}, "--region 凌和区: no Region or Park of that name .*nearest: .*凌河区"),
        ("projects-in", {"region": "锦州市> } UNION {"}, "no Region or Park of that name"),
        ("projects-in", {"region": '锦州市"@zh } #\\'}, "no Region or Park of that name"),
        ("compare-indicator", {"indicator": "地区生产值"}, "nearest: 地区生产总值"),
        ("facts-of-rule", {"rule": "gazeteer.division"}, "nearest: gazetteer.division"),
    ],
)
def test_a_name_that_is_not_in_the_graph_is_told_with_those_nearest(
    kg: KnowledgeGraph, name: str, given: dict[str, object], message: str
) -> None:
    with pytest.raises(StoreError, match=message):
        kg.ask(name, **given)


HEAD = "# id: a\n# group: 1 a\n# zh: 甲？\n# en: A?\n"
BODY = "SELECT ?project WHERE {\n  ?project a rg:Project .\n} ORDER BY ?project\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace("# zh: 甲？\n", "") + BODY, "a.rq:1: needs one line `# zh: …`"),
        (HEAD + "# parameter: x\n" + BODY, "a.rq:5: no line of a head"),
        (HEAD + "# param: region Region\n" + BODY, "a.rq:5: write `# param: "),
        (HEAD + "# param: region Planet optional 星 / planet\n" + BODY, "a.rq:5: Planet is no class"),
        (HEAD + "# param: out Text optional 出 / out\n" + BODY, "a.rq:5: --out is an option of every question"),
        (
            HEAD + BODY.replace("} ORDER", "  ?project a ?x . # if x\n} ORDER"),
            "a.rq:7: `# if x`, but no such parameter",
        ),
        (HEAD + BODY.replace("?project a", "?project a a"), "a.rq:5: cannot be parsed"),
        (HEAD + BODY.replace("?project WHERE", "* WHERE").replace("?project", "?nameless"), "a.rq:5: ?nameless has no"),
        (HEAD + "ASK WHERE { ?s ?p ?o }\n", "a.rq:5: a question is a SELECT"),
        (HEAD + BODY.replace("WHERE {", "{"), "a.rq:5: write `WHERE {`"),
        (
            HEAD + "# facts: ?project rg:within|rg:partOf ?x\n" + BODY,
            "a.rq:5: `# facts: ?project rg:within|rg:partOf ?x`",
        ),
        (HEAD + "# facts: ?project rg:status\n" + BODY, "a.rq:5: `# facts: ?project rg:status`"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read_question(tmp_path / "a.rq")
    assert str(caught.value).startswith(message)


def test_a_file_without_a_fault_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text(HEAD + BODY, encoding="utf-8")
    assert read_question(tmp_path / "a.rq").text({}) == BODY


def test_lines_stand_where_their_parameter_is_given() -> None:
    asked = questions()["projects-in"]
    with_status = asked.text({"region": "<a:a>", "status": "<a:b>"})
    assert "?project rg:status ?status ." in with_status and "OPTIONAL { ?project rg:status" not in with_status
    assert "OPTIONAL { ?project rg:status ?status }" in asked.text({"region": "<a:a>"})
    # A sub-select written with WHERE sees the values too.
    assert questions()["subregions"].text({"region": "<a:a>"}).count("VALUES ?region { <a:a> }") == 4


def test_ways_are_the_shortest_first_and_bounded() -> None:
    edges = [("a", "r", "b"), ("b", "r", "c"), ("a", "s", "c"), ("c", "r", "d"), ("d", "r", "e"), ("e", "r", "f")]
    assert [[(hop.end, hop.forward) for hop in way] for way in paths(edges, "c", "a")] == [
        [("a", False)],
        [("b", False), ("a", False)],
    ]
    assert paths(edges, "a", "f", 3) == [] and paths(edges, "a", "a") == [] and paths(edges, "a", "nowhere") == []
    assert len(paths([("a", f"r{number}", "b") for number in range(50)], "a", "b")) == 20


def test_the_command_lists_describes_and_answers(built: Report) -> None:
    out = ("--out", str(built.folder))
    listed = regiongraph("ask").stdout
    assert all(name in listed for name in questions())
    assert len(json.loads(regiongraph("ask", "--format", "json").stdout)) == len(questions())
    helped = regiongraph("ask", "projects-in", "--help").stdout
    for word in ("某地区或园区有哪些项目", "--region", "[--status]", "regiongraph ask projects-in --region 凌河区"):
        assert word in helped
    table = regiongraph("ask", "projects-of", "--company=中船", "--evidence", *out)
    assert "中船海上风机总装基地" in table.stdout and "已经竣工并投产" in table.stdout
    # The parameters may stand before the question, and a csv has a line for every sentence.
    lines = regiongraph("ask", "--company", "中船", "projects-of", "--format", "csv", *out).stdout
    assert lines.splitlines()[0] == "project,status,basis,investment"
    assert regiongraph("ask", "projects-of", "--company", "中船", "--sparql", *out).stdout.startswith("SELECT")
    part = regiongraph("ask", "phases-of", "--project", "徐大堡核", *out)
    assert "取 read as" in part.stderr and "取 read as" not in part.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["projects-in"], "needs --region"),
        (["projects-in", "--region"], "--region: needs a value"),
        (["projects-in", "--region", "--evidence"], "--region: needs a value"),
        (["projects-in", "凌河区"], "a second question beside projects-in"),
        (["--region", "凌河区"], "which question?"),
        (["projects-in", "--region", "凌河区", "--region", "古塔区"], "--region: given twice"),
        (["projects-in", "--region", "凌河区", "--store", "x"], "--store: no parameter of projects-in"),
        (["no-such", "--help"], "no-such: no such question"),
        (["documents", "--format", "xml"], "--format xml"),
    ],
)
def test_wrong_words_are_one_line_and_status_2(words: list[str], message: str, built: Report) -> None:
    done = regiongraph("ask", *words, "--out", str(built.folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_the_cookbook_is_as_the_bank_makes_it(kg: KnowledgeGraph) -> None:
    written = (ROOT / "docs" / "sparql-cookbook.md").read_text(encoding="utf-8")
    assert written == cookbook(kg.store), (
        "regenerate it: regiongraph build examples/documents --out out; "
        "python -m graph.questions.cookbook out docs/sparql-cookbook.md"
    )
