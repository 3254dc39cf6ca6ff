"""The labeller beside the rules: its tags, its rebuilding, and that it finds more in documents it was not made with."""

from __future__ import annotations

import itertools
from pathlib import Path

from graph.evaluate import evaluate
from graph.mentions.features import features
from graph.mentions.found import Found
from graph.mentions.labels import MODEL, relabelled, spans_of, tags_of
from training import names, texts

ROOT = Path(__file__).parents[2]
PASSAGES = ROOT / "tests" / "passages"


def test_tags_and_spans_say_the_same() -> None:
    names = [Found(0, 3, "Park", "a", 1), Found(3, 5, "Park", "b", 1), Found(6, 8, "Company", "c", 1)]
    tags = tags_of(9, names)
    assert tags == ["B-Park", "I-Park", "I-Park", "B-Park", "I-Park", "O", "B-Company", "I-Company", "O"]
    assert list(spans_of(tags)) == [(one.start, one.end, one.type) for one in names]


def test_every_character_has_features_and_sees_its_neighbours() -> None:
    found = features("建设甲园", tags_of(4, [Found(2, 4, "Park", "a", 1)]))
    assert len(found) == 4
    assert {"甲", "1设", "3园", "5设甲", "6甲园", "B-Park", "tO", "uI-Park"} <= set(found[2])


def test_names_of_gazetteers_are_not_judged() -> None:
    text = "宜昌市的的的。"
    place = Found(0, 3, "Region", "region.name", 54)
    assert place in relabelled(text, [(0, len(text))], [place])


def test_the_same_texts_give_the_same_model(tmp_path: Path) -> None:
    sentences = list(itertools.islice(names.examples(), 150, 190))
    for name in ("a", "b"):
        assert names.train(sentences, tmp_path / name) > 500
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_it_finds_more_in_documents_that_neither_it_nor_a_rule_was_made_with() -> None:
    assert MODEL.exists()
    with_it, rules = (
        evaluate(PASSAGES / "gold", PASSAGES / "documents", without=dict.fromkeys(texts.UNSEEN, left))["entity ALL"]
        for left in ((), ("labels.name",))
    )
    assert with_it.f1 > rules.f1 + 0.01
    assert with_it.recall > rules.recall
