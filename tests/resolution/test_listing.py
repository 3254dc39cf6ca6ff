"""The list of merges: written by a build, filtered and printed by the command."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from graph.cli import main
from graph.errors import GraphError
from graph.pipeline import build
from graph.resolution.listing import COLUMNS, read_merges

TEXT = """锦州市2024年政府工作报告
加快凌河松岭产业园区建设。支持松岭产业园扩区。江河新材料科技（集团）有限公司（以下简称“江河科技”）扩产。
壮大江河科技等骨干企业。推进松岭核电一期和松岭核电二期建设。
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merges")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("锦州市2025年政府工作报告\n支持松岭产业园招商。\n", encoding="utf-8")
    build([folder / "a.txt", folder / "b.txt"], folder / "out", subject="锦州市")
    return folder / "out"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_every_row_quotes_the_sentences_of_both_names(built: Path) -> None:
    rows = read_merges(built)
    assert tuple(rows[0]) == COLUMNS
    [row] = [row for row in rows if row["rule"] == "park.place-prefix"]
    assert (row["form"], row["compared"]) == ("松岭产业园", "凌河松岭产业园区")
    assert row["quote"] == "支持松岭产业园扩区。"
    assert row["compared_quote"].startswith("加快凌河松岭产业园区建设。")
    text = (built.parent / "a.txt").read_text(encoding="utf-8")
    assert text[int(row["start"]) : int(row["end"])] == "松岭产业园"


def test_the_file_is_the_same_for_any_order_of_documents(built: Path, tmp_path: Path) -> None:
    build([built.parent / "b.txt", built.parent / "a.txt"], tmp_path / "out", subject="锦州市")
    assert (tmp_path / "out" / "merges.csv").read_bytes() == (built / "merges.csv").read_bytes()


def test_names_written_alike_are_listed_on_demand(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merges", "--out", str(built), "--format", "json") == 0
    some = json.loads(capsys.readouterr().out)
    assert run("merges", "--out", str(built), "--format", "json", "--all") == 0
    everything = json.loads(capsys.readouterr().out)
    assert "same-name" not in {row["rule"] for row in some}
    assert {row["rule"] for row in everything} - {row["rule"] for row in some} == {"same-name"}


def test_filters_and_formats(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merges", "--out", str(built), "--name", "江河科技", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["rule"] for row in rows] == ["declared-short-form"]
    assert run("merges", "--out", str(built), "--rule", "park") == 0
    shown = capsys.readouterr().out
    assert "park.place-prefix" in shown
    assert "declared-short-form" not in shown


def test_what_was_kept_apart_is_listed_with_the_reason(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merges", "--out", str(built), "--apart", "--format", "json") == 0
    assert all(row["rule"].startswith("apart.") for row in json.loads(capsys.readouterr().out))


def test_a_folder_without_the_list_is_an_error_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merges", "--out", str(tmp_path)) == 2
    assert "merges.csv" in capsys.readouterr().err
    with pytest.raises(GraphError):
        read_merges(tmp_path)


def test_a_build_tells_of_decisions_that_mean_nothing(built: Path, tmp_path: Path) -> None:
    same = tmp_path / "same.csv"
    same.write_text("name,other\n松岭产业园,没有的园\n", encoding="utf-8")
    report = build([built.parent / "a.txt"], tmp_path / "out", subject="锦州市", same=same)
    told = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    assert told["unused decisions"] == list(report.unused)
    assert "same.csv:2" in report.unused[0]
    assert report.complete


def test_a_build_with_wrong_decisions_leaves_nothing(built: Path, tmp_path: Path) -> None:
    different = tmp_path / "different.csv"
    different.write_text("name,other\n松岭产业园\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", str(built.parent / "a.txt"), "--out", str(out), "--different", str(different)) == 2
    assert not out.exists()
