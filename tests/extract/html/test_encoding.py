"""Pages that declare no encoding, or a wrong one, read as browsers read them."""

from __future__ import annotations

import pytest

from ld_convert.extract.html.encoding import decode_page


def read(page: str, encoding: str, declared: str | None = None) -> tuple[str, list[str]]:
    """The text of a page that is written in an encoding, and the codes of the findings."""
    data, problems = decode_page(page.encode(encoding), declared)
    return data.decode(), [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ("<title>Höhe der Flut – „Nord“ 5 €</title>", "cp1252"),
        ("<html lang=en><title>Hauteur de la marée</title>", "cp1252"),
        ('<!DOCTYPE html><html lang="ru"><title>Уровень прилива</title>', "cp1251"),
        ("<html lang=pl><title>Poziom pływów w Łebie</title>", "iso8859-2"),
        ("<html lang=el-GR><title>Ύψος παλίρροιας</title>", "iso8859-7"),
        ("<html lang=ja><title>潮位データ</title>", "cp932"),
        ("<html lang=ja-JP><title>潮位データ</title>", "euc_jp"),
        ("<html lang=zh-CN><title>潮汐数据</title>", "gb18030"),
        ("<html lang=zh-TW><title>潮汐資料</title>", "big5hkscs"),
        ('{"name": "Höhe der Flut"}', "cp1252"),
    ],
)
def test_a_page_without_a_declared_encoding_is_read_as_usual_for_its_language(
    page: str, encoding: str
) -> None:
    """Every letter is kept, and one warning names the encoding that was assumed."""
    assert read(page, encoding) == (page, ["LD256"])


def test_the_warning_names_the_encoding_as_a_page_would_declare_it() -> None:
    """The name is that of the Encoding Standard, not Python's."""
    _, [problem] = decode_page(b"<title>H\xf6he</title>")
    assert problem.values == {"encoding": "windows-1252"}


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ("<!-- " + 2000 * "x" + " --><meta charset=iso-8859-2><title>Łeba</title>", "iso8859-2"),
        ("<?xml version='1.0' encoding='iso-8859-15'?><title>5 €</title>", "iso8859-15"),
        ('<?xml version="1.0" encoding = "koi8-r"?>\n<title>Прилив</title>', "koi8-r"),
        ("<meta charset=x-cp1251><title>Прилив</title>", "cp1251"),
        ("<meta charset=x-sjis><title>潮位</title>", "cp932"),
    ],
)
def test_a_declaration_counts_wherever_and_however_browsers_accept_it(
    page: str, encoding: str
) -> None:
    """A late meta element, an XML declaration and old labels are declarations."""
    assert read(page, encoding) == (page, ["LD251"])


def test_a_page_of_utf_8_with_a_broken_byte_stays_utf_8() -> None:
    """Other letters are right; windows-1252 would spoil them all."""
    data, [problem] = decode_page("<title>Höhe, größte ".encode() + b"\xe9</title>")
    assert data.decode() == "<title>Höhe, größte \ufffd</title>"
    assert problem.code == "LD250"


def test_a_label_that_nobody_knows_counts_as_none() -> None:
    """The label and the encoding that was assumed are reported."""
    page = "<meta charset=utf-9><title>Höhe</title>"
    assert read(page, "cp1252") == (page, ["LD253", "LD256"])
