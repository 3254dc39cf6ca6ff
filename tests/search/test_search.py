"""The search index of the samples and of hostile names: what is found, in which order, and what can do no harm."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import GraphError, StoreError
from graph.rdf.iris import PREFIXES
from graph.search import SearchIndex, write_index
from graph.search import reading as module
from graph.search.folding import folded
from graph.store import load

GRAPH = """
id:region\\/210700-甲山市 a rg:Region ; skos:prefLabel "甲山市"@zh ; skos:altLabel "甲山"@zh ; rg:code "210700" ;
  rg:mentionedIn id:document\\/a , id:document\\/b .
id:company\\/210700-甲山石化 a rg:Company ; skos:prefLabel "甲山石化"@zh ; rg:mentionedIn id:document\\/a .
id:company\\/210700-石化 a rg:Company ; skos:prefLabel "石化"@zh ; rg:mentionedIn id:document\\/a .
id:project\\/210700-扩建 a rg:Project ; skos:prefLabel "甲山石化40万吨/年ＰＸ扩建"@zh ; rg:mentionedIn id:document\\/a .
id:park\\/210700-x a rg:Park ; skos:prefLabel "<script>alert(1)</script>园\u202e区"@zh ;
  skos:altLabel "\\"OR*\\" NEAR(园"@zh ;
  rg:mentionedIn id:document\\/b .
id:document\\/a a rg:Document ; rg:title "甲山市政府工作报告" ; rg:year 2023 ; rg:subject id:region\\/210700-甲山市 .
id:document\\/b a rg:Document ; rg:title "松岭区规划" ; rg:year 2024 .
id:sentence\\/a-0-20 a rg:Sentence ; rg:document id:document\\/a ;
  rg:quote "推进甲山\\n石化扩建，新材料产业投资56亿元。" ; rg:start 0 ; rg:end 20 .
id:sentence\\/a-20-40 a rg:Sentence ; rg:document id:document\\/a ;
  rg:quote "新材料产业投资增长。" ; rg:start 20 ; rg:end 40 .
id:sentence\\/b-0-9 a rg:Sentence ; rg:document id:document\\/b ;
  rg:quote "投资建设出海口，发展新型材料。" ; rg:start 0 ; rg:end 9 .
id:statement\\/1 a rdf:Statement ; rdf:subject id:company\\/210700-甲山石化 ; rdf:predicate rg:locatedIn ;
  rdf:object id:region\\/210700-甲山市 ; prov:wasDerivedFrom id:sentence\\/a-0-20 .
"""


def store(text: str = GRAPH) -> ox.Store:
    made = ox.Store()
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    made.load(heads + text, format=ox.RdfFormat.TURTLE)
    return made


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """Index the small graph."""
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    write_index(store(), path)
    made = SearchIndex(path)
    yield made
    made.close()


def names(index: SearchIndex, text: str, **more: object) -> list[str]:
    return [hit.name for hit in index.find(text, kinds=("entity",), **more)]  # type: ignore[arg-type]


def sentences(index: SearchIndex, text: str) -> list[str]:
    return [hit.iri.rsplit("/", 1)[1] for hit in index.find(text, kinds=("sentence",))]


def test_the_exact_name_comes_before_an_alias_a_beginning_and_a_part(index: SearchIndex) -> None:
    assert names(index, "甲山") == ["甲山市", "甲山石化", "甲山石化40万吨/年ＰＸ扩建"]
    assert names(index, "石化") == ["石化", "甲山石化", "甲山石化40万吨/年ＰＸ扩建"]
    alias = index.find("甲山", kinds=("entity",))[0]
    assert (alias.text, alias.spans, alias.place) == ("甲山", ((0, 2),), "")


def test_every_part_of_every_name_is_found(built: object) -> None:
    found = SearchIndex(built.folder / "search.sqlite")  # type: ignore[attr-defined]
    base = sqlite3.connect(found.path)
    for iri, name in base.execute("SELECT iri, name FROM entity ORDER BY id").fetchall()[:120]:
        letters = folded(name)
        for start in range(0, len(letters), 3):
            for size in (1, 2, 5, 30):
                part = letters[start : start + size]
                kinds = ("document",) if "/document/" in iri else ("entity",)
                assert iri in {hit.iri for hit in found.find(part, 1000, kinds=kinds)}, (part, name)


@pytest.mark.parametrize("text", ["jiashanshihua", "jssh", "jiashansh", "Jia Shan Shi Hua", "j'shan sh", "shanshihua"])
def test_names_are_found_by_pinyin_initials_and_mixtures(index: SearchIndex, text: str) -> None:
    assert "甲山石化" in names(index, text)


def test_what_sounds_alike_only_in_the_middle_of_a_syllable_is_not_found(index: SearchIndex) -> None:
    assert names(index, "iashan") == []


def test_width_case_and_signs_make_no_difference(index: SearchIndex) -> None:
    for text in ("px扩建", "ＰＸ 扩建", "40万吨年PX", "40万吨／年"):
        assert names(index, text) == ["甲山石化40万吨/年ＰＸ扩建"], text


def test_types_and_kinds_narrow_a_search(index: SearchIndex) -> None:
    assert names(index, "甲山", types=("Company",)) == ["甲山石化"]
    assert names(index, "甲山", types=("Nonsense",)) == []
    assert {hit.kind for hit in index.find("甲山")} == {"entity", "sentence", "document"}
    (paper,) = index.find("工作报告", kinds=("document",))
    assert (paper.name, paper.place, paper.year) == ("甲山市政府工作报告", "甲山市", 2023)


def test_leafing_gives_every_hit_once(index: SearchIndex) -> None:
    whole = index.find("甲山", 50, kinds=("entity",))
    assert [index.find("甲山", 1, kinds=("entity",), skip=at)[0] for at in range(len(whole))] == whole


def test_sentences_have_all_words_and_quoted_ones_as_they_are_written(index: SearchIndex) -> None:
    assert sentences(index, "新材料 投资") == ["a-20-40", "a-0-20"]
    assert sentences(index, "新材料 56亿元") == ["a-0-20"]
    assert sentences(index, "“产业投资”") == ["a-20-40", "a-0-20"]
    assert sentences(index, "“材料投资”") == []
    assert sentences(index, "海口") == ["b-0-9"], "a part of a word is found by its characters"


def test_a_name_that_is_wrapped_in_a_sentence_is_found_and_marked(index: SearchIndex) -> None:
    (hit,) = index.find("甲山石化", kinds=("sentence",))
    assert "\n" not in hit.text
    assert [hit.text[start:end] for start, end in hit.spans] == ["甲山石化"]
    assert (hit.title, hit.year) == ("甲山市政府工作报告", 2023)


def test_names_like_one_that_is_not_there(index: SearchIndex) -> None:
    assert index.nearest("甲山石油化工")[0].name == "甲山石化"
    assert index.nearest("贾山时化")[0].name == "甲山石化", "what sounds alike"
    assert index.nearest("") == []
    assert index.nearest("zzzz") == []


SYNTAX = [
    '"',
    "*",
    "NEAR(",
    "AND",
    "OR",
    "NOT",
    "-",
    "^",
    "characters:",
    "{words}",
    ")",
    "(",
    "+",
    "'",
    ";",
    "--",
    "\0",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from([*SYNTAX, "甲山", "石化", "js", " ", "“", "”"]), st.text(max_size=6)), max_size=8
    )
)
def test_no_search_is_ever_syntax(index: SearchIndex, parts: list[str]) -> None:
    text = "".join(parts)
    hits = index.find(text, 5)
    index.nearest(text)
    for hit in hits:
        shown = hit.text or hit.name
        assert all(0 <= start < end <= len(shown) for start, end in hit.spans)
    if not any(one.isalnum() for character in text for one in unicodedata.normalize("NFKC", character)):
        assert hits == []


def test_hostile_names_are_found_as_text(index: SearchIndex) -> None:
    (hit,) = index.find("script>alert", kinds=("entity",))
    assert hit.name == "<script>alert(1)</script>园区", "direction marks are gone"
    assert index.find('"OR*" NEAR(园', kinds=("entity",))[0].text == '"OR*" NEAR(园'


def rows(path: Path) -> list[object]:
    base = sqlite3.connect(path)
    return [
        base.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("entity", "name", "sentence", "word")
    ]


def test_the_same_graph_gives_the_same_rows_whatever_its_order(tmp_path: Path, built: object) -> None:
    lines = (built.folder / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)  # type: ignore[attr-defined]
    (tmp_path / "other.nq").write_text("".join(reversed(lines)), encoding="utf-8")
    write_index(load(tmp_path / "other.nq"), tmp_path / "other.sqlite")
    assert rows(tmp_path / "other.sqlite") == rows(built.folder / "search.sqlite")  # type: ignore[attr-defined]


def test_a_server_that_gives_few_rows_at_once_gives_the_same(
    tmp_path: Path, built: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS", 20)
    write_index(load(built.folder / "graph.nq"), tmp_path / "small.sqlite")  # type: ignore[attr-defined]
    assert rows(tmp_path / "small.sqlite") == rows(built.folder / "search.sqlite")  # type: ignore[attr-defined]


def test_what_is_no_index_is_refused_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_text("no database, but long enough to look like a file of one " * 20)
    for name in ("bad.sqlite", "none.sqlite"):
        with pytest.raises(StoreError, match="build again"):
            SearchIndex(tmp_path / name)
    sqlite3.connect(tmp_path / "old.sqlite").executescript("CREATE TABLE x (y); PRAGMA user_version=99")
    with pytest.raises(StoreError, match="version 99"):
        SearchIndex(tmp_path / "old.sqlite")
    with pytest.raises(GraphError, match="cannot be written"):
        write_index(store(), tmp_path / "nowhere" / "search.sqlite")


def test_an_index_is_opened_without_a_trace(index: SearchIndex) -> None:
    before = {path: path.stat().st_mtime_ns for path in index.path.parent.iterdir()}
    index.find("甲山")
    assert {path: path.stat().st_mtime_ns for path in index.path.parent.iterdir()} == before


def test_searching_is_silent_and_writes_nothing_outside_the_folder_for_temporary_files(
    index: SearchIndex, tmp_path: Path
) -> None:
    code = f"from graph.search import SearchIndex; SearchIndex({str(index.path)!r}).find('新材料 投资')"
    place = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", code], env=place, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not (tmp_path / "home").exists()
