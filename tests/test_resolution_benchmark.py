"""The benchmark of identity: its measure gives known values, its corpus is consistent, resolution keeps its floors."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from benchmarks.bcubed import bcubed, pairwise
from benchmarks.corpus import Corpus, generate
from benchmarks.errors import splits, wrong_merges
from benchmarks.samples import annotated, samples, truth
from graph.records import Mention, Span
from graph.resolution import resolve

#: What resolution reached when this was written, less a little; a gain may raise them.
PRECISION, RECALL = 0.995, 0.955
SAMPLE_PRECISION, SAMPLE_RECALL = 0.995, 0.99


@cache
def small() -> Corpus:
    return generate(2700, seed=3)


@cache
def read() -> Corpus:
    return samples()


def test_the_example_of_bagga_and_baldwin() -> None:
    """Two answers to one key of twelve mentions: 76 % and 58 % precision at full recall."""
    key = dict(zip(range(1, 13), "aaaaabbccccc", strict=True))
    first = bcubed(key, dict(zip(range(1, 13), "xxxxxyyyyyyy", strict=True)))
    second = bcubed(key, dict(zip(range(1, 13), "xxxxxyyxxxxx", strict=True)))
    assert (round(first.precision, 2), first.recall) == (0.76, 1.0)
    assert (round(second.precision, 2), second.recall) == (0.58, 1.0)


def test_what_is_split_costs_recall_and_what_is_merged_precision() -> None:
    key = {1: "a", 2: "a", 3: "b", 4: "b"}
    together = dict.fromkeys(key, "x")
    apart = {mention: str(mention) for mention in key}
    assert (bcubed(key, apart).precision, bcubed(key, apart).recall) == (1.0, 0.5)
    assert (bcubed(key, together).precision, bcubed(key, together).recall) == (0.5, 1.0)
    assert bcubed(key, key).f1 == pairwise(key, key).f1 == 1.0
    assert (pairwise(key, together).precision, pairwise(key, apart).recall) == (1 / 3, 0.0)


def test_scores_of_some_mentions_count_the_clusters_of_all() -> None:
    scores = bcubed({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "x"}, only=[3])
    assert (scores.precision, scores.recall, scores.count) == (1 / 3, 1.0, 1)


def test_a_mention_without_a_cluster_is_refused() -> None:
    with pytest.raises(ValueError, match="1 mentions have no found cluster"):
        bcubed({1: "a", 2: "a"}, {1: "x"})


def test_one_seed_gives_one_corpus() -> None:
    again = generate(2700, seed=3)
    assert again.extractions == small().extractions
    assert again.truth == small().truth
    assert generate(2700, seed=4).truth != again.truth


def test_every_mention_is_in_its_text_and_has_one_truth() -> None:
    corpus = small()
    mentions = [(mention, made.document) for made in corpus.extractions for mention in made.mentions]
    assert len(mentions) == len({mention for mention, _ in mentions}) == len(corpus.truth)
    for mention, document in mentions:
        assert mention.span.of(document.text) == mention.text
        assert corpus.truth[mention].startswith(mention.type)


def test_in_one_document_a_form_means_one_thing() -> None:
    meant = defaultdict(set)
    for mention, thing in small().truth.items():
        meant[mention.span.document, mention.type, mention.text].add(thing)
    assert all(len(things) == 1 for things in meant.values())


def test_things_have_several_forms_and_forms_several_things() -> None:
    corpus = small()
    forms, documents = defaultdict(set), defaultdict(set)
    for mention, thing in corpus.truth.items():
        forms[thing].add(mention.text)
        documents[thing].add(mention.span.document)
    often = [thing for thing in forms if len(documents[thing]) > 2 and corpus.things[thing].type != "Region"]
    assert 2 < sum(len(forms[thing]) for thing in often) / len(often) < 5
    assert 0.05 < corpus.namesakes() < 0.25


def test_resolution_keeps_its_floors_on_the_generated_corpus() -> None:
    scores = bcubed(small().truth, resolve(small().extractions).of)
    assert scores.precision > PRECISION
    assert scores.recall > RECALL


def test_resolution_keeps_its_floors_on_the_samples() -> None:
    scores = bcubed(read().truth, resolve(read().extractions).of)
    assert scores.precision > SAMPLE_PRECISION
    assert scores.recall > SAMPLE_RECALL


def test_nearly_every_name_of_the_truth_is_still_extracted() -> None:
    found = {(m.text, m.type, m.span.document.rsplit("-", 1)[0]) for m in read().truth}
    missing = sorted(set(truth()) - found)
    assert len(missing) < 0.1 * len(truth()), missing


def test_names_of_an_annotated_document_are_one_where_the_annotation_says_so(tmp_path: Path) -> None:
    text = "锦州市2024年政府工作报告\n加快松岭新材料产业园建设。推进松岭产业园扩区。支持青湾物流园建设。\n"
    facts = [
        {"kind": "document", "doc": "one"},
        {"kind": "entity", "type": "Park", "name": "松岭新材料产业园", "aliases": ["松岭产业园"]},
        {"kind": "entity", "type": ["Park", "Project"], "name": "青湾物流园"},
    ]
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "one.jsonl").write_text("\n".join(json.dumps(fact) for fact in facts), encoding="utf-8")
    corpus = annotated(tmp_path, tmp_path)
    assert sorted(mention.text for mention in corpus.truth) == ["松岭产业园", "松岭新材料产业园", "青湾物流园"]
    assert sorted(Counter(corpus.truth.values()).values()) == [1, 2]


def test_across_annotated_documents_nothing_is_judged() -> None:
    one, other = (Mention(Span(name, 0, 2), "Company", "江河", "r") for name in ("one", "other"))
    corpus = Corpus((), {one: "one 江河", other: "other 江河"}, {}, {}, alone=True)
    assert bcubed(corpus.truth, corpus.judged({one: "x", other: "x"})).precision == 1.0
    assert replace(corpus, alone=False).judged({one: "x", other: "x"}) == {one: "x", other: "x"}


def test_errors_are_what_differs_from_the_truth() -> None:
    corpus = small()
    assert splits(corpus, corpus.truth) == wrong_merges(corpus, corpus.truth) == []
    alone = {mention: str(number) for number, mention in enumerate(corpus.truth)}
    assert len(splits(corpus, alone)) == len(corpus.truth) - len(set(corpus.truth.values()))
    merged = dict.fromkeys(corpus.truth, "one")
    largest = max(list(corpus.truth.values()).count(thing) for thing in set(corpus.truth.values()))
    assert len(wrong_merges(corpus, merged)) == len(corpus.truth) - largest
