"""Cleaning marks what is no text and keeps a map to every character of the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.documents import document
from graph.text.clean import CleanText, clean
from graph.text.sentences import sentences


def cleaned(text: str) -> CleanText:
    return clean(document(text, subject="锦州市", year=2024))


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页 > 政务公开 > 工作报告",
        "浏览次数：1024",
        "版权所有 未经许可不得转载",
        "【上一篇】沿海港口合作升温",
        "扫一扫关注微信公众号",
        "Copyright 2024 example",
    ],
)
def test_the_page_around_a_document_is_no_text(line: str) -> None:
    found = cleaned(f"{line}\n加快建设甲产业园，推动产业集群发展壮大。\n{line}\n")
    assert found.text == "加快建设甲产业园，推动产业集群发展壮大。"


def test_spam_inside_a_sentence_is_cut_and_the_rest_keeps_its_place() -> None:
    text = "推进甲江新城竞彩足球app下载建设，打造现代服务业集聚区。"
    found = cleaned(text)
    assert "竞彩" not in found.text
    assert found.text.startswith("推进甲江新城建设")
    at = found.text.index("建设")
    assert text[found.offsets[at]] == "建"


def test_lines_that_break_inside_a_sentence_are_joined() -> None:
    found = cleaned("加快推进甲石化公司的四十万吨针状焦项目，推动产业\n集群发展壮大。\n第二段从这里开始，另起一行。\n")
    assert found.text.split("\n") == [
        "加快推进甲石化公司的四十万吨针状焦项目，推动产业集群发展壮大。",
        "第二段从这里开始，另起一行。",
    ]


def test_half_width_punctuation_is_levelled_and_numbers_are_left() -> None:
    found = cleaned("完成投资1,161亩,比例0.1:16:83.9;“甲”园(一期)开工!")
    assert found.text == "完成投资1,161亩，比例0.1:16:83.9；“甲”园（一期）开工！"


CHARS = st.text(
    st.sampled_from(list('加快建设甲乙产业园，。;,:"“”（）()\n 　１２34.亿元%竞彩 app首页\u200b\U00020000é')),
    max_size=120,
)


@given(CHARS)
def test_offsets_rise_and_lead_to_the_same_character(text: str) -> None:
    text = "某市政府工作报告正文如下\n" + text
    found = cleaned(text)
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(found.offsets)
    widths = dict(zip("，；！？（）：“”", ',;!?():""', strict=True))
    for char, offset in zip(found.text, found.offsets, strict=True):
        assert char == "\n" or text[offset] in (char, widths.get(char))


@given(CHARS)
def test_sentences_cover_the_clean_text_in_order_without_overlap(text: str) -> None:
    found = cleaned("某市政府工作报告正文如下\n" + text)
    end = 0
    for sentence in sentences(found):
        assert end <= sentence.span.start < sentence.span.end <= len(found.document.text)
        end = sentence.span.end
