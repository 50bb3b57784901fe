"""Names of encodings: the labels that browsers know and Python does not, and defaults by language.

Sources: Encoding Standard, section 4.2 (names and labels); HTML Standard, section 13.2.3.2 (the
table of default encodings by locale).
"""

from __future__ import annotations

ENCODINGS_BY_LABEL = {
    label: encoding
    for encoding, labels in {
        "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
        "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
        "utf-16-be": "unicodefffe",
        "iso8859-2": "iso88592",
        "iso8859-3": "iso88593",
        "iso8859-4": "iso88594",
        "iso8859-5": "iso88595",
        "iso8859-6": "csiso88596e csiso88596i iso-8859-6-e iso-8859-6-i iso88596",
        "iso8859-7": "iso88597 sun_eu_greek",
        "iso8859-8": "csiso88598e iso-8859-8-e iso88598 visual csiso88598i iso-8859-8-i logical",
        "iso8859-10": "iso885910",
        "iso8859-13": "iso885913",
        "iso8859-14": "iso885914",
        "iso8859-15": "csisolatin9 iso885915",
        "koi8-r": "koi koi8",
        "koi8-u": "koi8-ru",
        "mac-roman": "csmacintosh mac x-mac-roman",
        "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
        "cp874": "dos-874 iso885911 windows-874",
        "cp1250": "x-cp1250",
        "cp1251": "x-cp1251",
        "cp1252": "iso88591 x-cp1252",
        "cp1253": "x-cp1253",
        "cp1254": "iso88599 x-cp1254",
        "cp1255": "x-cp1255",
        "cp1256": "x-cp1256",
        "cp1257": "x-cp1257",
        "cp1258": "x-cp1258",
        "gb18030": "csgb2312 gb_2312 gb_2312-80 x-gbk",
        "big5hkscs": "cn-big5 x-x-big5",
        "euc_jp": "cseucpkdfmtjapanese x-euc-jp",
        "cp932": "windows-31j x-sjis",
        "cp949": "cseuckr csksc56011987 iso-ir-149 ks_c_5601-1989 ksc_5601 windows-949",
    }.items()
    for label in labels.split()
}
"""By label: Python's name of the encoding."""

DEFAULTS_BY_LANGUAGE = {
    language: tuple(encodings.split())
    for encodings, languages in {
        "cp1250": "cs hr sk",
        "cp1251": "ba be bg kk ky mk ru sah sr tg tt uk",
        "cp1254": "az ku tr",
        "cp1255": "he",
        "cp1256": "ar fa",
        "cp1257": "et lt lv",
        "cp1258": "vi",
        "cp874": "th",
        "iso8859-2": "hu pl sl",
        "iso8859-7": "el",
        "euc_jp cp932": "ja",
        "cp949": "ko",
        "gb18030 big5hkscs": "zh zh-hans zh-cn zh-sg",
        "big5hkscs gb18030": "zh-hant zh-tw zh-hk zh-mo",
    }.items()
    for language in languages.split()
}
"""By language: the encodings in which a page of it is read if it declares none, best first."""

SHOWN = {
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "big5hkscs": "big5",
    "euc_jp": "euc-jp",
    **{f"cp{number}": f"windows-{number}" for number in range(1250, 1259)},
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in range(2, 17)},
}
"""From Python's name of an encoding to the name of the Encoding Standard, if that is another."""
