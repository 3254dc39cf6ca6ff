"""Rules of a user's own file: what they add, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.claims.taught import taught_rules
from graph.cli import app
from graph.errors import RuleError
from graph.explain import explain
from graph.records import Mention

RULE = """[[rule]]
id = "cooperatesWith.like-family"
yields = "cooperatesWith"
pattern = '<s:Region>与<o:Region+>结(?:为)?亲家'
match = ["[甲市|s]与[乙市|o]结亲家", "[甲市|s]与[乙市|o]、[丙市|o]结为亲家"]
reject = ["[甲市|Region]与[乙市|Region]相邻"]
"""
SENTENCE = "锦州市与葫芦岛市、盘锦市结为亲家。"


def written(folder: Path, text: str = RULE) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def found(rules: Path | None) -> set[tuple[str, str, str]]:
    told = explain(SENTENCE, subject="锦州市", rules=rules).claims
    return {(one.subject.text, one.rule, one.object.text) for one in told if isinstance(one.object, Mention)}


def test_a_rule_of_a_users_file_adds_what_it_says(tmp_path: Path) -> None:
    rule = "cooperatesWith.like-family"
    assert found(written(tmp_path)) - found(None) == {("锦州市", rule, "葫芦岛市"), ("锦州市", rule, "盘锦市")}


def test_the_command_takes_the_file(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", SENTENCE, "--subject", "锦州市", "--rules", str(written(tmp_path))])
    assert shown.exit_code == 0
    assert "cooperatesWith.like-" in shown.stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("(?:为)?", "", "the match example .*结为亲家.* gives nothing"),
        ("结(?:为)?亲家", "(?:结为?亲家|相邻)", "the reject example .*相邻.* gives 甲市 → 乙市"),
        ("[甲市|s]与[乙市|o]结", "[甲市|x]与[乙市|o]结", "marks neither a slot"),
        ("cooperatesWith.like-family", "cooperatesWith.pair", "has this id"),
        ("<s:Region>", "<s:Strategy>", "slot s may not be Strategy"),
        ("[[rule]]\n", '[[rule]]\ninside = "Region"\n', "inside works in"),
        ("[[rule]]", "[[rule", "not TOML"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in RULE
    with pytest.raises(RuleError, match=message) as caught:
        taught_rules(written(tmp_path, RULE.replace(old, new)))
    assert "mine.toml" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        taught_rules(tmp_path / "none.toml")
