"""Sentences and the headings they stand under."""

from __future__ import annotations

from graph.documents import document
from graph.text.clean import clean
from graph.text.sentences import sentences

TEXT = """某市2024年工作报告
一、工作回顾
（一）工业
全市工业增长。园区提质；项目开工！
（二）农业
粮食丰收。
二、工作安排
坚持“稳中求进。”推进项目建设。
"""


def test_sentences_know_their_headings() -> None:
    made = document(TEXT, subject="锦州市")
    found = {sentence.span.of(TEXT): sentence.section for sentence in sentences(clean(made))}
    assert found["全市工业增长。"][-2:] == ("一、工作回顾", "（一）工业")
    assert found["粮食丰收。"][-2:] == ("一、工作回顾", "（二）农业")
    assert found["推进项目建设。"][-1] == "二、工作安排"
    assert "坚持“稳中求进。”" in found


def test_sentences_of_one_paragraph_share_its_number() -> None:
    made = document(TEXT, subject="锦州市")
    paragraphs = {sentence.span.of(TEXT): sentence.paragraph for sentence in sentences(clean(made))}
    assert paragraphs["全市工业增长。"] == paragraphs["园区提质；"] == paragraphs["项目开工！"]
    assert paragraphs["粮食丰收。"] != paragraphs["项目开工！"]
