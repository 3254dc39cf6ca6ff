"""Marked passages and expected facts are read as what they say; what is learnt from them is the same every time."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from graph.claims.classifier import NONE
from graph.errors import DocumentError
from training import claims, texts

PASSAGE = """# 1 宜昌市 报告
[宜昌市|区]建设[甲山产业园|园]，引进[乙科新材料有限公司|企]。
[甲山产业园|园]已经投产，重点发展[新能源|业]。
> 甲山产业园 | status | operating
> 甲山产业园 | inIndustry | 新能源
> 乙科新材料有限公司 = 乙科
> 乙科 | locatedIn | 甲山产业园
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_marked_passages_are_read_with_their_names_and_facts(tmp_path: Path) -> None:
    (passage,) = texts.read(write(tmp_path, PASSAGE))
    assert passage.place == "宜昌市"
    assert passage.text.startswith("宜昌市建设甲山产业园，引进乙科新材料有限公司。\n")
    assert [(passage.text[start:end], kind) for start, end, kind in passage.names][:3] == [
        ("宜昌市", "Region"),
        ("甲山产业园", "Park"),
        ("乙科新材料有限公司", "Company"),
    ]
    assert ("甲山产业园", "status", "operating") in passage.facts
    told = claims.of_passage(passage)
    assert next(one for one in told if one.property == "locatedIn").subject == {"乙科", "乙科新材料有限公司"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# 1 宜昌市 报告\n建设[甲山|山]。\n", r"a\.txt:2: .*no known type"),
        ("# 1 宜昌市 报告\n建设[甲山|园]。\n> 甲山 | owns | 乙\n", r"a\.txt:3: is no fact"),
        ("建设[甲山|园]。\n", r"a\.txt:1: stands before the first passage"),
    ],
)
def test_bad_markup_is_told_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=message):
        list(texts.read(write(tmp_path, text)))


def test_candidates_get_the_labels_of_the_facts(tmp_path: Path) -> None:
    (passage,) = texts.read(write(tmp_path, PASSAGE))
    labels = {(features[0], said) for features, said in claims.of_text(passage)}
    assert {("K<I", "inIndustry"), ("K!", "status:operating"), ("C>K", "locatedIn")} <= labels
    assert ("R<C", NONE) in labels


def test_the_same_texts_give_the_same_model(tmp_path: Path) -> None:
    learnt = list(itertools.islice(claims.examples(), 300))
    for name in ("a", "b"):
        assert claims.train(learnt, tmp_path / name) == 300
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_every_marked_passage_can_be_learnt_from() -> None:
    read = [*texts.passages(), *texts.passages(texts.FOLDED)]
    assert len(read) > 10
    for passage in read:
        marked = {passage.text[start:end] for start, end, _ in passage.names}
        assert all(name.strip() == name for name in marked)
        forms = {name: names for names in passage.same for name in names}
        named = {one[0] for one in passage.facts}
        missing = [name for name in named if not any(form in passage.text for form in forms.get(name, [name]))]
        assert not missing, f"{passage.place}: {sorted(missing)}"
