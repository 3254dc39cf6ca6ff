"""Works that a region counts: rules with their examples, names, times, and what is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.claims.works import WorksRule, counted, works_rule, works_rules
from graph.documents import document
from graph.errors import RuleError
from graph.explain import cues_of, explain
from graph.ledger.match import works_key
from graph.pipeline import extract
from graph.rules import load_rules

MARK = re.compile(r"\[([^\[\]|]+)\|(\w+)\]")


def examples(kind: str) -> list[object]:
    return [pytest.param(rule, text, id=f"{rule.id}-{text}") for rule in works_rules() for text in getattr(rule, kind)]


def rules_for(rule: WorksRule) -> list[WorksRule]:
    """Return the rule, with those before it where it goes on with their act."""
    return [rule] if "<a>" in rule.pattern else list(works_rules())


@pytest.mark.parametrize(("rule", "example"), examples("match"))
def test_a_rule_finds_what_its_example_marks(rule: WorksRule, example: str) -> None:
    marked: dict[str, list[str]] = {"n": [], "a": [], "v": []}
    for mark in MARK.finditer(example):
        marked[mark[2]].append(mark[1])
    found = counted(MARK.sub(lambda mark: mark[1], example), rules_for(rule))
    assert [figure.name for figure in found] == [name + marked["a"][0] for name in marked["n"]]
    assert [figure.verbatim for figure in found] == marked["v"]
    assert rule.id in {figure.rule for figure in found}


@pytest.mark.parametrize(("rule", "example"), examples("reject"))
def test_a_rule_finds_nothing_in_what_it_rejects(rule: WorksRule, example: str) -> None:
    assert counted(example, rules_for(rule)) == []


def test_works_have_their_year_and_basis() -> None:
    text = (
        "锦州市政府工作报告（2024年）\n一、2023年工作回顾\n改造老旧小区94个。\n二、2024年工作安排\n改造老旧小区67个。\n"
    )
    claims = [claim for claim in extract(document(text)).claims if claim.property == "works"]
    told = [(claim.qualifiers["indicator"], claim.qualifiers["year"], claim.qualifiers["basis"]) for claim in claims]
    assert told == [("老旧小区改造", 2023, "actual"), ("老旧小区改造", 2024, "target")]


def test_explain_shows_the_words_that_steered_it() -> None:
    found = explain("改造老旧小区162个。", subject="锦州市")
    cues = {cue.list: cue.words for cue in cues_of(found) if cue.rule == "works.act-first"}
    assert cues["works-renew"] == ("改造",) and "老旧小区" in cues["works-thing"]


def test_a_number_is_counted_once() -> None:
    assert len(counted("完成162个老旧小区改造。")) == 1
    assert [figure.rule for figure in counted("完成162个老旧小区改造。")] == ["works.count-first"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("智能工厂、数字化车间新建", "数字化车间和智能工厂建设", True),
        ("城镇老旧小区改造", "老旧小区提升改造", True),
        ("老旧小区管网改造", "老旧小区改造", False),
        ("口袋公园建设", "口袋公园修缮", False),
    ],
)
def test_names_of_the_same_works(one: str, other: str, same: bool) -> None:
    assert (works_key(one) == works_key(other)) is same


@pytest.mark.parametrize(("yields", "pattern"), [("observation", "<n><v>"), ("works", "<n>"), ("works", "<n><v><x>")])
def test_a_bad_rule_is_refused_with_its_name(yields: str, pattern: str, tmp_path: Path) -> None:
    rule = f'[[rule]]\nid = "a.b"\nyields = "{yields}"\npattern = "{pattern}"\nmatch = ["甲", "乙"]\nreject = ["丙"]\n'
    (tmp_path / "bad.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match=r"bad\.toml: rule a\.b"):
        load_rules(tmp_path, works_rule)
