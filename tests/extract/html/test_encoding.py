"""Pages that declare no encoding, or a wrong one, read as browsers read them."""

from __future__ import annotations

import pytest

from ld_convert.extract.html.encoding import _encoding, decode_page
from ld_convert.extract.html.encoding_labels import SHOWN


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


OTHERWISE = {
    "gbk": "gb18030", "ibm866": "cp866", "iso-8859-8-i": "iso-8859-8", "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "iso-2022-jp": "iso2022_jp", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}  # fmt: skip
"""Names of the Encoding Standard for which we have another, or a wider encoding."""
UNREADABLE = {"replacement", "x-user-defined"}
"""What the standard reads as nothing, or as private characters: an unknown label to us."""


def test_each_label_of_the_encoding_standard_means_what_it_says() -> None:
    """Section 4.2 of the standard, as a library of others has it."""
    known = pytest.importorskip("webencodings")
    wrong = []
    for label in known.LABELS:
        name = known.lookup(label).name
        found, problems = _encoding(f" {label.upper()} ")
        wanted = "utf-8" if name in UNREADABLE else OTHERWISE.get(name, name)
        told = [problem.code for problem in problems]
        if SHOWN.get(found, found) != wanted or told != ["LD253"] * (name in UNREADABLE):
            wrong.append((label, found, told))
    assert wrong == []


@pytest.mark.parametrize(
    ("languages", "encoding"),
    [
        ("ar fa", "windows-1256"), ("ba be bg kk ky mk ru sah sr tg tt uk", "windows-1251"),
        ("cs hr sk", "windows-1250"), ("et lt lv", "windows-1257"), ("az ku tr", "windows-1254"),
        ("el", "iso-8859-7"), ("he", "windows-1255"), ("hu pl sl", "iso-8859-2"), ("ja", "euc-jp"),
        ("ko", "euc-kr"), ("th", "windows-874"), ("vi", "windows-1258"),
        ("zh zh-CN zh-Hans zh-SG", "gb18030"), ("zh-Hant zh-HK zh-MO zh-TW", "big5"),
        ("de en fr", "windows-1252"),
    ],
)  # fmt: skip
def test_a_page_of_a_language_has_the_encoding_that_browsers_take(
    languages: str, encoding: str
) -> None:
    """HTML Standard, 13.2.3.2: also where a region follows the language."""
    letters = {"ja": ("\u308c", "euc_jp"), "ko": ("\ud55c", "cp949"), "zh": ("\u6f6e", "gbk")}
    letter = ("\u6f6e", "big5") if encoding == "big5" else letters.get(languages[:2])
    data = letter[0].encode(letter[1]) if letter else b"\xd8\xc7"
    for language in languages.split():
        _, [problem] = decode_page(f"<html lang=' {language} '>".encode() + data)
        assert (problem.code, problem.values) == ("LD256", {"encoding": encoding})


@pytest.mark.parametrize("language", ["ja", "ko", "zh", "zh-TW", "zh-Hant"])
def test_bytes_that_are_no_text_of_the_language_are_read_as_browsers_read_others(
    language: str,
) -> None:
    """Where encodings have bytes that cannot follow each other, a wrong guess shows."""
    _, [problem] = decode_page(f"<html lang={language}>".encode() + b"\xe9 \xff\xff \x80!")
    assert problem.values == {"encoding": "windows-1252"}


@pytest.mark.parametrize(
    ("data", "declared", "text", "codes"),
    [
        (b"\xef\xbb\xbfa", "latin1", "\ufeffa", []),
        (b"a\x00", "utf-16le", "a", ["LD251"]),
        (b"\x00a", "utf-16be", "a", ["LD251"]),
        (b'\x1b$B$"\x1b(B', "iso-2022-jp", "\u3042", ["LD251"]),
        (b"\xff\xfea\x00", None, "a", ["LD251"]),
        (b"\xfe\xff\x00a", "utf-8", "a", ["LD251"]),
        (b"\xc3\xa9", "latin1", "\u00e9", ["LD252"]),
        (b"a", "latin1", "a", []),
        (b"\xe9", "latin1", "\u00e9", ["LD251"]),
        (b"\x80\x81", "windows-1252", "\u20ac\x81", ["LD251"]),
        (b"\xe9", "nonsense", "\u00e9", ["LD253", "LD256"]),
        (b"<meta charset=utf-16>\xc3\xa9", None, "<meta charset=utf-16>\u00e9", []),
        (b"<meta charset=utf-16le>\xc3\xa9\xff", None, "<meta charset=utf-16le>\u00e9\ufffd",
         ["LD250"]),
        (b"\xc3\xa9\xc3\xa9\xff", None, "\u00e9\u00e9\ufffd", ["LD250"]),
        (b"\xff\xff\xc3\xa9", None, "\u00ff\u00ff\u00c3\u00a9", ["LD256"]),
        (b"\xef\xbf\xbd\xc3\xa9\xff", "utf-8", "\ufffd\u00e9\ufffd", ["LD250"]),
        (b'<meta http-equiv="content-type" content="text/html; CHARSET = \'koi8-r\'">\xf2', None,
         '<meta http-equiv="content-type" content="text/html; CHARSET = \'koi8-r\'">\u0420',
         ["LD251"]),
        (b'<meta http-equiv="refresh" content="charset=koi8-r">\xe9', None,
         '<meta http-equiv="refresh" content="charset=koi8-r">\u00e9', ["LD256"]),
    ],
)  # fmt: skip
def test_the_first_that_states_an_encoding_counts(
    data: bytes, declared: str | None, text: str, codes: list[str]
) -> None:
    """A mark, the header, the page itself; what is UTF-8 as it stands is left as it is."""
    page, problems = decode_page(data, declared)
    assert (page.decode(), [problem.code for problem in problems]) == (text, codes)


def test_broken_bytes_are_counted_and_the_first_is_shown() -> None:
    """Characters that a page has already lost are none of ours."""
    _, [problem] = decode_page("\ufffdé\ufffdé".encode() + b"\xffx\xfe")
    assert problem.values == {"count": 2, "encoding": "utf-8"}
    assert problem.offset == 10
    assert decode_page("\ufffd".encode())[1] == []
