"""Installed from a wheel, outside the checkout, it does its main job with ontology and grammar inside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_ontology_grammar_and_template(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "graph/_ontology/core.ttl",
        "graph/_ontology/shapes/evidence.ttl",
        "graph/grammar/gazetteers/regions.csv",
        "graph/grammar/claims.crf",
        "graph/grammar/labels.crf",
        "graph/grammar/rules/claims/firms.toml",
        "graph/queries/columns.csv",
        "graph/queries/projects-in.rq",
        "graph/view/template/network.html",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]


def test_it_builds_from_a_folder_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place, work = tmp_path / "installed", tmp_path / "work"
    zipfile.ZipFile(wheel).extractall(place)
    shutil.copytree(SAMPLES, work / "documents")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        "PYTHONPATH": str(place)
    }
    code = "import graph, sys; sys.stderr.write(graph.__file__); from graph.cli import main; main()"
    command = [sys.executable, "-c", code, "build", "documents", "--out", "out"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=work, check=False)
    assert done.returncode == 0, done.stderr
    assert str(place) in done.stderr
    report = json.loads((work / "out" / "build.json").read_text(encoding="utf-8"))
    assert len(report["documents"]) == 5
    assert (work / "out" / "network.html").stat().st_size > 500_000
