"""Names that a document itself says are one: in brackets, in quotation marks, over the end of a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import Extraction, Mention, Span
from graph.resolution import resolve
from tests.resolution.written import written


def _said(kind: str, text: str, *names: str) -> Extraction:
    """Return a document of this text that mentions the names where they first stand."""
    made = written([(kind, name) for name in names])
    mentions = []
    for name in names:
        start = text.index(name)
        mentions.append(Mention(Span("a", start, start + len(name)), kind, name, "test"))
    return replace(made, document=replace(made.document, text=text), mentions=tuple(mentions))


ONE = [
    ("Organization", "松岭深海实验室（柏岭实验室）运行。", "松岭深海实验室", "柏岭实验室"),
    ("Company", "市水务集团（甲山水务投资发展集团有限公司）扩建。", "市水务集团", "甲山水务投资发展集团有限公司"),
    ("Company", "江河智谷机电有限公司（以下称禾瓴公司）投产。", "江河智谷机电有限公司", "禾瓴公司"),
    ("Company", "江河智谷机电有限公司(简称为“禾瓴”)投产。", "江河智谷机电有限公司", "禾瓴"),
    ("Park", "松岭高新技术产业园区（简称“柏岭芯谷”）扩建。", "松岭高新技术产业园区", "“柏岭芯谷”"),
    ("Park", "松岭经济开发区零碳产业园（下称\n“零碳园”）扩建。", "松岭经济开发区零碳产业园", "零碳园"),
]
TWO = [
    ("Organization", "责任单位：市发展改革委（市工业信息化局）。", "市发展改革委", "市工业信息化局"),
    ("Company", "江河科技（柏岭化工）扩产。", "江河科技", "柏岭化工"),
    ("Project", "松岭核电（柏岭风电）开工。", "松岭核电", "柏岭风电"),
]


@pytest.mark.parametrize(("kind", "text", "full", "short"), ONE, ids=lambda value: value[:12])
def test_what_stands_in_brackets_is_another_name(kind: str, text: str, full: str, short: str) -> None:
    assert len(resolve([_said(kind, text, full, short)]).entities) == 1


@pytest.mark.parametrize(("kind", "text", "one", "other"), TWO, ids=lambda value: value[:12])
def test_what_stands_in_brackets_may_be_something_else(kind: str, text: str, one: str, other: str) -> None:
    assert len(resolve([_said(kind, text, one, other)]).entities) == 2
