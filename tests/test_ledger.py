"""What was promised, what was reported later: every outcome, on invented documents of two years and on the samples."""

from __future__ import annotations

import csv
import io
import json
import re

import pyoxigraph as ox
import pytest

from graph.documents import document
from graph.errors import StoreError
from graph.knowledge import KnowledgeGraph
from graph.ledger import FORMATS, KINDS, OUTCOMES, Ledger, Row, alike, ledger
from graph.pipeline import Report, extract
from graph.rdf.iris import BASE
from graph.rdf.triples import triples
from graph.resolution import resolve
from tests.test_docs import regiongraph

TASKS = """锦州市2022年重点任务清单
2022年1月20日
一、项目建设
加快建设甲山炼化项目。开工建设松岭零碳产业园项目。谋划乙河大桥项目。开工建设丙岭水厂项目。推进戊岗电厂项目建设。
己塘水库项目建成投用。总投资20亿元的丁湾码头项目开工建设。开工建设庚峰50兆瓦光伏项目。
开工建设辛谷冷链物流园项目。
二、民生
改造老旧小区100个，建设口袋公园10个。
三、目标
全市地区生产总值增长6%，一般公共预算收入增长5%。城镇登记失业率控制在4.5%以内。
四、定位
打造海洋装备产业集群。打造北方甲油之都。
"""
REPORT = """锦州市政府工作报告（2023年）
——2023年1月10日在锦州市人民代表大会上
一、2022年工作回顾
全市地区生产总值增长6.3%，一般公共预算收入增长3%。城镇登记失业率3.9%。改造老旧小区98个，建设口袋公园12个。
甲山炼化项目建成投产。松岭零碳产业园一期项目开工建设。庚峰80兆瓦光伏项目建成。戊岗电厂项目签约。乙河大桥项目开工建设。子川电厂项目签约。
总投资26亿元的丁湾码头项目加快建设。
二、2023年工作安排
全市地区生产总值增长7%。打造海洋装备产业集群。开工建设壬台数据中心项目。改造老旧小区60个。开工建设丑甸粮库项目。
"""
NEWS = """锦州项目建设见闻
2023-11-05 09:00 来源：本站
本报讯 记者从锦州市获悉，前10个月，地区生产总值增长6.8%。推进60个老旧小区改造。谋划乙河大桥项目。
癸洲医院项目开工建设。己塘水库项目加快建设。子川电厂项目签约。
"""


def store_of(*texts: str) -> ox.Store:
    made = [extract(document(text, name=f"d{number}", subject="锦州市")) for number, text in enumerate(texts)]
    store = ox.Store()
    store.extend(triples(made, resolve(made), base=BASE))
    return store


@pytest.fixture(scope="module")
def found() -> Ledger:
    return ledger(store_of(TASKS, REPORT, NEWS), "锦州市")


def row_of(found: Ledger, kind: str, name: str) -> Row:
    (row,) = [row for row in found.rows if row.kind == kind and row.name == name]
    return row


@pytest.mark.parametrize(
    ("kind", "name", "outcome", "kept"),
    [
        ("status", "甲山炼化", "operating", True),
        ("status", "庚峰50兆瓦光伏", "completed", True),
        ("status", "丁湾码头", "underConstruction", True),
        ("status", "己塘水库", "underConstruction", False),
        ("status", "松岭零碳产业园", "started", True),
        ("status", "戊岗电厂", "signed", False),
        ("status", "乙河大桥", "setBack", False),
        ("status", "子川电厂", "unchanged", None),
        ("status", "丙岭水厂", "noMoreNamed", None),
        ("status", "壬台数据中心", "open", None),
        ("status", "癸洲医院", "new", None),
        ("investment", "丁湾码头", "changed", None),
        ("capacity", "庚峰50兆瓦光伏", "changed", None),
        ("aim", "海洋装备产业集群", "again", None),
        ("aim", "北方甲油之都", "noMoreNamed", None),
        ("indicator", "锦州市 地区生产总值 2022", "achieved", True),
        ("indicator", "锦州市 城镇登记失业率 2022", "achieved", True),
        ("indicator", "锦州市 一般公共预算收入 2022", "missed", False),
        ("indicator", "锦州市 地区生产总值 2023", "soFar", None),
        ("works", "锦州市 老旧小区改造 2022", "missed", False),
        ("works", "锦州市 口袋公园建设 2022", "achieved", True),
        ("works", "锦州市 老旧小区改造 2023", "soFar", None),
    ],
)
def test_what_became_of_a_promise(found: Ledger, kind: str, name: str, outcome: str, kept: bool | None) -> None:
    row = row_of(found, kind, name)
    assert (row.outcome, row.kept) == (outcome, kept)


def test_every_row_has_the_sentences_behind_it(found: Ledger) -> None:
    texts = TASKS + REPORT + NEWS
    for row in found.rows:
        assert row.kind in KINDS and row.outcome in OUTCOMES
        assert (row.promised is None) is (row.outcome == "new")
        for said in (row.promised, row.later):
            assert said is None or said.quote in texts
        if row.promised and row.later:
            assert row.promised.source.age < row.later.source.age
        if row.outcome == "noMoreNamed":
            assert row.witness is not None and row.witness.title == "锦州市政府工作报告(2023年)"


def test_another_name_of_one_undertaking_is_shown(found: Ledger) -> None:
    assert row_of(found, "status", "松岭零碳产业园").later_name == "松岭零碳产业园一期"
    assert row_of(found, "status", "甲山炼化").later_name == ""


def test_documents_come_in_the_order_of_time(found: Ledger) -> None:
    assert [source.when for source in found.sources] == ["2022-01-20", "2023-01-10", "2023-11-05"]


def test_years_leave_documents_out() -> None:
    store = store_of(TASKS, REPORT, NEWS)
    only = ledger(store, "锦州市", first=2023)
    assert {source.year for source in only.sources} == {2023}
    assert "甲山炼化" not in {row.name for row in only.rows if row.outcome not in ("new", "noMoreNamed")}
    assert {row.outcome for row in ledger(store, "锦州市", last=2022).rows} == {"open"}


def test_an_article_that_names_something_no_more_tells_nothing() -> None:
    both = ledger(store_of(TASKS, NEWS), "锦州市")
    assert row_of(both, "status", "丙岭水厂").outcome == "open"


def test_a_loose_name_stands_for_one_thing_or_none() -> None:
    plan = "锦州市2022年重点任务清单\n一、项目建设\n加快建设江河能源黑山50兆瓦风电项目。\n"
    other = plan.replace("。\n", "。加快建设甲山能源黑山20兆瓦风电项目。\n")
    report = "锦州市政府工作报告（2023年）\n一、2022年工作回顾\n黑山50兆瓦风电项目建成。\n"
    clear = ledger(store_of(plan, report), "锦州市")
    assert row_of(clear, "status", "江河能源黑山50兆瓦风电").outcome == "completed"
    unclear = ledger(store_of(other, report), "锦州市")
    assert row_of(unclear, "status", "江河能源黑山50兆瓦风电").outcome == "noMoreNamed"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲山40万吨针状焦", "甲山40万吨/年针状焦装置", True),
        ("江河零碳产业园", "江河致远零碳产业园一期", True),
        ("甲山松岭产业园区", "松岭产业园", True),
        ("松岭产业园一期", "松岭产业园二期", False),
        ("锦州产业园", "锦州松岭产业园", False),
        ("甲山产业园", "甲山化工产业园", False),
        ("甲山水厂", "乙山水厂", False),
    ],
)
def test_names_that_may_stand_for_one_thing(one: str, other: str, same: bool) -> None:
    assert (alike(one, other) > 0) is same
    assert alike(one, other) == alike(other, one)


def test_an_unknown_region_comes_with_near_names() -> None:
    with pytest.raises(StoreError, match=r"锦洲市.*nearest: 锦州市"):
        ledger(store_of(TASKS), "锦洲市")


def test_json_and_csv_hold_every_row(found: Ledger) -> None:
    told = json.loads(FORMATS["json"](found))
    assert told["region"] == "锦州市"
    assert sum(told["counts"].values()) == len(told["rows"]) == len(found.rows)
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](found))))
    assert [row["name"] for row in rows] == [row.name for row in found.rows]
    assert all(row["promised_quote"] or row["outcome"] == "new" for row in rows)
    assert not any(value.startswith("+") for row in rows for value in row.values()), "no cell is a formula"


def test_the_page_writes_text_as_text_and_runs_nothing(found: Ledger) -> None:
    wicked = TASKS.replace("打造北方甲油之都", "打造“<script>alert(1)</script>”的北方甲油之都")
    page = FORMATS["html"](ledger(store_of(wicked, REPORT), "锦州市"))
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|\son\w+=|https?://(?!w3id)", page)
    assert "default-src 'none'; style-src 'sha256-" in page
    for outcome in {row.outcome for row in found.rows}:
        assert f'id="{outcome}"' in FORMATS["html"](found)


def test_the_samples_tell_what_became_of_the_tasks(kg: KnowledgeGraph) -> None:
    told = kg.ledger("锦州市")
    outcomes = {(row.name, row.kind): row.outcome for row in told.rows}
    assert outcomes["锦州石化40万吨/年针状焦", "status"] == "operating"
    assert outcomes["国机达远零碳产业园", "status"] == "started"
    assert outcomes["100万吨高端树脂", "status"] == "started"
    assert outcomes["国电投黑山500兆瓦风电", "capacity"] == "changed"
    assert outcomes["锦州市 老旧小区改造 2024", "works"] == "soFar"


def test_the_command_prints_tables_and_files(built: Report) -> None:
    out = ("ledger", "--out", str(built.folder), "--region")
    shown = regiongraph(*out, "锦州市")
    assert shown.returncode == 0
    assert "已投运 operating" in shown.stdout and "新报 new" in shown.stdout
    assert "演化高端树脂" in shown.stdout and "恩耐吉正极材料 " not in shown.stdout
    assert "恩耐吉正极材料 " in regiongraph(*out, "锦州市", "--all").stdout
    one = json.loads(regiongraph(*out, "锦州市", "--outcome", "started", "--format", "json").stdout)
    assert set(one["counts"]) == {"started"}
    assert regiongraph(*out, "锦州市", "--format", "html").stdout.startswith("<!doctype html>")
    alone = regiongraph(*out, "盘锦市")
    assert "only one document" in alone.stderr and "未见后文" in alone.stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--region", "火星市"), "nearest"),
        (("--region", "锦州市", "--format", "xlsx"), "--format xlsx"),
        (("--region", "锦州市", "--outcome", "done"), "--outcome done"),
        (("--region", "锦州市", "--from", "2024", "--to", "2021"), "--from 2024 --to 2021"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...], word: str, built: Report) -> None:
    done = regiongraph("ledger", "--out", str(built.folder), *arguments)
    assert done.returncode == 2
    assert word in done.stderr and len(done.stderr.strip().splitlines()) == 1
