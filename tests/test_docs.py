"""What the documentation says to type works, and every command helps."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from graph.cli import app
from graph.pipeline import Report
from tests.conftest import ROOT

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
READMES = ("README.md", "README.zh-CN.md")
ENVIRONMENT = {**os.environ, "COLUMNS": "160", "PYTHONIOENCODING": "utf-8", "TERM": "dumb", "PYTHONPATH": str(ROOT)}


def regiongraph(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "graph", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, cwd=cwd, check=False)


def shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def commands_of(readme: str) -> list[str]:
    lines = shell_lines((ROOT / readme).read_text(encoding="utf-8"))
    return [line for line in lines if line.startswith("regiongraph ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example_and_is_in_the_readme(command: str) -> None:
    done = regiongraph(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"regiongraph {command}" in done.stdout
    for readme in READMES:
        assert any(line.startswith(f"regiongraph {command}") for line in commands_of(readme)), readme


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (shell_lines((ROOT / name).read_text(encoding="utf-8")) for name in READMES)
    assert english == chinese
    assert english[:2] == ["make graph", "make test"]


#: Commands that take minutes, or go on until they are stopped.
LONG = ("regiongraph build", "regiongraph mcp", "regiongraph serve")


@pytest.mark.parametrize("line", [line for line in commands_of("README.md") if not line.startswith(LONG)])
def test_the_readmes_commands_run_on_the_samples(line: str, built: Report) -> None:
    (built.folder.parent / "facts.csv").unlink(missing_ok=True)
    if not (built.folder.parent / "examples").exists():
        (built.folder.parent / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    done = regiongraph(*shlex.split(line)[1:], cwd=built.folder.parent)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or "written" in done.stderr


def test_the_readmes_python_runs(tmp_path: Path) -> None:
    for readme in READMES:
        (code,) = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.S)
        assert code.splitlines()[0] == "from graph import build"
        code = "import webbrowser\nwebbrowser.open = lambda address: True\n" + code
        code = code.replace("examples/documents", str(ROOT / "examples" / "documents"))
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, cwd=tmp_path, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "locatedIn 凌河区" in done.stdout


LESSON = (ROOT / "docs" / "adding-rules.md").read_text(encoding="utf-8")


def explained(sentence: str, *arguments: str, program: Path = ROOT) -> str:
    """What a program (this one, or a copy with other words) explains of a sentence; one line a row, for `in`."""
    command = [sys.executable, "-m", "graph", "explain", sentence, "--subject", "锦州市", *arguments]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(program)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=program, check=False)
    assert done.returncode == 0, done.stderr
    return re.sub(r"[ │]+", " ", done.stdout)


def taught(folder: Path, words: str, more: str) -> Path:
    """A copy of the program whose list of words has one more."""
    shutil.copytree(ROOT / "graph", folder / "graph", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    path = folder / "graph" / "grammar" / words
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")
    return folder


def test_the_lesson_on_words_is_true(tmp_path: Path) -> None:
    sentences = set(re.findall(r"^regiongraph explain '([^']+)' --subject 锦州市$", LESSON, re.M))
    assert sentences == {"甲江海归创业岛已经开放。", "锦州市与葫芦岛市、盘锦市结为亲家。"}
    assert "创业岛 " not in explained("甲江海归创业岛已经开放。")
    assert " 甲江海归创业岛 Project labels.name " in explained("加快甲江海归创业岛建设。")
    program = taught(tmp_path, "heads/park.txt", "创业岛")
    now = explained("甲江海归创业岛已经开放。", program=program)
    assert " 甲江海归创业岛 Park park.head " in now
    assert " 甲江海归创业岛 status operating " in now


def test_the_lesson_on_sentences_is_true(tmp_path: Path) -> None:
    (rule,) = re.findall(r"```toml\n(.*?)```", LESSON, re.S)
    (tmp_path / "mine.toml").write_text(rule, encoding="utf-8")
    (line,) = set(re.findall(r"^regiongraph explain '([^']+)' --subject 锦州市 --rules mine.toml$", LESSON, re.M))
    assert "盘锦市 Region" in explained(line) and "cooperatesWith" not in explained(line)
    now = explained(line, "--rules", str(tmp_path / "mine.toml"))
    for city in ("葫芦岛市", "盘锦市"):
        assert f" 锦州市 cooperatesWith {city} cooperatesWith.like-family " in now
    for example in re.findall(r"^- `(\S+)` must give", LESSON, re.M):
        assert f'"{example}"' in rule, example
    program = taught(tmp_path / "copy", "cues/cooperate.txt", "结为亲家")
    assert " 锦州市 cooperatesWith 盘锦市 cooperatesWith.with " in explained(line, program=program)
    assert " 甲集团领投乙电池基地 Project " in explained("甲集团领投乙电池基地项目。")


def test_links_of_the_documentation_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "graph").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_design_of_the_flow_is_documented_as_it_is() -> None:
    text = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    for name in re.findall(r"^\w[\w ]*?\s{2,}(\w+)/ ", text, re.M):
        assert (ROOT / "graph" / name).is_dir(), name


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (["query", "--out", "{out}", "SELECT ?x WHERE {"], 2, "line 1, column"),
        (["query", "--out", "{out}"], 2, "-f FILE"),
        (["query", "--out", "{out}", "-f", "no-such.rq"], 2, "no-such.rq"),
        (["query", "--out", "no-such-folder", "ASK { ?s ?p ?o }"], 2, "regiongraph build"),
        (["query", "--out", "{out}", "ASK {}", "--format", "xml"], 2, "--format xml"),
        (["show", "不存在的名字", "--out", "{out}"], 2, "not in the graph"),
        (["show", "锦州市", "--out", "{out}", "--property", "likes"], 2, "--property likes"),
        (["show", "--out", "{out}"], 2, "--around"),
        (["show", "锦州市", "--out", "{out}", "--region", "锦州市"], 2, "leave them out"),
        (["show", "--type", "Firm", "--out", "{out}"], 2, "--type Firm"),
        (["show", "--region", "火星市", "--out", "{out}"], 2, "火星市"),
        (["show", "--theme", "炼金术", "--out", "{out}"], 2, "--theme 炼金术"),
        (["export", "--out", "{out}", "--format", "xlsx"], 2, "xlsx"),
        (["explain", " "], 2, "empty"),
        (["explain", "推进甲产业园建设。", "--subject", "火星市"], 2, "火星市"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(arguments: list[str], status: int, word: str, built: Report) -> None:
    done = regiongraph(*[part.replace("{out}", str(built.folder)) for part in arguments])
    assert done.returncode == status
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_queries_print_tables_csv_json_and_turtle(built: Report, tmp_path: Path) -> None:
    question = tmp_path / "question.rq"
    question.write_text("SELECT ?n WHERE { ?p a rg:Park ; skos:prefLabel ?n } ORDER BY ?n\n", encoding="utf-8")
    out = ("--out", str(built.folder))
    assert "紫荆产业园" in regiongraph("query", *out, "-f", str(question)).stdout
    assert regiongraph("query", *out, "-f", str(question), "--format", "csv").stdout.startswith("n\n")
    assert '"bindings"' in regiongraph("query", *out, "-f", str(question), "--format", "json").stdout
    construct = "CONSTRUCT { ?p a rg:Park } WHERE { ?p a rg:Park }"
    assert "@prefix rg:" in regiongraph("query", *out, construct, "--format", "turtle").stdout
    assert regiongraph("query", *out, "ASK { ?p a rg:Park }").stdout.strip() == "true"


def test_show_writes_a_page_of_a_part_of_the_graph(built: Report, tmp_path: Path) -> None:
    page = tmp_path / "part.html"
    done = regiongraph("show", "--region", "葫芦岛市", "--type", "Park", "--out", str(built.folder), "--to", str(page))
    assert (done.returncode, done.stdout.strip()) == (0, str(page)), done.stderr
    block = re.search(r'id="network-data">(.*?)</script>', page.read_text(encoding="utf-8"), re.S)
    assert block is not None
    nodes = json.loads(block[1])["nodes"]
    assert {node["type"] for node in nodes} <= {"Park", "Region"}
    assert "葫芦岛市" in {node["label"] for node in nodes}
    assert not {"盘锦市", "锦州市"} & {node["label"] for node in nodes}


def test_show_names_the_page_after_what_it_shows(built: Report) -> None:
    done = regiongraph("show", "--around", "锦州市", "--steps", "2", "--out", str(built.folder))
    assert done.returncode == 0, done.stderr
    page = built.folder / "network-around-锦州市-2.html"
    assert done.stdout.strip() == str(page)
    page.unlink()


def test_explain_prints_mentions_claims_and_cues() -> None:
    done = regiongraph("explain", "依托甲石化公司，打造精细化工产业集群。", "--subject", "锦州市")
    for word in ("甲石化公司", "精细化工产业集群", "company.full", "cluster.head", "targets", "引导词"):
        assert word in done.stdout


def test_validate_says_that_the_samples_are_valid(built: Report) -> None:
    done = regiongraph("validate", "--out", str(built.folder), "--shapes")
    assert (done.returncode, done.stdout.strip()) == (0, "图谱有效 the graph is valid")


def test_an_export_to_a_file_appears_whole(built: Report, tmp_path: Path) -> None:
    target = tmp_path / "facts.csv"
    done = regiongraph("export", "--out", str(built.folder), "--format", "csv", "--to", str(target))
    assert done.returncode == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfsubject,property")
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]
