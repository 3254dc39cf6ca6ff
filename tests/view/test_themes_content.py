"""What themes.html holds of the sample documents: pairs of regions, sums, and sentences behind every entity."""

from __future__ import annotations

from typing import Any

import pytest

from graph.knowledge import KnowledgeGraph
from graph.themes import themes
from graph.themes.content import content


@pytest.fixture(scope="module")
def made(kg: KnowledgeGraph) -> dict[str, Any]:
    return content(themes(kg.store))


def test_every_entity_brings_sentences_of_its_own(made: dict[str, Any]) -> None:
    shown = {place for theme in made["themes"] for cell in theme["cells"] for place in cell["entities"]}
    assert shown
    assert not [made["entities"][place]["label"] for place in sorted(shown) if not made["entities"][place]["sentences"]]
    assert all(0 <= number < len(made["sentences"]) for each in made["entities"] for number in each["sentences"])


def test_a_pair_of_regions_counts_one_theme_of_a_family(made: dict[str, Any]) -> None:
    themes_ = made["themes"]

    def top(number: int) -> int:
        parent = themes_[number]["parent"]
        return number if parent is None else top(parent)

    assert made["shares"]
    for share in made["shares"]:
        assert share["themes"]
        families = [top(number) for number in share["themes"]]
        assert len(families) == len(set(families))
        for number in share["themes"]:
            assert {share["a"], share["b"]} <= {cell["region"] for cell in themes_[number]["cells"]}


def test_pairs_share_themes_below_the_first_level(made: dict[str, Any]) -> None:
    shared = {number for share in made["shares"] for number in share["themes"]}
    assert "精细化工" in {made["themes"][number]["zh"] for number in shared}


def test_what_several_regions_have_is_of_none(made: dict[str, Any]) -> None:
    homes: dict[int, set[int]] = {}
    for theme in made["themes"]:
        for cell in theme["cells"]:
            for place in cell["entities"]:
                homes.setdefault(place, set()).add(cell["region"])
    several = [place for place, regions in homes.items() if len(regions) > 1]
    assert several
    assert {made["entities"][place]["region"] for place in several} == {None}
    assert {made["entities"][place]["region"] == min(all_) for place, all_ in homes.items() if len(all_) == 1} == {True}
