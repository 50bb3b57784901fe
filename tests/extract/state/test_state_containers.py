from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.scripts import decoded
from ld_convert.extract.state.flat_list import big_integer
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Json, Location, Text

ITEMS = st.recursive(
    st.integers(-8, 9)
    | st.sampled_from(["Map", "Set", "Date", "P", "M", "D", "null", "B", "N", "x"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["_0", "_1", "_x", "a"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def found(page: str) -> tuple[list[Decoded], list[str]]:
    report = Report()
    values = list(decoded(Text.whole(page.encode()), "p", report))
    return values, [finding.code for finding in report.findings]


def nuxt(items: Json) -> str:
    return f"<script type=application/json id=__NUXT_DATA__>{json.dumps(items)}</script>"


def turbo(*parts: str, context: str = "__reactRouterContext") -> str:
    """Return calls as React Router writes them, with `<` escaped."""
    strings = [json.dumps(part).replace("<", "\\u003c") for part in parts]
    return "".join(
        f"<script>window.{context}.streamController.enqueue({string});</script>"
        for string in strings
    )


def value(page: str) -> Json:
    """Return the one value of a page that gives no finding."""
    [item], codes = found(page)
    assert (item.kind, codes) == ("state", [])
    return item.value


ORGANIZATION = {"@type": "Organization", "name": "O"}
RECORD = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "name": "Größe 漢字 </script>",
    "url": ["https://e.org/1"],
    "creator": [ORGANIZATION],
    "d": "2024-01-02T03:04:05.000Z",
    "m": {"k": {"a": 1}},
    "s": [1],
    "b": 10,
    "again": ORGANIZATION,
    "self": [ORGANIZATION],
}


@pytest.mark.goldens
def test_nuxt_data_is_decoded_as_devalue_decodes_it(shared: Path) -> None:
    """Undefined and NaN are absent, dates are text, big integers are exact."""
    text = (shared / "goldens/state/nuxt_data.json").read_text("utf-8")
    page = f'<script type="application/json" id="__NUXT_DATA__" data-ssr="true">{text}</script>'
    assert value(page) == {"data": {"ld": RECORD}, "state": {}}


@pytest.mark.goldens
@pytest.mark.parametrize("size", [1, 7, 200, 10_000])
def test_a_turbo_stream_is_decoded_however_it_is_cut(shared: Path, size: int) -> None:
    """The pieces of the calls are joined, and the promise is resolved."""
    text = (shared / "goldens/state/remix_turbo2.txt").read_text("utf-8")
    parts = [text[start : start + size] for start in range(0, len(text), size)]
    state = value(turbo(*parts, context="__remixContext"))
    assert state["loaderData"]["routes/x"] == {
        "ld": RECORD,
        "later": {"@type": "Dataset", "name": "deferred"},
    }
    assert state["loaderData"]["root"] is None


@pytest.mark.goldens
def test_turbo_stream_3_is_named_as_unsupported(shared: Path) -> None:
    """Its text is no JSON; nothing is guessed."""
    text = (shared / "goldens/state/turbo3.txt").read_text("utf-8")
    assert found(turbo(text)) == ([], ["LD243"])


def test_what_is_told_of_a_container_names_it_at_its_place() -> None:
    """A format that is none of those read, a promise that never came, a list that leads nowhere."""
    for page, code, name, start in (
        (turbo("{a:1}\n"), "LD243", "turbo-stream 3", "{a:"),
        (turbo('[{"_1":2},"a",["P",2]]\n'), "LD246", "(turbo-stream) lacks 1 value", "[{"),
        (nuxt([{"a": 9}]), "LD244", "__NUXT_DATA__", "[{"),
        ("<script>window.__APOLLO_STATE__={'a':1}</script>", "LD243", "__APOLLO_STATE__", "{'a"),
    ):
        report = Report()
        list(decoded(Text.whole(f"\n{page}".encode()), "p", report))
        [told] = report.findings
        assert (told.code, told.place.line) == (code, 2)
        assert page[(told.place.column or 0) - 1 :].startswith(start)
        assert name in told.message


@pytest.mark.goldens
def test_the_program_of_sveltekit_is_not_run(shared: Path) -> None:
    """The inline script holds JavaScript; the JSON scripts beside it are what is read."""
    text = (shared / "goldens/state/sveltekit_uneval.js").read_text("utf-8")
    assert found(f"<script>kit.start(app, {{data: {text}}})</script>") == ([], [])


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([[1, -1, -2, -3, 2], "a", None], ["a", None, None, None, None]),
        ([{"a": -1, "b": -6, "c": 1}, False], {"b": 0, "c": False}),
        ([["ShallowReactive", 1], ["Ref", 2], {"a": 3}, "x"], {"a": "x"}),
        ([{"a": 1}, ["null", "k", 2], "v"], {"a": {"k": "v"}}),
        ([["Map", 1, 2], {"k": 2}, "v"], [[{"k": "v"}, "v"]]),
        ([{"a": 1}, ["EmptyRef", "_"]], {}),
        *(([{"a": 1}, [tag]], {}) for tag in ("Date", "URL", "Object", "BigInt", "Ref")),
        ([{"a": 1}, ["Set"]], {"a": []}),
        ([{"a": 1}, ["Map"]], {"a": {}}),
        ([{"a": 1}, ["null"]], {"a": {}}),
        (
            [{"a": 1, "b": 2}, ["URL", "https://a.org/"], ["RegExp", "a", "g"]],
            {"a": "https://a.org/"},
        ),
        (
            [{"a": 1, "b": 2}, ["Temporal.PlainDate", "2024-05-01"], ["Temporal.Instant"]],
            {"a": "2024-05-01"},
        ),
        ([[1, -4, -5], "a"], ["a", None, None]),
        ([[-7, 3, 1, 1], "x"], [None, "x"]),
        ([[-7, 1, 0, 1], "x"], ["x"]),
        ([[-7, 2, -1, 1, 1, 1], "x"], [None, "x"]),
        ([{"a": 1}, [-7, 3]], {"a": []}),
        ([[-7, 4_000_000_000, 3_999_999_999, 1], "x"], ["x"]),
        ([[-7, 21, 20, 1], "x"], [*[None] * 20, "x"]),
        ([[-7, 22, 21, 1], "x"], ["x"]),
        (
            [{"a": 1}, ["BigInt", "123456789012345678901234567890"]],
            {"a": 123456789012345678901234567890},
        ),
    ],
)
def test_devalue_forms_have_plain_values(items: Json, expected: Json) -> None:
    """The numbers below zero and the tagged lists are those of devalue 5."""
    assert value(nuxt(items)) == expected


def test_integers_of_any_length_are_exact_or_stay_texts() -> None:
    """Python reads 999 digits at once; what is no integer is left as it stands."""
    for word, found in (
        ("-" + "9" * 998, -int("9" * 998)),
        ("9" * 999, int("9" * 999)),
        ("9" * 1000, "9" * 1000),
        ("1x", "1x"),
        (5, 5),
    ):
        assert big_integer(word) == found


@pytest.mark.parametrize(("depth", "codes"), [(99, []), (100, ["LD247"])])
def test_a_hundred_levels_of_a_flat_list_are_followed(depth: int, codes: list[str]) -> None:
    """The outermost counts."""
    assert found(nuxt([*([n + 1] for n in range(depth)), "x"]))[1] == codes


def test_a_cycle_in_nuxt_data_is_cut_once() -> None:
    """The inner value is absent, and that is information."""
    [item], codes = found(nuxt([{"name": 1, "me": 0, "list": 2}, "x", [0]]))
    assert (item.value, codes) == ({"name": "x", "list": [None]}, ["LD245"])


def test_references_to_nothing_are_counted() -> None:
    """One finding for all of them."""
    [item], codes = found(nuxt([{"a": 9, "b": "1", "c": 1}, "x"]))
    assert (item.value, codes) == ({"c": "x"}, ["LD244"])


def test_many_references_to_shared_items_stay_small() -> None:
    """Thirty doublings would be a thousand million objects if they were copied."""
    state = value(nuxt([*([n + 1, n + 1] for n in range(30)), "x"]))
    assert state[0] is state[1]


def test_deep_state_is_cut_with_a_warning() -> None:
    """No RecursionError."""
    _, codes = found(nuxt([*([n + 1] for n in range(5_000)), "x"]))
    assert codes == ["LD247"]


@pytest.mark.parametrize(
    ("lines", "expected", "codes"),
    [
        ('[{"_1":2},"a",["P",2]]\n', {}, ["LD246"]),
        ('[{"_1":2},"a",["P",2]]\nP2:-5\n', {"a": None}, []),
        ('[{"_1":2},"a",["P",2]]\nP2:[["P',  {}, ["LD246"]),
        ('[{"_1":2},"a",["P",2]]\nE2:["E","x"]\n', {}, ["LD246"]),
        ('[{"_1":2},"a",["N",{"_1":3}],["U","urn:u"]]', {"a": {"a": "urn:u"}}, []),
        ('[{"_1":2},"a",["D",null]]', {}, []),
        *((f'[{{"_1":2}},"a",["{tag}"]]', {}, []) for tag in "DUBN"),
        ('[{"_1":2},"a",["P"]]', {}, ["LD246"]),
        ('[{"_1":2},"a",["S"]]', {"a": []}, []),
        ('[{"_1":2},"a",["M"]]', {"a": {}}, []),
        ('[{"_1":2},"a",[-1,-2,-3,-4,-5,-6,-7]]', {"a": [*[None] * 3, 0, *[None] * 3]}, []),
        ('[{"_123456789":1},"a"]', {}, ["LD244"]),
        ('[{"_1234567890":1},"a"]', {}, []),
        ('[{"_1":-2,"_2":1},"a","b"]', {"b": "a"}, []),
    ],
)  # fmt: skip
def test_turbo_forms_have_plain_values(lines: str, expected: Json, codes: list[str]) -> None:
    """A promise that did not arrive is absent, and that is a warning."""
    [item], reported = found(turbo(lines))
    assert (item.value, reported) == (expected, codes)


def test_next_data_is_plain_json_with_exact_places() -> None:
    """The pages router of Next.js."""
    tag = '<script id="__NEXT_DATA__" type="application/json">'
    page = tag + '\n{"props":{"pageProps":{"a":1}}}</script>'
    [item], _ = found(page)
    assert item.value == {"props": {"pageProps": {"a": 1}}}
    spot = place(Location("p", item.location.text, "/props/pageProps/a"))
    assert (spot.line, spot.column) == (2, 28)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('window.__remixContext = {"a":"\\u003c/script>"};', {"a": "</script>"}),
        ('window.__remixContext={"a":1};window.b={}', {"a": 1}),
        ('window.__NUXT__={"a":1}', {"a": 1}),
    ],
)
def test_assigned_json_is_read(script: str, expected: Json) -> None:
    """Remix up to 2, and Nuxt where it writes JSON."""
    assert value(f"<script>{script}</script>") == expected


@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ('window.__NUXT__=(function(a){return {data:a}}("x"));', ["LD243"]),
        ("window.__NUXT__={config:{a:1}}", ["LD243"]),
        ('window.__NUXT__={};window.__NUXT__.config={public:{a:"b"}}', []),
        ("if (window.__NUXT__ == 1) {}", []),
        ("window.__remixContext = build()", ["LD243"]),
        ('window.__remixContext = {"a":', ["LD242"]),
        ('x.streamController.enqueue("[1', ["LD242"]),
        ("// window.__NUXT__=(function(){})", []),
    ],
)
def test_state_that_is_a_program_is_named_and_not_run(script: str, codes: list[str]) -> None:
    """JavaScript of a page is never run; an empty state is nothing to speak of."""
    assert found(f"<script>{script}</script>") == ([], codes)


def sveltekit(body: str, attributes: str = "") -> str:
    payload = json.dumps({"status": 200, "statusText": "", "headers": {}, "body": body})
    tag = f'<script type="application/json" data-sveltekit-fetched data-url="/a"{attributes}>'
    return f"{tag}{payload}</script>"


def test_the_body_of_a_sveltekit_response_is_read_again() -> None:
    """It is JSON in a JSON string; places lead through both."""
    page = sveltekit('{"é":"x",\n"a":1}')
    assert value(page) == {"é": "x", "a": 1}
    [item], _ = found(page)
    spot = place(Location("p", item.location.text, "/a"))
    assert spot.column is not None
    assert page[spot.column - 1 :].startswith('1}"')


def test_a_sveltekit_body_in_base64_is_read() -> None:
    """The attribute data-b64 says so."""
    body = base64.b64encode('{"a":"é"}'.encode()).decode()
    assert value(sveltekit(body, " data-b64")) == {"a": "é"}
    assert found(sveltekit("%%%", " data-b64")) == ([], ["LD220"])


def test_a_sveltekit_body_that_is_no_json_is_passed_over() -> None:
    """Pages and texts are fetched too."""
    assert found(sveltekit("<p>Hello")) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"\\u003Cb>\\u002F \'&amp;"}',
        "{&q;a&q;:&q;&l;b&g;/ &s;&a;amp;&q;}",
    ],
)
def test_both_writings_of_angular_state_are_read(text: str) -> None:
    """JSON escapes since 16, five marks of Angular's own before."""
    page = f'<script id="ng-state" type="application/json">{text}</script>'
    assert value(page) == {"a": "<b>/ '&amp;"}


def test_places_in_old_angular_state_are_exact() -> None:
    """The marks are longer than what they stand for."""
    tag = '<script id="serverApp-state" type="application/json">'
    page = tag + "{&q;a&q;:&q;&l;&q;,&q;b&q;:7}</script>"
    [item], _ = found(page)
    spot = place(Location("p", item.location.text, "/b"))
    assert spot.column == page.index("7") + 1


def test_apollo_references_are_resolved() -> None:
    """An entry that is named twice is one object."""
    cache = {
        "ROOT_QUERY": {"dataset": {"__ref": "Dataset:1"}, "all": [{"__ref": "Dataset:1"}]},
        "Dataset:1": {"__typename": "Dataset", "publisher": {"__ref": "Org:1"}},
        "Org:1": {"name": "O"},
    }
    state = value(f"<script>window.__APOLLO_STATE__={json.dumps(cache)};</script>")
    assert state["ROOT_QUERY"]["dataset"]["publisher"] == {"name": "O"}
    assert state["ROOT_QUERY"]["all"][0] is state["Dataset:1"]


def test_apollo_cycles_and_dangling_references_stay_as_they_are() -> None:
    """Both are reported."""
    cache = {"A": {"b": {"__ref": "B"}}, "B": {"a": {"__ref": "A"}, "c": {"__ref": "C"}}}
    [item], codes = found(f"<script>window.__APOLLO_STATE__={json.dumps(cache)}</script>")
    assert item.value["A"]["b"] == cache["B"]
    assert codes == ["LD244", "LD245"]


@pytest.mark.parametrize(("levels", "codes"), [(100, []), (101, ["LD247"])])
def test_a_hundred_levels_of_an_apollo_cache_are_followed(levels: int, codes: list[str]) -> None:
    """What is deeper stays as it is."""
    cache = '{"a":' + "[" * levels + "1" + "]" * levels + "}"
    page = f"<script>window.__APOLLO_STATE__={cache}</script>"
    [item], told = found(page)
    assert (item.value, told) == (json.loads(cache), codes)


def test_an_apollo_state_that_is_no_cache_is_none() -> None:
    """The next assignment is read all the same."""
    page = "<script>window.__APOLLO_STATE__=[1];window.__APOLLO_STATE__={'a':1};"
    values, codes = found(page + 'window.__APOLLO_STATE__={"b":{"c":2}}</script>')
    assert ([item.value for item in values], codes) == ([{"b": {"c": 2}}], ["LD243"])


@pytest.mark.parametrize(
    ("string", "code"),
    [
        (json.dumps('{"a": [1, }'), "LD242"),
        ("'{\"a\": 1'", "LD242"),
        ("'[,]'", "LD243"),
    ],
)
def test_a_string_of_broken_json_is_no_state(string: str, code: str) -> None:
    """It is told, and gives nothing."""
    page = f"<script>window.__PRELOADED_STATE__ = JSON.parse({string});</script>"
    assert found(page) == ([], [code])


@pytest.mark.parametrize("name", ["__PRELOADED_STATE__", "__NUXT__", "__APOLLO_STATE__"])
@pytest.mark.parametrize(
    "string",
    [
        json.dumps(json.dumps({"a": {"b": 'it\'s \\ "so"'}})),
        r"""'{"a": {"b": "it\'s \\\\ \\\"so\\\""}}'""",
    ],
)
def test_state_in_a_string_that_is_parsed_is_state(name: str, string: str) -> None:
    """The place of a value is that in the page, whatever quotation marks the string has."""
    page = f"<script>window.{name} = JSON.parse({string});</script>"
    item = next(iter(found(page)[0]))
    assert item.value == {"a": {"b": 'it\'s \\ "so"'}}
    where = place(item.location.at("/a/b"))
    assert page[(where.column or 0) - 1 :].startswith(('"it', '\\"it'))


@given(ITEMS)
def test_any_flat_state_is_read_without_an_error(items: Json) -> None:
    """What comes back is plain JSON, without cycles."""
    text = json.dumps(items)
    values, _ = found(nuxt(items) + turbo(text, "\nP1:" + text))
    for item in values:
        json.dumps(item.value)
