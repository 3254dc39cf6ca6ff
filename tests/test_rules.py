"""Every rule's own examples, and what the loader refuses."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from graph.claims.indicators import figures
from graph.claims.taught import joined
from graph.errors import RuleError
from graph.lexicon import words
from graph.mentions import candidates
from graph.mentions.select import select
from graph.ontology import ontology
from graph.records import TYPES
from graph.rules import (
    ClaimRule,
    IndicatorRule,
    NameRule,
    _claim_rule,
    _name_rule,
    claim_rules,
    indicator_rules,
    load_rules,
    name_rules,
)

MARK = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]")


def names_expected(example: str) -> tuple[str, list[str]]:
    """Return the sentence of an example and the full names that are marked in it."""
    return MARK.sub(lambda mark: mark[1], example), [mark[2] or mark[1] for mark in MARK.finditer(example)]


def names_found(rule: NameRule, sentence: str) -> list[str]:
    found = select(candidates(sentence, [rule]))
    return [sentence[f.start : f.end] + (sentence[slice(*f.tail)] if f.tail else "") for f in found]


def each(rules, attribute):
    return [
        pytest.param(rule, text, id=f"{rule.id}:{text[:12]}") for rule in rules for text in getattr(rule, attribute)
    ]


@pytest.mark.parametrize(("rule", "example"), each(name_rules(), "match"))
def test_name_rule_finds_what_its_example_marks(rule: NameRule, example: str) -> None:
    sentence, expected = names_expected(example)
    assert names_found(rule, sentence) == expected


@pytest.mark.parametrize(("rule", "example"), each(name_rules(), "reject"))
def test_name_rule_finds_nothing_in_what_it_rejects(rule: NameRule, example: str) -> None:
    sentence, _ = names_expected(example)
    assert names_found(rule, sentence) == []


@pytest.mark.parametrize(("rule", "example"), each(claim_rules(), "match"))
def test_claim_rule_joins_what_its_example_marks(rule: ClaimRule, example: str) -> None:
    expected, found = joined(rule, example)
    assert expected
    assert found == expected


@pytest.mark.parametrize(("rule", "example"), each(claim_rules(), "reject"))
def test_claim_rule_joins_nothing_in_what_it_rejects(rule: ClaimRule, example: str) -> None:
    assert joined(rule, example)[1] == set()


def figures_found(rule: IndicatorRule, example: str) -> list[tuple[str, str, str]]:
    """Return name, value and growth of every figure; a rule that goes on with earlier names runs behind the others."""
    rules = [rule] if "n" in rule.slots or "r" in rule.slots else [*indicator_rules()[:3], rule]
    return [(f.name, f.verbatim, f.verbatim_growth) for f in figures(MARK.sub(lambda mark: mark[1], example), rules)]


@pytest.mark.parametrize(("rule", "example"), each(indicator_rules(), "match"))
def test_indicator_rule_finds_what_its_example_marks(rule: IndicatorRule, example: str) -> None:
    marked: dict[str, list[str]] = {"n": [], "v": [], "g": [], "r": []}
    for mark in MARK.finditer(example):
        marked[mark[2]].append(mark[1])
    found = figures_found(rule, example)
    if marked["r"]:
        assert [value for _, value, _ in found] == [value for value in marked["r"] for _ in range(3)]
        return
    names = [name for name, _, _ in found]
    assert [name for name in names if "占" not in name] == marked["n"]
    values = [value for _, value, _ in found if value]
    assert list(dict.fromkeys(values)) == list(dict.fromkeys(marked["v"]))
    assert [growth for _, _, growth in found if growth] == marked["g"]
    if rule.id == "indicator.share":
        assert any("占" in name for name in names)


@pytest.mark.parametrize(("rule", "example"), each(indicator_rules(), "reject"))
def test_indicator_rule_finds_nothing_in_what_it_rejects(rule: IndicatorRule, example: str) -> None:
    assert figures_found(rule, example) == []


def test_every_type_and_relation_has_a_rule() -> None:
    assert {rule.yields for rule in name_rules()} >= set(TYPES) - {"Region"}
    assert {*ontology().relations, *ontology().attributes} - {"partOf"} <= {rule.yields for rule in claim_rules()}


GOOD = 'id = "a.b"\nyields = "Park"\npattern = "<n>园"\nmatch = ["[甲]园", "[乙]园"]\nreject = ["丙"]'


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('match = ["[甲]园", "[乙]园"]', 'match = ["[甲]园"]'), "two match examples"),
        (('reject = ["丙"]', ""), "one reject example"),
        (('yields = "Park"', 'yields = "Planet"'), "no entity type"),
        (('pattern = "<n>园"', 'pattern = "<n>{nothing-here}"'), "no list"),
        (('pattern = "<n>园"', 'pattern = "<n>(园"'), "does not compile"),
        (('pattern = "<n>园"', 'pattern = "园"'), "exactly one slot"),
        (('id = "a.b"', ""), "has no id"),
        (('id = "a.b"', 'id = "a.b"\ncolour = "red"'), "unknown key 'colour'"),
        (('id = "a.b"', 'id = "a.b'), "not TOML"),
    ],
)
def test_loader_refuses_a_bad_name_rule_with_its_file(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    (tmp_path / "bad.toml").write_text("[[rule]]\n" + GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        load_rules(tmp_path, _name_rule)
    assert "bad.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "extra", "message"),
    [
        ("<s:Strategy>在<o:Region>", "", "slot s may not be Strategy"),
        ("<s:Moon>在<o:Region>", "", "unknown type 'Moon'"),
        ("在<o:Region>", "", "no slot s"),
        ("<s:Park>在<o:Region>", 'yields = "likes"', "no relation or attribute"),
    ],
)
def test_loader_refuses_a_bad_claim_rule_with_its_id(tmp_path: Path, pattern: str, extra: str, message: str) -> None:
    rule = textwrap.dedent(f"""
        [[rule]]
        id = "bad.rule"
        {extra or 'yields = "locatedIn"'}
        pattern = '{pattern}'
        match = ["[甲|s]在[乙|o]", "[丙|s]在[丁|o]"]
        reject = ["[甲|Park]"]
    """)
    (tmp_path / "bad.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        load_rules(tmp_path, _claim_rule)
    assert "bad.rule" in str(caught.value)


def test_loader_refuses_an_id_used_twice(tmp_path: Path) -> None:
    (tmp_path / "twice.toml").write_text(f"[[rule]]\n{GOOD}\n[[rule]]\n{GOOD}", encoding="utf-8")
    with pytest.raises(RuleError, match="used twice"):
        load_rules(tmp_path, _name_rule)


def test_word_lists_refuse_doubles_and_empty_files(tmp_path: Path) -> None:
    (tmp_path / "double.txt").write_text("推进\n# 推进\n推进\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"double\.txt:3: 推进 is on line 1"):
        words(tmp_path / "double.txt")
    (tmp_path / "empty.txt").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(RuleError, match="holds no word"):
        words(tmp_path / "empty.txt")
