"""Grammars for hypothesis: flight payloads, JSON-LD with odd contexts, and HTML around them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = st.sampled_from(
    ["", "Tides", "2024-05-01", "last spring", "12 MB", "https://a.example/x", "a b", "#d", "_:b",
     "../x", "http://[", "é\u202e", "\ud800", "mailto:a@b.example", "<b>", "P1Y", "1 2 3 4"]
)  # fmt: skip
SCALARS = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)
)
TERMS = st.sampled_from(
    ["name", "description", "url", "distribution", "keywords", "creator", "license", "isPartOf",
     "spatialCoverage", "temporalCoverage", "a", "b", "p:q", "nest", "id", "type", "", ":", "A:b"]
)  # fmt: skip
CLASSES = st.sampled_from(
    ["Dataset", "DataDownload", "DataCatalog", "Organization", "Person", "Place", "x:Y", "_:c", ""]
)
IRIS = st.sampled_from(
    ["http://schema.org/name", "https://schema.org/", "http://a.example/", "p:q", "x", "@id",
     "@type", "@nest", "_:b", "http://a b/", "@other", ""]
)  # fmt: skip
CONTAINERS = st.sampled_from(
    ["@list", "@set", "@language", "@index", "@id", "@type", "@graph", ["@graph", "@id"],
     ["@graph", "@index"], ["@set", "@language"], ["@list", "@set"], "@none", [], None, 1]
)  # fmt: skip


def definitions(contexts: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """What a context says of a term: an IRI, nothing, or an expanded term definition."""
    expanded = st.fixed_dictionaries(
        {},
        optional={
            "@id": st.one_of(IRIS, st.none()),
            "@type": st.sampled_from(["@id", "@vocab", "@json", "@none", f"{XSD}date", "x", 1]),
            "@container": CONTAINERS,
            "@language": st.sampled_from(["en", "de-AT", "??", None, 1]),
            "@direction": st.sampled_from(["ltr", "rtl", None, "up"]),
            "@reverse": IRIS,
            "@nest": st.sampled_from(["@nest", "nest", "a", 1]),
            "@index": st.sampled_from(["a", "@index", "p:q"]),
            "@prefix": st.booleans(),
            "@protected": st.booleans(),
            "@context": contexts,
        },
    )
    return st.one_of(IRIS, st.none(), expanded)


def _context(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    terms = st.dictionaries(TERMS, definitions(inner), max_size=4)
    switches = st.fixed_dictionaries(
        {},
        optional={
            "@vocab": st.sampled_from(["http://schema.org/", "", "p:", None, "_:", 1]),
            "@base": st.sampled_from(["http://a.example/b/", "../", None, "http://a b/"]),
            "@language": st.sampled_from(["en", "?", None]),
            "@version": st.sampled_from([1.1, 1.0, "1.1"]),
            "@propagate": st.booleans(),
            "@protected": st.booleans(),
            "@import": st.sampled_from(["https://schema.org/", "x", 1]),
            "p": st.just("http://p.example/"),
        },
    )
    one = st.builds(lambda a, b: a | b, terms, switches)
    return st.one_of(one, st.lists(inner, max_size=2))


CONTEXTS: SearchStrategy[Any] = st.recursive(
    st.sampled_from(["https://schema.org/", "http://schema.org", None, "https://x.example/c", {}]),
    _context,
    max_leaves=4,
)
"""Contexts with containers, aliases, scoped contexts, @reverse, @nest, and wrong ones."""


def _node(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    values = st.one_of(inner, st.lists(inner, max_size=3))
    keywords = st.fixed_dictionaries(
        {},
        optional={
            "@id": st.one_of(IRIS, TEXTS, st.none()),
            "@type": st.one_of(CLASSES, st.lists(CLASSES, max_size=2)),
            "@context": CONTEXTS,
            "@graph": values,
            "@included": values,
            "@reverse": st.dictionaries(TERMS, values, max_size=2),
            "@nest": values,
            "@index": TEXTS,
        },
    )
    others = st.fixed_dictionaries(
        {},
        optional={
            "@value": SCALARS,
            "@language": st.sampled_from(["en", "?", None, 1]),
            "@type": IRIS,
            "@list": values,
            "@set": values,
        },
    )
    properties = st.dictionaries(TERMS, values, max_size=4)
    return st.one_of(st.builds(lambda a, b: a | b, properties, keywords), others, st.lists(inner))


NODES: SearchStrategy[Any] = st.recursive(SCALARS, _node, max_leaves=12)


@st.composite
def documents(draw: DrawFn) -> Any:
    """A document in JSON-LD that describes a dataset, and whatever else."""
    record = draw(st.dictionaries(TERMS, NODES, max_size=6))
    return (
        {"@context": draw(CONTEXTS), "@type": "Dataset"}
        | record
        | draw(
            st.fixed_dictionaries({}, optional={"@id": TEXTS, "@graph": NODES, "@included": NODES})
        )
    )


def written(value: Any) -> str:
    """JSON text; what JSON has no word for is written as Python does, which pages do as well."""
    return json.dumps(value)


# -- flight ----------------------------------------------------------------------------------------

ROW_IDS = st.integers(0, 12).map(lambda number: f"{number:x}")
REFERENCES = st.builds(
    lambda sign, row, path: f"${sign}{row}{path}",
    st.sampled_from(["", "L", "@", "Q", "W", "F", "i", "K", "B", "h", "D", "n", "u", "$", "-"]),
    ROW_IDS,
    st.sampled_from(["", ":a", ":0:props", ":props:children:0", ":a:b:c"]),
)
MODELS: SearchStrategy[Any] = st.recursive(
    st.one_of(REFERENCES, SCALARS, st.sampled_from(["$Infinity", "$undefined", "$Y", "$NaN"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(TERMS, st.just("@type")), inner, max_size=4),
        st.builds(
            lambda tag, props: ["$", tag, None, props], st.sampled_from(["div", "$L1"]), inner
        ),
    ),
    max_leaves=10,
)


def _text_row(row: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return f"{row}:T{len(data):x},".encode() + data


def _model_row(row: str, tag: str, model: Any, end: str) -> bytes:
    return f"{row}:{tag}{json.dumps(model)}{end}".encode()


ROWS = st.one_of(
    st.builds(_text_row, ROW_IDS, st.text(max_size=12)),
    st.builds(
        _model_row,
        ROW_IDS,
        st.sampled_from(["", "I", "E", "H", "D", "W", "J", "X", "x", "R", "r", "C", "P", "Z"]),
        MODELS,
        st.sampled_from(["\n", "\n", "\n", "", "\r\n"]),
    ),
    st.binary(max_size=6),
)


@st.composite
def flights(draw: DrawFn) -> bytes:
    """A payload of a few rows, that may be cut off."""
    data = b"".join(draw(st.lists(ROWS, min_size=1, max_size=8)))
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


# -- HTML ------------------------------------------------------------------------------------------


def _script(kind: str, value: Any, end: str) -> str:
    text = written(value).replace("</", "<\\/")
    return f'<script type="{kind}">{text}{end}'


SCRIPTS = st.builds(
    _script,
    st.sampled_from(["application/ld+json", "APPLICATION/LD+JSON; a=b", "application/json", ""]),
    documents(),
    st.sampled_from(["</script>", "</script>", "</SCRIPT >", "", "<!--</script>", ",]</script>"]),
)
PUSHES = st.builds(
    lambda data: f"<script>self.__next_f.push([1,{json.dumps(data.decode('latin-1'))}])</script>",
    flights(),
)
ATTRIBUTES = st.lists(
    st.sampled_from(
        ["itemscope", 'itemtype="https://schema.org/Dataset"', "itemprop=name", 'itemprop="url"',
         'href="https://a.example/"', "content='x'", 'id="i"', 'itemref="i j"', "itemid=x",
         'vocab="https://schema.org/"', 'typeof="Dataset"', 'property="name"', "rel=canonical",
         'name="DC.title"', 'datetime="2024"', 'a="<script>"', "b='", "/", "="]
    ),
    max_size=4,
).map(" ".join)  # fmt: skip
TAGS = st.sampled_from(
    ["div", "p", "span", "a", "link", "meta", "time", "title", "textarea", "template", "svg",
     "math", "base", "html", "head", "body", "style", "plaintext", "table", "td", "br", "noscript"]
)  # fmt: skip
PIECES = st.one_of(
    SCRIPTS,
    PUSHES,
    st.builds(lambda tag, given: f"<{tag} {given}>", TAGS, ATTRIBUTES),
    st.builds(lambda tag: f"</{tag}>", TAGS),
    st.text(max_size=8),
    st.sampled_from(
        ["<!--", "-->", "<!doctype html>", "<![CDATA[", "]]>", "<", "&amp;", "&#0;", "<!-- > -->"]
    ),
)


@st.composite
def pages(draw: DrawFn) -> bytes:
    """A page of a few pieces, well-formed or not."""
    text = "".join(draw(st.lists(PIECES, min_size=1, max_size=10)))
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-16"])), "replace")
