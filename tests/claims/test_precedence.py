"""Which of two claims of one thing holds."""

from __future__ import annotations

import pytest

from graph.claims.precedence import age, settle
from graph.documents import document
from graph.explain import explain, rulings
from graph.records import Claim, Document, Mention, Quantity, Span


def told(value: str | float, rule: str, *, sentence: int = 0, year: int = 2024) -> tuple[Document, Claim]:
    kind = "status" if isinstance(value, str) else "investment"
    subject = Mention(Span("a", 0, 4), "Project", "甲河大桥", "test")
    shown = value if isinstance(value, str) else Quantity(value, "元")
    report = document("全市加快建设。", name=f"report-{year}", subject="锦州市", year=year)
    return report, Claim(subject, kind, shown, Span("a", sentence, sentence + 9), rule)


CASES = {
    "a general verb yields to a stage in its sentence": (
        [told("underConstruction", "status.building.before"), told("proposed", "status.proposed.before")],
        "proposed",
        "weak rule",
    ),
    "but not to one elsewhere": (
        [told("underConstruction", "status.building.before"), told("proposed", "status.proposed.before", sentence=20)],
        "underConstruction",
        "later stage",
    ),
    "a later stage": (
        [told("started", "status.started.before"), told("operating", "status.operating", sentence=20)],
        "operating",
        "later stage",
    ),
    "a later document, whatever it says": (
        [told("operating", "status.operating", year=2020), told("started", "status.started.after", year=2024)],
        "started",
        "later document",
    ),
    "money spent so far yields to the sum": (
        [told(3e8, "investment.spent", sentence=20), told(12e8, "investment.after")],
        Quantity(12e8, "元"),
        "weak rule",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_claim_of_greater_precedence_holds(name: str) -> None:
    claims, holds, reason = CASES[name]
    standing, yielding = settle(claims)
    assert [claim.object for _, claim in standing] == [holds]
    assert [(one.holds.object, one.reason) for one in yielding] == [(holds, reason)]
    assert settle(claims[::-1])[0] == standing, "the order of claims says nothing"


def test_equal_claims_and_different_sums_all_hold() -> None:
    claims = [told(3e8, "investment.before"), told(12e8, "investment.after"), told(12e8, "investment.invests")]
    assert settle(claims) == (claims, [])


def test_a_sentence_shows_what_yields() -> None:
    found = explain("推动甲山风电项目开工建设，加快推进乙河大桥建设。", subject="锦州市")
    assert [(one.claim.subject.text, one.claim.object, one.holds.object) for one in rulings(found)] == [
        ("甲山风电", "underConstruction", "started")
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("锦州市2024年重点任务清单\n", "锦州市政府工作报告（2024年）\n"),
        ("锦州市政府工作报告（2024年）\n", "锦州项目见闻\n2024-11-05 来源：本站\n本报讯 "),
        ("锦州市政府工作报告\n发布时间：2024-01-18\n", "锦州市重点任务清单\n发布时间：2024-02-20\n"),
        ("锦州项目见闻\n2023-11-05 来源：本站\n本报讯 ", "锦州市2024年重点任务清单\n"),
    ],
)
def test_documents_of_one_year_have_an_order(earlier: str, later: str) -> None:
    first, second = (document(head + "加快建设甲山大桥项目。\n", subject="锦州市") for head in (earlier, later))
    assert age(first) < age(second)
