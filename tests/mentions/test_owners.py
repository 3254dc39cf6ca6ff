"""The firm that a project's name begins with is told from places, trades and what is made."""

from __future__ import annotations

import pytest

from graph.lexicon import regions
from graph.mentions.owners import from_elsewhere, worked
from graph.mentions.stems import goes_on, stem_of


@pytest.mark.parametrize(
    ("words", "firm"),
    [
        ("锦州烟厂易地技扩改", "锦州烟厂"),
        ("绾岫尼龙扩建", "绾岫尼龙"),
        ("绾岫化工二期", "绾岫化工"),
        ("绾岫动力电池三期", ""),
        ("绾岫璟二期", "绾岫璟"),
        ("德阳时代5#超级工厂", "德阳时代"),
        ("光伏发电二期", ""),
        ("紫荆水厂扩建", ""),
        ("第一人民医院迁建", ""),
    ],
)
def test_works_on_plants_name_their_firm(words: str, firm: str) -> None:
    assert words[: worked(words, None)] == firm


@pytest.mark.parametrize(
    ("words", "firm"),
    [("深圳绾岫新能源专用车", "深圳绾岫"), ("德阳绾岫动力电池", ""), ("深圳科技产业园", ""), ("深圳至柳州铁路", "")],
)
def test_a_firm_from_elsewhere_is_named_by_its_seat(words: str, firm: str) -> None:
    assert words[: from_elsewhere(words, regions().by_name["德阳市"][0])] == firm


def test_short_names_have_stems_that_are_no_words() -> None:
    assert (stem_of("绾岫光电", None), stem_of("阳光能源", None), stem_of("中国石化", None)) == ("绾岫", "", "")
    assert goes_on("绾岫模组", "绾岫")
    assert not goes_on("绾岫山修复", "绾岫")
