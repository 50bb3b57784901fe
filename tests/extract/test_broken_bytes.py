"""A byte that belongs to no character, wherever it stands, costs no more than what holds it."""

from __future__ import annotations

import json

import pytest

from ld_convert.extract import extract
from ld_convert.extract.html.head import head_of
from ld_convert.extract.markup.metas import meta_dataset
from ld_convert.extract.markup.microdata import microdata
from ld_convert.extract.scripts import decoded, flight
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Text

SAID = '{"@type":"Dataset","name":"T","n":1}'
PUSHED = json.dumps([1, f"0:{SAID}\n"])
PAGES = {
    "head": "<title>T &amp; U</title><base href='/x/'><link rel=canonical href=y>"
    "<meta name=dc.type content=Dataset><meta name=dc.title content='T &eacute;'>",
    "script": f"<script type=application/ld+json>{SAID}</script><p>",
    "repaired": "<script type=application/ld+json><!--{'a\\ud83d':1,}//--></script>",
    "push": f"<script>self.__next_f.push({PUSHED}) ;</script><p>",
    "pushes": f"<script>let a=1;self.__next_f.push({PUSHED});</script>",
    "cut": '<script>self.__next_f.push([1,"0:{</script>}"])</script>',
    "queue": '<script>self.__next_s.push([0,{"type":"application/ld+json","children":'
    '"[{}]</script>"}])</script>',
    "doubts": '<script type=application/ld+json>{"t":"{{u}}","t":"v"}</script>',
    "state": '<script>window.__NUXT__={"a":1}</script>',
    "items": "<p itemscope itemtype=http://schema.org/T><b itemprop=a>x</b></p>",
}  # fmt: skip
PAYLOADS = {
    "json": f'[{SAID},"{{\\"@type\\":\\"Dataset\\",\\"a\\":\\"\\ud83d\\"}}"]',
    "rows": f'1:T2,abx\n0:{SAID}\n2:["$1","$Q1"]\nno\n3:Tq,\n4:E{{"digest":"N"}}\n',
    "lines": '1:T3,a\r\nb\r\n0:["$1"]\r\n',
    "old": 'J0:["$","p",null,{"a":"@1"}]\nM1:{"id":1}\nno\n',
}


@pytest.mark.parametrize("name", PAGES)
def test_no_reader_of_a_page_ends_at_a_broken_byte(name: str) -> None:
    """Each reads the bytes as they stand, also where nobody has mended the encoding before."""
    page = PAGES[name].encode()
    for place in range(len(page) + 1):
        text, report = Text.whole(page[:place] + b"\xff" + page[place:]), Report()
        list(decoded(text, "p", report))
        list(microdata(text, "https://a.example/", "p", report))
        flight(text, "p", report)
        meta_dataset(text, "p")
        assert (head_of(text).title or "T").isprintable()


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_payload_ends_at_a_broken_byte(name: str) -> None:
    """What is found is still an object or a list."""
    data = PAYLOADS[name].encode()
    for place in range(len(data) + 1):
        broken = data[:place] + b"\xff" + data[place:]
        found = extract(Capture("p", broken, "json" if name == "json" else "flight"), Report())
        assert all(isinstance(part.value, (dict, list)) for part in found.fragments)
