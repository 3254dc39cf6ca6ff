"""Documents of cities in the whole country, their facts noted down beforehand: what is found of them stays found."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evaluate import Score, evaluate

PASSAGES = Path(__file__).parent / "passages"
#: Kind of fact, and the least F1 over all passages and over those that no rule was written with.
FLOORS = {
    "entity ALL": (0.88, 0.75),
    "relation ALL": (0.78, 0.60),
    "indicator": (0.80, 0.80),
    "attribute status": (0.80, 0.58),
}
UNSEEN = ("a02", "b03", "c02", "d03", "f03")


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return evaluate(PASSAGES / "gold", PASSAGES / "documents")


@pytest.fixture(scope="module")
def unseen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    gold = tmp_path_factory.mktemp("gold")
    for name in UNSEEN:
        (gold / f"{name}.jsonl").write_bytes((PASSAGES / "gold" / f"{name}.jsonl").read_bytes())
    return evaluate(gold, PASSAGES / "documents")


@pytest.mark.parametrize("kind", FLOORS)
def test_passages_of_the_whole_country(scores: dict[str, Score], kind: str) -> None:
    assert scores[kind].f1 >= FLOORS[kind][0], f"{kind}: {scores[kind].f1:.3f}"


@pytest.mark.parametrize("kind", FLOORS)
def test_passages_that_no_rule_was_written_with(unseen: dict[str, Score], kind: str) -> None:
    assert unseen[kind].f1 >= FLOORS[kind][1], f"{kind}: {unseen[kind].f1:.3f}"
