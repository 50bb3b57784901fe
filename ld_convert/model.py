"""The values that flow from stage to stage, and what an IRI looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Json = Any
"""A value as `json.loads` gives it; the only place where `Any` is allowed."""

Triple = tuple["Node", "Node", "Node"]
Places = dict["Node", tuple["Location", ...]]
Later = Callable[[], dict[str, object]]


class UsageError(Exception):
    """The user named something that does not exist or cannot be used."""


class Piece(NamedTuple):
    """One run of bytes of a text, and where it stands in the parent text."""

    start: int
    """Byte offset in the text itself."""
    offset: int
    """Byte offset in the parent (in the capture where the text has no parent)."""
    escaped: bool
    """Whether the parent holds the run as the inside of a JSON string, escapes and all."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """UTF-8 bytes taken out of a capture, with the way back to where each byte stood."""

    data: bytes
    pieces: tuple[Piece, ...]
    parent: Text | None = None
    line: int = 1
    """Line of the file at which a text without a parent starts."""
    made: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What `locate` has made of the text: it goes when the text goes."""

    @classmethod
    def whole(cls, data: bytes, line: int = 1) -> Text:
        """Return the text that is a capture itself."""
        return cls(data, (Piece(0, 0, escaped=False),), line=line)

    def part(self, start: int, end: int) -> Text:
        """Return the bytes from `start` to `end` as a text of their own."""
        return Text(self.data[start:end], (Piece(0, start, escaped=False),), self)

    def inside_string(self, start: int, value: str) -> Text:
        """Return the decoded `value` of the JSON string whose opening quote is at `start`."""
        data = value.encode("utf-8", "surrogatepass")
        return Text(data, (Piece(0, start + 1, escaped=True),), self)


NO_KEYS: Mapping[str, str] = MappingProxyType({})


class Location(NamedTuple):
    """A spot in a capture: a text and a JSON pointer or a byte offset into it."""

    source: str
    text: Text | None = None
    pointer: str = ""
    """JSON pointer (RFC 6901) into the JSON that `text` holds."""
    offset: int | None = None
    """Byte offset in `text`; used where there is no pointer."""
    row: str = ""
    """Id of the flight row that holds the text, in hexadecimal as on the wire."""
    string: str | None = None
    """The decoded JSON string that holds the JSON, where it stands in a string of `outer`."""
    outer: Location | None = None
    keys: Mapping[str, str] = NO_KEYS
    """From predicate IRI to how the text spells it, where that is not its last segment."""

    def at(self, pointer: str) -> Location:
        """Return the spot at another pointer into the same text."""
        return Location(
            self.source,
            self.text,
            pointer,
            self.offset,
            self.row,
            self.string,
            self.outer,
            self.keys,
        )


@dataclass(frozen=True, slots=True)
class Decoded:
    """One JSON value read from a capture, whatever it may describe."""

    kind: str
    """script, next_s, flight, state or document: how the capture holds it."""
    value: Json
    location: Location
    base: str | None = None
    """Document base IRI where the capture states one."""
    places: Mapping[int, Location] = field(default_factory=dict)
    """By id() of an object inside `value`: where it is written, if its pointer does not tell."""


class Place(NamedTuple):
    """A location as people read it; small enough to be sent between processes."""

    source: str
    line: int | None = None
    """1 for the first line."""
    column: int | None = None
    """1 for the first character (not byte) of the line."""
    pointer: str = ""
    row: str = ""

    def __str__(self) -> str:
        """Return `page.html:4:35 /datePublished`."""
        spot = f":{self.line}:{self.column}" if self.line is not None else ""
        row = f" row {self.row}" if self.row else ""
        pointer = f" {self.pointer}" if self.pointer else ""
        return f"{self.source}{spot}{row}{pointer}"


KINDS = ("html", "flight", "json", "rdf", "")
"""Of a capture."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One page or payload as it was received."""

    source: str
    """Name shown to people: the path, or `-` for standard input; of a member of a container the
    container's name, `!` and its own, as in `pages.zip!a/b.html` and `records.jsonl!3`."""
    data: bytes
    kind: str
    """html, flight, json or rdf, found from the content; empty for what cannot be read."""
    url: str | None = None
    """Where the page was captured, if the container says so."""
    modified: str | None = None
    """When the capture was made, an xsd:dateTime in UTC; without a zone where none is known."""
    findings: tuple[Finding, ...] = ()
    """What was wrong when it was read."""
    links: tuple[str, ...] = ()
    """The HTTP response's `Link` headers as they were received (RFC 8288)."""
    declared: str = ""
    """The charset that the HTTP response's Content-Type names."""
    line: int = 1
    """Line of the file at which the capture starts."""

    def __post_init__(self) -> None:
        """Raise UsageError for a kind that nothing can be read from."""
        if self.kind not in KINDS:
            raise UsageError(f"kind {self.kind!r}: choose from {', '.join(filter(None, KINDS))}")


class Origin(NamedTuple):
    """One of the spots where a fragment was found."""

    kind: str
    """script, next_s, flight, state, document, microdata, rdfa or meta."""
    location: Location


@dataclass(frozen=True, slots=True)
class Fragment:
    """One JSON value that describes something, and all the spots where it was found."""

    value: Json
    origins: tuple[Origin, ...]
    base: str | None = None
    """Document base IRI, for relative references (RFC 3986, section 5.1)."""
    portal: str = ""
    """Name of the file in vocab/portals that describes the value; empty for plain JSON-LD."""

    @property
    def location(self) -> Location:
        """The first spot."""
        return self.origins[0].location


@dataclass(frozen=True, slots=True)
class Page:
    """What extraction found in one capture."""

    fragments: tuple[Fragment, ...]
    url: str | None = None
    """The page's own address, as the capture or the page itself states it."""
    kind: str = "record"
    """record, redirect, shell, plain or error; from what the page holds, not from its title."""
    target: str = ""
    """Address to which a redirect leads; empty where it is not known, and for other pages."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """Expanded JSON-LD nodes; every node object has an @id, and a place under that id."""

    nodes: list[Json]
    places: dict[str, Location]
    scope: str
    """Prefix of the fragment's blank node labels; no other fragment has it."""


@dataclass(frozen=True, slots=True)
class Described:
    """An rdflib graph, and the places of each node in it: one for each fragment that has it."""

    graph: Graph
    places: Places


class Trace(NamedTuple):
    """Where a triple of the catalogue comes from."""

    rule: str
    """Id of the mapping rule."""
    kind: str
    """stated, derived or supplied."""
    node: Node
    """The node of the source graph that was read."""
    predicate: str
    """IRI of the source property, empty for none."""
    term: Node | None = None
    """The value of the source property that was read."""


class Detail(NamedTuple):
    """What the validation of a graph knows of a finding besides its place (SHACL, section 3.6.2).

    IRIs and lexical forms; empty where there is nothing.
    """

    focus: str = ""
    path: str = ""
    value: str = ""
    component: str = ""
    shape: str = ""
    rule: str = ""
    """Id of the mapping rule that made the triple."""
    clause: str = ""
    """Address of the clause that asks for it."""
    stated: str = ""
    """The value as the page has it, from which the rule made the one that is wrong."""
    value_type: str = ""
    """What `value` is: iri, blank, the IRI of a literal's datatype, or `@` and its language."""
    trace: str = ""
    """The traceback, where the program itself failed."""


class Excerpt(NamedTuple):
    """What a capture holds around a place; short enough for a line of a terminal."""

    text: str
    """Part of one line; control and other invisible characters are written as U+FFFD."""
    caret: int
    """Index in `text` of the character at the place."""


class MadeLater:
    """Lets a dataclass hold on to what it is made of until one of its fields is looked at."""

    __slots__ = ("later",)
    later: Later | None

    @classmethod
    def made_later(cls, later: Later, **known: object) -> Self:
        """Return an object of which `later` gives all fields that are not known."""
        made, put = object.__new__(cls), object.__setattr__
        put(made, "later", later)
        for name, value in known.items():
            put(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        """Fill what is not there yet; Python asks here only for that."""
        later = None if name == "later" or name[:2] == "__" else self.later
        if later is None:
            raise AttributeError(name)
        for field_name, value in later().items():
            object.__setattr__(self, field_name, value)
        object.__setattr__(self, "later", None)  # a page is not kept for its findings
        return object.__getattribute__(self, name)


class About(NamedTuple):
    """The dataset that a finding is about; empty texts where nothing is known."""

    dataset: str = ""
    """Its IRI."""
    title: str = ""
    owner: str = ""
    """Name of its publisher, else of its contact point or creator."""
    url: str = ""
    """Address of the page that describes it."""


NO_DATASET = About()


@dataclass(frozen=True, slots=True)
class Finding(MadeLater):
    """One problem, with its place.

    Code, severity, rule and focus are known at once. The other fields are computed when one of
    them is read for the first time: most findings are only counted.
    """

    code: str
    message: str
    place: Place
    detail: Detail | None = None
    excerpt: Excerpt | None = None
    severity: str = ""
    """info, warning or violation."""
    rule: str = ""
    """The code, for a shape with its name: `LD501/Dataset-title-exists`."""
    focus: str = ""
    """IRI or blank node label of the thing that a shape was checked on; empty for other codes."""
    about: About = NO_DATASET
    is_brief: bool = False
    """Whether message, detail and excerpt were left out, because nobody reads them."""

    @property
    def title(self) -> str:
        """Title of the dataset; empty if it is not known."""
        return self.about.title

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the finding as one flat row, for a data frame or a table."""
        place, detail = self.place, self.detail or Detail()
        return {
            "code": self.code,
            "severity": self.severity,
            "rule": self.rule,
            "message": self.message,
            "source": place.source,
            "line": place.line,
            "column": place.column,
            "pointer": place.pointer,
            "row": place.row,
            "dataset": self.about.dataset,
            "title": self.about.title,
            "owner": self.about.owner,
            "url": self.about.url,
            "focus": self.focus,
            "path": detail.path,
            "value": detail.value,
            "clause": detail.clause,
        }


class AccountLine(NamedTuple):
    """What became of the values that one capture gives a property."""

    property: str
    """Compact IRI, or the term as the page spells it where expansion gives it no IRI."""
    found: int
    """Values in the page: the sum of the next three."""
    mapped: int
    kept: int
    dropped: int
    rules: dict[str, int]
    """By rule: how many of the mapped."""
    reasons: dict[str, int]
    """By reason: how many of the kept and the dropped."""


class Key(NamedTuple):
    """One way in which a capture names a thing, by which the captures of a run meet.

    Two nodes are one thing if they share a key of one kind and value. The thing is then called by
    the `iri` of its key of the lowest rank, in whichever capture that key stands.
    """

    node: str
    """IRI of the thing in the capture's own graph."""
    kind: str
    """What `value` is, such as `harmony:uuid` or `page`; values of two kinds are never equal."""
    value: str
    iri: str
    """The IRI that a thing has which is named by this key."""
    rank: int
    """0 for the most stable kind of key; lower ranks name the thing."""
    is_described: bool
    """Whether the capture describes the thing, or only refers to it."""
    is_weak: bool = False
    """Whether it joins only things that have no two different values of one strong kind."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one capture became."""

    source: str
    graph: Graph
    datasets: tuple[str, ...]
    """IRIs of the datasets that the page describes."""
    findings: tuple[Finding, ...]
    rejected: bool
    """Whether nothing of the capture could be used."""
    name: str = ""
    """IRI of the named graph that holds the capture's triples."""
    stated: Graph | None = None
    """What the page itself states: its graph before the mapping."""
    traces: Mapping[Triple, Trace] = field(default_factory=dict)
    """Where each triple that the mapping wrote comes from."""
    locate: Callable[[Node, str, Node | None], Location | None] = lambda *_: None
    """The spot of a value of a property of a node of the page, or of what was made from one."""
    account: tuple[AccountLine, ...] = ()
    """What became of each value, where `settings.account` asks for it."""
    keys: tuple[Key, ...] = ()
    """By what the things of the capture are known in other captures of the run."""


def escape_key(key: str) -> str:
    """Return an object key as a segment of a JSON pointer (RFC 6901, section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


NO_CHARACTER = re.compile(
    "[\x80-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    + "".join(f"{chr(last)}{chr(last + 1)}" for last in range(0x1FFFE, 0xE0000, 0x10000))
    + "\U000dfffe-\U000e0fff\U000efffe-\U0010ffff]"
)
"""What an IRI may not hold of the characters beyond ASCII (RFC 3987, section 2.2): controls, halves
of characters, what is no character, tags, private use, and marks of direction (section 4.1)."""


def _part(more: str) -> str:
    """Return the pattern of a part of an IRI; it is matched without a way back, in linear time."""
    return rf"(?:[A-Za-z0-9_.~!$&'()*+,;=\x80-\U0010ffff{more}-]|%[0-9A-Fa-f][0-9A-Fa-f])*+"


@cache
def _grammar() -> re.Pattern[str]:
    """Return the pattern of an absolute IRI (RFC 3987, section 2.2); group 1 is an IPv6 address.

    It is made when it is first needed, so that `--help` does not wait for it.
    """
    literal = r"\[(?:([0-9A-Fa-f:.]+)|v[0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]"
    host = rf"(?:{literal}|{_part('')})(?::[0-9]*)?(?![^/?#])"
    path = rf"(?://(?:{_part(':')}@)?+{host}|(?!//)){_part('/:@')}"
    ending = rf"(?:\?{_part('/:@?')})?(?:#{_part('/:@?')})?"
    return re.compile(f"[A-Za-z][A-Za-z0-9+.-]*:{path}{ending}", re.ASCII)


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI (RFC 3987)."""
    match = _grammar().fullmatch(text)
    if match is None or not (text.isascii() or NO_CHARACTER.search(text) is None):
        return False
    return match[1] is None or _is_ipv6(match[1])


def _is_ipv6(text: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415  seldom needed

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
