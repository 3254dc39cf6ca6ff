"""A build: the same bytes every time, nothing lost, one line for what goes wrong, the right exit status."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph import pipeline
from graph.errors import GraphError
from graph.pipeline import NothingBuiltError, build
from tests.conftest import ROOT, SAMPLES

TEXT = "锦州市2024年政府工作报告\n依托甲山石化，打造石化产业集群。全市地区生产总值增长6%。\n"
FILES = ("graph.nq", "graph.ttl", "network.html")


def run(*arguments: str, seed: str = "0", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": "160", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(ROOT / "build_graph.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd, check=False)


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]
    first = run(*paths, "--out", str(tmp_path / "a"), seed="1")
    second = run(*reversed(paths), "--out", str(tmp_path / "b"), seed="2")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    lines = (tmp_path / "a" / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_tables_go_to_stdout_and_progress_to_stderr(tmp_path: Path) -> None:
    done = run(str(SAMPLES), "--out", str(tmp_path / "out"))
    assert done.returncode == 0
    for word in ("文件 documents", "园区 Park", "位于 locatedIn", "葫芦岛市", str(tmp_path / "out" / "network.html")):
        assert word in done.stdout.replace("\n", "")
    assert "5/5" in done.stderr
    assert "5/5" not in done.stdout


def test_a_bad_document_is_reported_and_skipped_and_the_status_is_1(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "in" / "twice.txt").write_text(TEXT, encoding="utf-8")
    done = run(str(tmp_path / "in"), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    report = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    assert [Path(one["path"]).name for one in report["documents"]] == ["good.txt"]
    assert sorted(Path(one["path"]).name for one in report["failed"]) == ["binary.txt", "empty.txt", "twice.txt"]
    assert "Traceback" not in done.stderr
    for name in ("empty.txt", "binary.txt", "twice.txt"):
        assert sum(name in line for line in done.stderr.splitlines() if line.startswith("left out")) >= 1


def test_build_json_shows_what_a_document_is(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    report = build([path], tmp_path / "out", subject="盘锦市", year=2021)
    told = json.loads(report.json())["documents"][0]
    assert (told["subject"], told["code"], told["year"], told["genre"]) == ("盘锦市", "211100", 2021, "work-report")
    assert told["title"] == "锦州市2024年政府工作报告"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["/no/such/file.txt"], "no such file"),
        ([], "INPUT"),
        (["examples/documents", "--subject", "火星市"], "火星市"),
        (["examples/documents", "--year", "abc"], "--year"),
        (["examples/documents", "--base", "nowhere"], "--base"),
        (["examples/documents", "--nope"], "--nope"),
    ],
)
def test_wrong_usage_is_status_2_and_leaves_no_output(tmp_path: Path, arguments: list[str], word: str) -> None:
    done = run(*arguments, "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_of_someone_elses_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="no earlier output"):
        build([SAMPLES], tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_build_that_fails_half_way_leaves_the_last_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    build([path], tmp_path / "out")
    before = digests(tmp_path / "out")
    path.write_text(TEXT + "推进甲山石化二期项目。", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "create", full)
    with pytest.raises(GraphError, match="No space left"):
        build([path], tmp_path / "out")
    assert digests(tmp_path / "out") == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.txt", "out"]


def test_a_build_of_nothing_leaves_the_last_output_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    build([path], tmp_path / "out")
    before = digests(tmp_path / "out")
    path.write_bytes(b"")
    with pytest.raises(NothingBuiltError) as caught:
        build([path], tmp_path / "out")
    assert "is empty" in caught.value.failures[0].message
    assert digests(tmp_path / "out") == before
    assert run(str(path), "--out", str(tmp_path / "out")).returncode == 1


def test_an_output_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    build([path], tmp_path / "out")
    (tmp_path / "out" / "stale.html").write_text("old", encoding="utf-8")
    build([path], tmp_path / "out")
    assert not (tmp_path / "out" / "stale.html").exists()
    assert (tmp_path / "out" / "store").is_dir()


def test_a_document_that_breaks_a_stage_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT + name * 3, encoding="utf-8")
    real = pipeline.extract

    def fragile(document: object, **options: object) -> object:
        if getattr(document, "id", "").startswith("a-"):
            raise ValueError("boom")
        return real(document, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "extract", fragile)
    report = build([tmp_path], tmp_path / "out")
    assert [document.id[0] for document in report.documents] == ["b"]
    assert "boom" in report.failures[0].message
