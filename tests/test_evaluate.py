"""Scores: perfect where all is found, honest where it is not, and clear about bad gold files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DocumentError
from graph.evaluate import evaluate, read_gold
from tests.conftest import ROOT, SAMPLES

TEXT = """锦州市2024年政府工作报告
依托甲山石化，打造石化产业集群。甲山石化40万吨树脂项目开工。全市地区生产总值增长6%。
"""
HEAD = {"kind": "document", "doc": "one", "subject": "锦州市", "year": 2024}
FACTS: list[dict[str, Any]] = [
    {"kind": "entity", "type": "Region", "name": "锦州市", "aliases": ["锦州"]},
    {"kind": "entity", "type": "Company", "name": "甲山石化"},
    {"kind": "entity", "type": "Cluster", "name": "石化产业集群"},
    {"kind": "entity", "type": ["Project", "Facility"], "name": "甲山石化40万吨树脂项目"},
    {"kind": "relation", "s": "甲山石化", "p": "leads", "o": "石化产业集群", "explicit": True},
    {"kind": "relation", "s": "锦州市", "p": "targets", "o": "石化产业集群", "explicit": True},
    {"kind": "relation", "s": "甲山石化", "p": "undertakes", "o": "甲山石化40万吨树脂项目", "explicit": True},
    {"kind": "relation", "s": "甲山石化", "p": "locatedIn", "o": "锦州市", "explicit": False},
    {"kind": "attribute", "s": "甲山石化40万吨树脂项目", "a": "status", "value": "started"},
    {"kind": "attribute", "s": "甲山石化40万吨树脂项目", "a": "capacity", "value": {"value": 400000, "unit": "吨"}},
    {
        "kind": "indicator",
        "region": "锦州市",
        "indicator": "地区生产总值",
        "growth": 6,
        "year": 2024,
        "status": "target",
    },
]


def written(folder: Path, facts: list[dict[str, Any]]) -> tuple[Path, Path]:
    gold, documents = folder / "gold", folder / "documents"
    gold.mkdir()
    documents.mkdir()
    (documents / "one.txt").write_text(TEXT, encoding="utf-8")
    lines = [json.dumps(fact, ensure_ascii=False) for fact in [HEAD, *facts]]
    (gold / "one.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return gold, documents


def test_a_document_that_is_read_as_expected_scores_one(tmp_path: Path) -> None:
    scores = evaluate(*written(tmp_path, FACTS))
    for kind in ("entity ALL", "relation ALL", "attribute status", "attribute capacity", "indicator"):
        assert (scores[kind].precision, scores[kind].recall, scores[kind].f1) == (1.0, 1.0, 1.0), scores[kind]


def test_what_is_missed_and_what_is_wrong_is_listed(tmp_path: Path) -> None:
    other = {"kind": "entity", "type": "Park", "name": "乙产业园"}
    scores = evaluate(*written(tmp_path, [fact for fact in FACTS if fact.get("name") != "甲山石化"] + [other]))
    assert scores["entity Park"].missed == ["one: 乙产业园"]
    assert scores["entity Company"].wrong == ["one: 甲山石化 (Company)"]
    assert scores["entity ALL"].f1 < 1.0
    assert any("?甲山石化 leads" in line for line in scores["relation leads"].wrong)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no fact"),
        ("nonsense\n", ":1: is no fact"),
        ('{"kind": "entity", "type": "Park", "name": "甲园"}\n', ":1: the first line"),
        ('{"kind": "document", "doc": "one"}\n{"name": "x"}\n', ":2: is no fact"),
    ],
)
def test_a_bad_gold_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        read_gold(path)


def test_missing_documents_and_folders_are_named(tmp_path: Path) -> None:
    gold, documents = written(tmp_path, FACTS)
    (documents / "one.txt").unlink()
    with pytest.raises(DocumentError, match="names the document one"):
        evaluate(gold, documents)
    with pytest.raises(DocumentError, match=r"no \.jsonl file"):
        evaluate(documents, documents)


@pytest.mark.slow
def test_the_samples_keep_their_quality() -> None:
    scores = evaluate(ROOT / "examples" / "gold", SAMPLES)
    assert scores["entity ALL"].f1 >= 0.80
    assert scores["relation ALL"].f1 >= 0.72
    assert scores["indicator"].recall >= 0.80
