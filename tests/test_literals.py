"""The words that a rule cannot do without: no line that it matches is passed over, and few others are looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.documents import find, load
from graph.literals import Needs, Prefilter, needs
from graph.mentions import candidates
from graph.mentions.scan import scan
from graph.patterns import Pattern
from graph.rules import claim_rules, indicator_rules, name_rules
from graph.text.clean import clean

SAMPLES = Path(__file__).parent.parent / "examples" / "documents"
PASSAGES = Path(__file__).parent / "passages" / "documents"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("甲(?:乙|丙丁)?戊", {frozenset({"甲戊", "甲乙戊", "甲丙丁戊"})}),
        ("(?:新建|扩建)[^，]*园", {frozenset({"新建", "扩建"}), frozenset({"园"})}),
        ("(?:甲园|甲园区).+", {frozenset({"甲园"})}),
        ("(?<=由)甲", {frozenset({"由"}), frozenset({"甲"})}),
        ("甲(?!乙)", {frozenset({"甲"})}),
        ("[甲乙]{2}丙?", {frozenset({"甲", "乙"})}),
        ("(?:甲.*)?|乙", set()),
        ("\\d+", set()),
    ],
)
def test_needs(pattern: str, expected: set[frozenset[str]]) -> None:
    assert set(needs(pattern)) == expected


PARTS = [part for rule in name_rules() for part in re.split(r"<n\+?>", rule.pattern) if part]
REGEXES = [
    *((Pattern(part, "test").regex, needs(part)) for part in PARTS),
    *((rule.regex.regex, rule.needs) for rule in (*claim_rules(), *indicator_rules())),
]


@given(st.sampled_from(REGEXES), st.data())
def test_every_match_holds_its_words(rule: tuple[re.Pattern[str], Needs], data: st.DataObject) -> None:
    regex, needed = rule
    text = data.draw(st.from_regex(regex))
    if regex.search(text):  # a text of several lines may match otherwise than it was made
        assert all(any(word in text for word in words) for words in needed)


def test_no_candidate_of_any_rule_is_passed_over() -> None:
    for path in find([SAMPLES, PASSAGES]):
        text = clean(load(path)).text
        assert set(candidates(text)) == {found for rule in name_rules() for found in scan(rule, text)}


def test_few_rules_are_run_over_a_sentence() -> None:
    lines = [line for path in find([PASSAGES]) for line in clean(load(path)).text.splitlines()]
    rules = Prefilter((rule, rule.needs) for rule in name_rules())
    assert sum(len(rules.may_match(line)) for line in lines) < len(lines) * len(name_rules()) / 5


def test_rules_without_words_always_run() -> None:
    rules = Prefilter([("all", ()), ("some", [frozenset({"甲"})])])
    assert rules.may_match("乙") == ["all"]
    assert rules.may_match("甲") == ["all", "some"]
