"""Tags that are passed over in one go are those that the tokenizer would have passed one by one."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.html import tokenizer as tags
from ld_convert.extract.html.tokenizer import HtmlElement, elements
from tests.support.places import SHARED

PAGES = sorted([*SHARED.glob("captures/**/*.html"), *SHARED.glob("corpus/**/*.html")])


def one_by_one(page: bytes, wanted: bytes) -> list[HtmlElement]:
    """The elements of a page, without passing over anything."""
    nothing = re.compile(b"")
    with patch.object(tags, "passed", lambda _prefix: nothing):
        return list(elements(page, wanted))


@pytest.mark.corpus
@pytest.mark.skipif(not PAGES, reason="no pages; LD_CONVERT_SHARED names their place")
def test_every_harvested_page_has_the_same_elements() -> None:
    """With and without the tags that microdata and RDFa want."""
    for path in PAGES:
        page = path.read_bytes()
        for wanted in (b"", b"item", b"typeof"):
            assert list(elements(page, wanted)) == one_by_one(page, wanted), path.name


NAMES = [
    "script",
    "SCRIPT",
    "style",
    "title",
    "meta",
    "link",
    "p",
    "a",
    "article",
    "sup",
    "scripts",
]
FOREIGN = ["svg", "math", "desc", "foreignObject", "annotation-xml", "textarea", "plaintext", "b"]
TOKENS = st.sampled_from(
    [
        *(f"<{name}" for name in NAMES + FOREIGN),
        *(f"</{name}" for name in NAMES + FOREIGN),
        *('="', "='", '"', "'", "=", ">", "/>", "/", "<", "<!--", "-->", "<!", "<?", "</", "]]>"),
        *("<![CDATA[", " ", "\n", "\x00", "é", " item", " itemprop=x", ' ITEMSCOPE="', " typeof=a"),
        *(
            " a",
            "x",
            "item",
            "<a b=c>",
            '<p class="x">',
            "<script>",
            "</script>",
            "<svg>",
            "</svg>",
        ),
    ]
)


@given(st.lists(TOKENS, max_size=25), st.sampled_from([b"", b"item", b"typeof"]))
def test_any_page_has_the_same_elements(tokens: list[str], wanted: bytes) -> None:
    """Quotation marks that never close, tags in values, comments, svg, odd slashes."""
    page = "".join(tokens).encode()
    assert list(elements(page, wanted)) == one_by_one(page, wanted)
