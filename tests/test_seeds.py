"""The real documents beside the checkout, where they are: floors of quality, and quotations that hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.documents import load
from graph.pipeline import extract
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
SPAM = ("竞彩", "博彩", "彩票", "投注", "开户")

pytestmark = pytest.mark.skipif(not SEEDS, reason="the evaluation documents are not here")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_quotations_hold_and_no_spam_is_named(path: Path) -> None:
    made = extract(load(path))
    text = made.document.text
    for mention in made.mentions:
        parts = mention.parts or (mention.span,)
        assert "".join(part.of(text) for part in parts) == mention.text
        assert not any(word in mention.text for word in SPAM)
    spans = {sentence.span for sentence in made.sentences}
    assert {claim.span for claim in made.claims} <= spans


@pytest.mark.slow
def test_the_floors_of_quality_are_kept(tmp_path: Path) -> None:
    score = SHARED / "eval" / "score.py"
    if not score.exists():
        pytest.skip("the scorer is not here")
    command = [sys.executable, str(score), "--gold", str(SHARED / "eval" / "gold"), "--docs", str(SHARED / "seeds")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    rows = {line[:34].strip(): line.split() for line in done.stdout.splitlines()}
    assert float(rows["entity ALL"][-1]) >= 0.80
    assert float(rows["relation ALL"][-1]) >= 0.75
    assert float(rows["indicator"][-2]) >= 0.85


def test_no_name_of_the_evaluation_documents_is_in_the_code() -> None:
    check = SHARED / "eval" / "check_overfit.py"
    if not check.exists():
        pytest.skip("the check is not here")
    command = [sys.executable, str(check), "--gold", str(SHARED / "eval" / "gold"), "--project", str(ROOT)]
    done = subprocess.run([*command, "--docs", str(SHARED / "seeds")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
