"""The notebooks run from top to bottom."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: What must be seen in the output of a notebook: pictures, and the words that its story rests on.
PICTURES = {"02-ask-with-sparql": 1, "03-shared-themes": 3}
TOLD = {
    "02-ask-with-sparql": (
        "基础化工和精细化工产业集群 | 锦西石化",  # a question of the bank
        "头部企业是航锦化工、锦西石化",  # and the sentence behind it
        "no parameter of companies-in",  # a wrong parameter is refused
        "170.00",  # an aim for 2025, beside what was reached
        "宝众宝达",  # a statement that a later sentence overrules
    ),
    "03-shared-themes": (
        "石化化工 petrochemicals",
        "合作 cooperation",  # in the picture
        "合作：“长兴岛—辽东湾—锦州湾”石化及精细化工产业带",
        "锦州与葫芦岛、盘锦联手",
        "已经全面投产",
        "<iframe srcdoc=",
    ),
    "04-teach-it-a-rule": (
        "凌河区 cooperatesWith 韩国   [cooperatesWith.exchanges]",
        "the reject example",
        "凌河区 cooperatesWith 韩国 ('cooperatesWith.exchanges',)",  # what is new in the samples
        "韩国 target",
        "with my rule 加上新规则: P 1.00  R 1.00",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_something(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), f"{path.name}: stored with output; clear it"
    for cell in notebook.cells:
        cell.source = cell.source.replace("root / 'out'", repr(str(tmp_path / "out")))
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert len(shown) >= 6
    assert (tmp_path / "out" / "network.html").exists()
    outputs = [output for cell in shown for output in cell.outputs]
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    pictures = [output.data["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert len(pictures) == PICTURES.get(path.stem, 0)
    assert all("<text" in picture and "NaN" not in picture for picture in map(str, pictures))
    told = "\n".join(output.get("text", "") or str(output.get("data", "")) for output in outputs)
    assert [words for words in TOLD.get(path.stem, ()) if words not in told] == []


def test_there_is_a_first_notebook() -> None:
    assert NOTEBOOKS[0].name == "01-first-graph.ipynb"
