"""The gazetteers: their form, that they hang together, and some general knowledge that they must hold."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from graph.lexicon import GRAMMAR, central_groups, cues, industries, regions, words

GAZETTEERS = GRAMMAR / "gazetteers"
LEVELS = ("province", "prefecture", "county")
#: Kinds of industries and words that mostly mean something else: none of them is an industry by itself.
NO_INDUSTRY = (
    "主导产业 支柱产业 优势产业 特色产业 新兴产业 战略性新兴产业 未来产业 传统产业 第一产业 第二产业 第三产业 "
    "产业 行业 经济 服务 教育 工业 农业 建设 交通 能源 文化 商业 材料 环保 民营经济 县域经济 实体经济 企业 项目"
)
#: Words that no group may be called, however a report shortens its name.
NO_GROUP = "招商 招商局 建设 东方 联通 移动 东风 三峡 通用技术 美的 三星 小米 浪潮"
#: Industries of all parts of the country.
KNOWN = (
    "精细化工 生物制药 医药中间体 预制菜 光伏 煤层气 稀土新材料 鲜切花 工程机械 酱香白酒 鞋服 泵阀 小家电 枸杞 "
    "热带特色高效农业 低空经济 商业航天 银发经济 冰雪经济 海洋渔业 跨境电商 工业互联网 现代物流 检验检测"
)


def rows(name: str) -> list[dict[str, str]]:
    with (GAZETTEERS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#") and line.strip()))


def parts(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


DIVISIONS = rows("regions.csv")
CURRENT = [row for row in DIVISIONS if not row["until"]]
GONE = [row for row in DIVISIONS if row["until"]]
FUNCTIONAL = rows("functional.csv")
GROUPS = rows("central_groups.csv")
BY_CODE = {row["code"]: row for row in DIVISIONS}


@pytest.mark.parametrize("path", sorted(GAZETTEERS.iterdir()), ids=lambda path: path.name)
def test_every_file_begins_with_a_header_that_names_its_sources(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = [line for line in text.splitlines()[:12] if line.startswith("#")]
    assert text.startswith("# ")
    assert any("Sources: " in line for line in header)
    assert "temporary" not in text


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("regions.csv", "code name level parent short former until successor"),
        ("functional.csv", "code name aliases members"),
        ("central_groups.csv", "name aliases"),
        ("universities.csv", "name aliases place"),
    ],
)
def test_every_row_has_all_columns_without_spaces_around(name: str, columns: str) -> None:
    for row in rows(name):
        assert list(row) == columns.split(), row
        assert all(cell is not None and cell == cell.strip() for cell in row.values()), row
        assert row["name"]


def test_codes_are_unique_and_of_their_form() -> None:
    codes = Counter(row["code"] for row in (*DIVISIONS, *FUNCTIONAL))
    assert [code for code, count in codes.items() if count > 1] == []
    assert [row["code"] for row in DIVISIONS if not re.fullmatch(r"[1-8]\d{5}", row["code"])] == []
    assert [row["code"] for row in FUNCTIONAL if not re.fullmatch(r"[cx]-[a-z]+", row["code"])] == []


def test_counts_of_divisions() -> None:
    counts = Counter(row["level"] for row in CURRENT)
    assert set(counts) == set(LEVELS)
    assert counts["province"] == 34
    assert 330 <= counts["prefecture"] <= 336
    assert 2800 <= counts["county"] <= 2900


def test_levels_and_parents_hang_together() -> None:
    for row in DIVISIONS:
        if row["level"] == "province":
            assert row["parent"] == "", row
            assert row["code"].endswith("0000"), row
            continue
        above = BY_CODE[row["parent"]]
        assert not above["until"], row
        assert LEVELS.index(above["level"]) < LEVELS.index(row["level"]), row
        assert above["code"][:2] == row["code"][:2], row
        assert row["level"] == "county" or row["code"].endswith("00"), row


def test_names_end_as_their_level_asks() -> None:
    ends = {"province": "省市区", "prefecture": "市州盟区", "county": "区县市旗"}
    assert [row["name"] for row in DIVISIONS if row["name"][-1] not in ends[row["level"]]] == []


def test_no_parent_has_two_current_divisions_of_one_name() -> None:
    counts = Counter((row["parent"], row["name"]) for row in CURRENT)
    assert [key for key, count in counts.items() if count > 1] == []


def test_short_names() -> None:
    assert [row["name"] for row in CURRENT if row["level"] == "province" and not row["short"]] == []
    assert [row["name"] for row in DIVISIONS if len(row["short"]) == 1 or "自治" in row["short"]] == []
    assert [row["name"] for row in CURRENT if row["level"] == "prefecture" and not row["short"]] == ["兴安盟"]


def test_divisions_that_are_gone_say_until_when_and_where_to() -> None:
    assert len(GONE) >= 50
    for row in GONE:
        assert 1990 <= int(row["until"]) <= 2026, row
        assert row["successor"] in BY_CODE, row
        assert not BY_CODE[row["successor"]]["until"], row
    assert [row["name"] for row in CURRENT if row["successor"]] == []


def test_former_names_resolve_to_their_division() -> None:
    named = [(name, row["code"]) for row in DIVISIONS for name in parts(row["former"])]
    assert len(named) >= 150
    for name, code in named:
        assert code in {region.code for region in regions().by_name[name]}, name


def test_members_of_functional_regions_are_current_divisions() -> None:
    for row in FUNCTIONAL:
        members = parts(row["members"])
        assert len(members) == len(set(members)), row
        assert [code for code in members if code not in BY_CODE or BY_CODE[code]["until"]] == [], row
        assert not (members and row["code"].startswith("c-")), row


def test_names_of_functional_regions_are_unique_and_no_divisions() -> None:
    rows_of: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in FUNCTIONAL:
        for name in (row["name"], *parts(row["aliases"])):
            rows_of[name].append(row)
    for name, namesakes in rows_of.items():
        provinces = [{code[:2] for code in parts(row["members"])} for row in namesakes]
        told_apart = all(provinces) and sum(map(len, provinces)) == len(set().union(*provinces))
        assert len(namesakes) == 1 or told_apart, f"{name}: namesakes need members, of different provinces"
        assert name not in [row["name"] for row in namesakes] or len(namesakes) == 1, f"{name}: a namesake is no alias"
    divisions = {name for row in DIVISIONS for name in (row["name"], row["short"], *parts(row["former"]))}
    assert sorted(divisions & set(rows_of)) == []


def test_functional_regions_and_countries_are_many() -> None:
    counts = Counter(row["code"][0] for row in FUNCTIONAL)
    assert counts["x"] >= 150
    assert counts["c"] >= 100


def test_industries_are_no_kinds_and_no_regions() -> None:
    assert len(industries()) >= 1300
    assert sorted(industries() & set(NO_INDUSTRY.split())) == []
    assert sorted(word for word in industries() if word in regions().by_name) == []
    assert [word for word in industries() if len(word) < 2 or re.search(r"[，。；、“”\s]", word)] == []
    assert sorted(industries() & set(central_groups())) == []


@pytest.mark.parametrize(("name", "least"), [("industry_tails", 60), ("industry_modifiers", 60)])
def test_tails_and_modifiers_are_short_words(name: str, least: int) -> None:
    found = words(GAZETTEERS / f"{name}.txt")
    assert len(found) >= least
    assert [word for word in found if len(word) > 5] == []


def test_names_of_groups_are_unique() -> None:
    names = Counter(name for row in GROUPS for name in (row["name"], *parts(row["aliases"])))
    assert [name for name, count in names.items() if count > 1] == []
    assert [name for name in names if len(name) < 2] == []


def test_no_name_of_a_group_is_a_cue_or_a_region() -> None:
    listed = {word for path in (GRAMMAR / "cues").glob("*.txt") for word in cues(path.stem)}
    assert sorted(listed & set(central_groups())) == []
    assert sorted(name for name in central_groups() if name in regions().by_name) == []


@pytest.mark.parametrize("word", NO_GROUP.split())
def test_ordinary_words_are_no_groups(word: str) -> None:
    assert word not in central_groups()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("凌河区", "210703"),
        ("辽宁", "210000"),
        ("延边", "222400"),
        ("恩施州", "422800"),
        ("喀左", "211324"),
        ("前郭", "220721"),
        ("浦东", "310115"),
        ("济源市", "419001"),
        ("神农架", "429021"),
        ("临平区", "330113"),
        ("襄樊市", "420600"),
        ("思茅市", "530800"),
        ("大洼县", "211104"),
        ("鄞县", "330212"),
        ("即墨市", "370215"),
        ("中甸县", "533401"),
        ("崇安县", "350782"),
        ("莱芜市", "371200"),
        ("地级巢湖市", "341400"),
        ("辽宁沿海经济带", "x-lnyh"),
        ("韩国", "c-kr"),
    ],
)
def test_a_name_means_its_region(name: str, code: str) -> None:
    assert code in {region.code for region in regions().by_name[name]}


def test_some_members_and_successors() -> None:
    members = {row["name"]: set(parts(row["members"])) for row in FUNCTIONAL}
    assert members["京津冀"] == {"110000", "120000", "130000"}
    assert members["辽宁沿海经济带"] == {"210200", "210600", "210700", "210800", "211100", "211400"}
    assert members["长株潭"] == {"430100", "430200", "430300"}
    assert len(members["长江经济带"]) == 11
    assert len(members["粤港澳大湾区"]) == 11
    assert len(members["西部地区"]) == 12
    assert BY_CODE["371200"]["successor"] == "370100"
    assert BY_CODE["330104"]["successor"] == "330102"
    assert BY_CODE["310108"]["successor"] == "310106"


@pytest.mark.parametrize("word", KNOWN.split())
def test_an_industry_is_known(word: str) -> None:
    assert word in industries()


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("国电投", "国家电投"),
        ("中石油", "中国石油"),
        ("国家电网", "国网"),
        ("中核", "中国核工业集团"),
        ("南方电网", "南网"),
        ("一汽", "中国一汽"),
        ("海尔集团", "海尔"),
    ],
)
def test_a_short_form_means_its_group(short: str, name: str) -> None:
    assert central_groups()[short] == name


def test_universities_lie_in_a_known_place() -> None:
    from graph.lexicon import universities

    assert universities()["哈工大"] == "哈尔滨市"
    assert all(place in regions().by_name for place in universities().values())
