"""Whatever the input, the time grows with its length and no faster: long runs of heads, marks, digits and verbs."""

from __future__ import annotations

import time

import pytest

from graph.documents import document
from graph.lexicon import GRAMMAR, words
from graph.pipeline import extract

HEADS = [word for path in sorted((GRAMMAR / "heads").glob("*.txt")) for word in words(path)]
SIGNS = ["、", "0123456789", "“", "（", "甲、", "打造", "等", "的", "《", "“甲”", "2个", "1亿元", "由1亿元增加到"]
RUNS = [*SIGNS, *HEADS[::40]]
#: A quadratic rule would take sixteen times as long for four times the text; noise is less than half of that.
GROWTH, NOISE = 9.0, 0.6


def seconds(text: str) -> float:
    made = document("锦州市政府工作报告\n" + text, subject="锦州市", year=2024)
    started = time.process_time()
    extract(made)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("unit", RUNS)
def test_time_grows_with_length_only(unit: str) -> None:
    short = unit * (1500 // len(unit))
    seconds(short)
    # A busy machine only ever makes a run slower: the faster of two is the nearer one, for both lengths.
    first, second = (min(seconds(text) for _ in range(2)) for text in (short, short * 4))
    assert second < NOISE or second / first < GROWTH, f"{unit!r}: {first:.3f} s, then {second:.3f} s"
