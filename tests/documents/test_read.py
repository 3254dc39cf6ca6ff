"""Documents are read whatever their encoding, and refused in one line where they are none."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from graph.documents import find, load
from graph.documents.read import decode
from graph.errors import DocumentError

TEXT = "凌河区2024年政府工作报告\n\n加快建设“甲”产业园，打造2个千亿级产业集群。\n全市地区生产总值增长6%。\n"


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16"),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "gbk", "utf-16-le", "utf-16-be", "utf-16"],
)
def test_every_encoding_gives_the_same_text(raw: bytes) -> None:
    assert decode(raw) == TEXT


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "binary"),
        (b"This is an English text about a park in a city. " * 10, "Chinese"),
    ],
    ids=["empty", "blank", "binary", "picture", "english"],
)
def test_what_is_no_document_is_refused_with_its_name(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(raw)
    with pytest.raises(DocumentError, match=message) as caught:
        load(path)
    assert "bad.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_folders_are_searched_and_hidden_files_left_out(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("b.txt", "a/c.TXT", ".hidden.txt", "a/d.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert find([tmp_path, tmp_path / "b.txt"]) == [tmp_path / "a" / "c.TXT", tmp_path / "b.txt"]


def test_a_missing_input_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        find([tmp_path / "nothing"])
    with pytest.raises(DocumentError, match=r"no \.txt document"):
        find([tmp_path])


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert find([tmp_path]) == [tmp_path / "one.txt"]


def test_the_same_file_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    ids = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "报告 1.txt"
        path.write_text(TEXT, encoding="utf-8")
        ids.append(load(path).id)
    assert ids[0] == ids[1]
    assert " " not in ids[0]
