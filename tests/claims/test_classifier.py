"""The classifier of claims: what it looks at, what it may add to the rules, and that it adds something right."""

from __future__ import annotations

from pathlib import Path

from graph.claims.candidates import candidates
from graph.claims.classifier import MODEL, reviewed
from graph.claims.fold import fold
from graph.documents import document
from graph.evaluate import evaluate
from graph.ontology import ontology
from graph.pipeline import extract
from graph.records import Claim, Mention, Span
from graph.text.clean import clean
from graph.text.sentences import sentences
from training.texts import UNSEEN

PASSAGES = Path(__file__).parents[1] / "passages"
RULES = tuple(f"learnt.{name}" for name in (*ontology().relations, *ontology().attributes))


def named(text: str, *names: tuple[str, str]) -> list[Mention]:
    return [Mention(Span("a", text.index(n), text.index(n) + len(n)), kind, n, "test") for n, kind in names]


def looked_at(text: str, *names: tuple[str, str], topic: Mention | None = None) -> list[tuple[str, list[str], bool]]:
    folded = fold(clean(document(text, name="a")), 0, len(text), named(text, *names))
    about = ((0, (topic,) if topic else ()),)
    return [
        (one.features[0], [m.text for m in (*one.subjects, *one.objects)], one.elided)
        for one in candidates(folded, about)
    ]


def test_the_items_of_a_list_are_looked_at_as_one() -> None:
    told = looked_at("乙材料、丙材料投资建设丁线。", ("乙材料", "Company"), ("丙材料", "Company"), ("丁线", "Project"))
    assert ("C<P", ["乙材料", "丙材料", "丁线"], False) in told
    assert ("P!", ["丁线"], False) in told


def test_what_a_sentence_is_about_is_looked_at_where_it_is_not_named() -> None:
    home = Mention(Span("a", 0, 0), "Region", "宜昌市", "document.subject")
    told = looked_at("做强绿色化工。", ("绿色化工", "Industry"), topic=home)
    assert told == [("R~I", ["宜昌市", "绿色化工"], True)]
    assert looked_at("做强绿色化工。", ("绿色化工", "Industry")) == []


def test_quantities_are_looked_at_beside_things() -> None:
    (_, sized) = looked_at("乙线计划投入3亿元。", ("乙线", "Project"))
    assert sized[1] == ["乙线"]
    assert sized[0].startswith("P<")


def test_what_is_hoped_for_is_not_reached() -> None:
    for text, hoped in (("乙风电年底前有望并网，丙线投产。", True), ("丙线投产，乙风电已经并网。", False)):
        folded = fold(clean(document(text, name="a")), 0, len(text), named(text, ("乙风电", "Project")))
        assert [one.hoped for one in candidates(folded, ((0, ()),))] == [hoped]


def test_what_rules_state_is_not_said_again_of_another() -> None:
    text = "宜昌市把绿色化工定为首位产业。"
    cleaned = clean(document(text, name="a"))
    place, trade = named(text, ("宜昌市", "Region"), ("绿色化工", "Industry"))
    folded = fold(cleaned, 0, len(text), [place, trade])
    reading = (sentences(cleaned)[0], folded, ((0, (place,)),))
    other = Mention(Span("a", 0, 0), "Region", "枝江市", "test")
    ruled = Claim(other, "targets", trade, Span("a", 0, len(text)), "test")
    assert [claim.property for claim in reviewed([reading], [])] == ["targets"]
    assert reviewed([reading], [ruled]) == [ruled]


def test_claims_name_their_rule_and_their_sentence() -> None:
    text = "宜昌市政府工作报告（2023年）\n宜昌市把绿色化工定为首位产业。\n"
    told = [claim for claim in extract(document(text, name="a")).claims if claim.rule.startswith("learnt.")]
    assert [(one.subject.text, one.property, one.rule) for one in told] == [("宜昌市", "targets", "learnt.targets")]
    assert "绿色化工" in told[0].span.of(text)


def test_it_finds_more_in_documents_that_neither_it_nor_a_rule_was_made_with() -> None:
    assert MODEL.exists()
    with_it, rules = (
        evaluate(PASSAGES / "gold", PASSAGES / "documents", without=dict.fromkeys(UNSEEN, left))["relation ALL"]
        for left in ((), RULES)
    )
    assert with_it.f1 > rules.f1 + 0.01
    assert with_it.recall > rules.recall + 0.02
