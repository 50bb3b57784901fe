"""Every regular expression that the package compiles, and texts that are made to slow each down.

`python -m tests.support.patterns` tells how many there are, and how long the slowest takes.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import time
from functools import cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from tests.support.cli import run_python
from tests.support.places import CAPTURES, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RECORDER = """
import json, pkgutil, importlib, re, sys
found, inner = {}, re._compile

def compile(pattern, flags):
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__") == "re":
        frame = frame.f_back
    name = frame.f_globals.get("__name__", "")
    if name.startswith("ld_convert") and isinstance(pattern, (str, bytes)):
        text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
        key = (name, frame.f_lineno, text, int(flags), isinstance(pattern, bytes))
        found[key] = None
    return inner(pattern, flags)

re._compile = compile
import ld_convert
for module in pkgutil.walk_packages(ld_convert.__path__, "ld_convert."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from rdflib import Literal
from ld_convert.values import VALUES
for text in sys.argv[1].split("|"):
    for convert in VALUES.values():
        convert(Literal(text))
from ld_convert.extract.flight.useful_rows import words
from ld_convert.extract.html import script_calls
from ld_convert.model import Text
words()
list(script_calls.calls(Text.whole(b"f(1); f(2)"), script_calls.ENQUEUE))
from ld_convert.cli import cli
try:
    cli(["-q", "convert", *sys.argv[2:], "-f", "nt", "-o", "/dev/null"])
except SystemExit:
    pass
print(json.dumps(list(found)))
"""
MODES: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
METHODS = {
    "match": "match",
    "fullmatch": "fullmatch",
    **dict.fromkeys(("search", "finditer", "findall", "sub", "subn", "split", "scanner"), "search"),
}
EVERYWHERE = ("a", "0", " ", "\n", '"', "'", "\\", "/", "<", "{", "[", ",", ":", "-", "%", "&", "é")
MOST = 40
"""Attacks on one pattern."""


class Pattern(NamedTuple):
    """A regular expression, and where it is compiled."""

    module: str
    line: int
    text: str
    flags: int
    is_bytes: bool

    def compiled(self) -> re.Pattern[Any]:
        """The expression itself."""
        return re.compile(self.source(), self.flags)

    def source(self) -> str | bytes:
        """The text as it is given to `re`."""
        return self.text.encode("latin-1") if self.is_bytes else self.text

    def __str__(self) -> str:
        """Module and line."""
        return f"{self.module.removeprefix('ld_convert.')}:{self.line}"


TEXTS = "see Licence: CC BY (v4.0) (Attribution) under x|1,5 MB|https://a.b/c d/?e|from 1995 to 1/2"
"""Texts by which value functions reach the expressions inside them."""


@cache
def patterns() -> tuple[Pattern, ...]:
    """All that are compiled while every module is loaded and used, and all that stand in a call."""
    done = run_python(RECORDER, TEXTS, str(CAPTURES / "tide-gauge.html"))
    assert done.returncode == 0, done.stderr
    found = {Pattern(*row) for row in json.loads(done.stdout.splitlines()[-1])}
    known = {(pattern.module, pattern.text) for pattern in found}
    return tuple(sorted(found | {one for one in _written() if (one.module, one.text) not in known}))


def _written() -> Iterator[Pattern]:
    """The expressions that stand as a text in a call of `re`, be the call reached or not."""
    for module, file in files().items():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and _method_of_re(node.func) and node.args):
                continue
            text, flags = node.args[0], re.RegexFlag(0)
            if isinstance(text, ast.Constant) and isinstance(text.value, str | bytes):
                for part in ast.walk(node):
                    flags |= getattr(re, part.attr) if _is_flag(part) else 0
                found = text.value
                shown = found if isinstance(found, str) else found.decode("latin-1")
                yield Pattern(module, node.lineno, shown, int(flags), isinstance(found, bytes))


def _method_of_re(node: ast.AST) -> str:
    """The name of a function of `re` that a call names; empty for other calls."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return ""
    return node.attr if node.value.id == "re" and node.attr.islower() else ""


def _is_flag(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and node.attr.isupper() and hasattr(re, node.attr)


KNOWN = {
    "extract.html.tag_patterns": "match",  # one per prefix, made by a function
    "extract.markup.datatypes": "fullmatch",  # a list of them
    "model.iri_grammar": "fullmatch",  # made when it is first needed
    "mapping.readers": "fullmatch",  # an attribute
    "values.identifiers": "fullmatch",  # a table by scheme
    "values.licences": "fullmatch",  # two of them
    "values.numbers": "fullmatch",  # made in a loop
    "values.periods": "fullmatch",  # a list of them
    "read.sniff": "match",  # a table by kind
    "vocab.reshape": "fullmatch",  # rows of a portal file
}
"""By module, how patterns are used where their names do not tell."""


def modes(pattern: Pattern) -> set[str]:
    """How the package uses a pattern; in every way where that cannot be seen."""
    found = _seen_modes(pattern)
    known = KNOWN.get(pattern.module.removeprefix("ld_convert."))
    return {known} if known and found == set(MODES) else found


def _seen_modes(pattern: Pattern) -> set[str]:
    file = files()[pattern.module]
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    for node in sorted(nodes, key=lambda node: not isinstance(node, ast.Attribute)):
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.Attribute):
            continue
        if not node.lineno <= pattern.line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.Attribute):
            if node.attr in METHODS and (isinstance(node.value, ast.Call) or _method_of_re(node)):
                return {METHODS[node.attr]}  # re.compile(...).match, re.match(...)
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Call):
            return _uses().get((pattern.module, target.id)) or set(MODES)
    return set(MODES)


@cache
def files() -> dict[str, Path]:
    """Every module of the package by its name."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@cache
def _uses() -> dict[tuple[str, str], set[str]]:
    """By module and name of a constant, the methods that the package calls on it."""
    found: dict[tuple[str, str], set[str]] = {}
    for module, file in files().items():
        tree = ast.parse(file.read_text("utf-8"))
        homes = {
            alias.asname or alias.name: (str(node.module), alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        methods = {
            id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id.isupper():
                method = METHODS.get(methods.get(id(node), ""))
                used = (
                    {method}
                    if method
                    else set(MODES) - ({*MODES} if id(node) in methods else set())
                )
                found.setdefault(homes.get(node.id, (module, node.id)), set()).update(used)
    return found


class Attack(NamedTuple):
    """A text that can be made as long as one likes."""

    before: str
    again: str
    after: str

    def text(self, size: int) -> str:
        """The text, of about so many characters."""
        return self.before + self.again * (size // len(self.again)) + self.after


def attacks(pattern: Pattern) -> list[Attack]:
    """Texts made of what repeats in the pattern, and of what ends it."""
    return list(dict.fromkeys(_seeds(pattern)))[:MOST]


def _seeds(pattern: Pattern) -> Iterator[Attack]:
    tree = parser.parse(pattern.source(), pattern.flags)
    whole = "".join(_least(tree))
    for before, body in _repeats(tree, ""):
        stop = next(filter(None, (_stop(body), "\0")))
        for again in dict.fromkeys(chain(_some(body), ["".join(_least(body))])):
            if again:
                yield Attack(before, again, stop)
                yield Attack("", before + again, stop)
                yield Attack(before, again, whole)
    yield Attack("", whole or "a", "\0")
    yield from (Attack("", sign, "\0") for sign in EVERYWHERE)


def _stop(body: Any) -> str:
    """A sign that does not fit what repeats, so that each try ends there; empty for any sign."""
    signs = {sign for code, argument in body for sign in CANDIDATES if _takes(code, argument, sign)}
    return next((sign for sign in CANDIDATES if sign not in signs), "")


def _takes(code: Any, argument: Any, sign: str) -> bool:
    if code is codes.LITERAL:
        return bool(chr(argument) == sign)
    if code is codes.NOT_LITERAL:
        return bool(chr(argument) != sign)
    if code is codes.RANGE:
        return bool(argument[0] <= ord(sign) <= argument[1])
    if code is codes.CATEGORY:
        return bool(re.match(CLASSES[argument], sign))
    if code is codes.IN:
        is_not = argument[0][0] is codes.NEGATE
        return is_not is not any(_takes(one[0], one[1], sign) for one in argument[is_not:])
    if code is codes.BRANCH:
        return any(_takes(branch[0][0], branch[0][1], sign) for branch in argument[1] if branch)
    return code is codes.ANY and sign != "\n"


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """What may repeat without a bound, each with the shortest text before it."""
    for code, argument in tree:
        for inner in inside(code, argument):
            if code in REPEATS and argument[1] >= MANY:
                yield before, inner
            yield from _repeats(inner, before)
        before += "".join(_least([(code, argument)]))


REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}
MANY = 1_000


def inside(code: Any, argument: Any) -> list[Any]:
    """Return the expressions inside one part of an expression."""
    if code in REPEATS:
        return [argument[2]]
    if code is codes.SUBPATTERN:
        return [argument[3]]
    if code is codes.BRANCH:
        return list(argument[1])
    if code is codes.ATOMIC_GROUP:
        return [argument]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [argument[1]]
    return []


def _least(tree: Any) -> Iterator[str]:
    """The shortest text that fits, as far as that can be seen without trying."""
    for code, argument in tree:
        if code is codes.LITERAL:
            yield chr(argument)
        elif code in (codes.IN, codes.NOT_LITERAL, codes.ANY):
            yield next(iter(_signs(code, argument)), "a")
        elif code in REPEATS:
            yield "".join(_least(argument[2])) * argument[0]
        elif code is codes.BRANCH:
            yield min(("".join(_least(branch)) for branch in argument[1]), key=len)
        elif code not in (codes.ASSERT, codes.ASSERT_NOT):
            for inner in inside(code, argument):
                yield from _least(inner)


def _some(tree: Any) -> Iterator[str]:
    """Some single signs that what repeats can begin with."""
    for code, argument in list(tree)[:1]:
        if code is codes.BRANCH:
            for branch in argument[1]:
                yield "".join(_least(branch))
        elif code in (codes.IN, codes.NOT_LITERAL, codes.ANY, codes.LITERAL):
            yield from list(_signs(code, argument))[:4]
        else:
            for inner in inside(code, argument):
                yield from _some(inner)


CATEGORIES = {
    codes.CATEGORY_DIGIT: "0",
    codes.CATEGORY_SPACE: " \n",
    codes.CATEGORY_WORD: "a0",
    codes.CATEGORY_NOT_DIGIT: "a ",
    codes.CATEGORY_NOT_SPACE: "a0",
    codes.CATEGORY_NOT_WORD: " -",
}
CLASSES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_NOT_WORD: r"\W",
}
CANDIDATES = "a0 \n-/\"'<>{}[],:;%&=.\\é~\x01"


def _signs(code: Any, argument: Any) -> Iterator[str]:
    """Signs that one place of a pattern takes."""
    if code is codes.LITERAL:
        yield chr(argument)
    elif code is codes.IN and argument[0][0] is not codes.NEGATE:
        for kind, inner in argument:
            if kind is codes.LITERAL:
                yield chr(inner)
            elif kind is codes.RANGE:
                yield chr(inner[0])
            elif kind is codes.CATEGORY:
                yield from CATEGORIES[inner]
    else:
        listed = argument[1:] if code is codes.IN else [(codes.LITERAL, argument)]
        without = set() if code is codes.ANY else set(_signs(codes.IN, listed))
        yield from (sign for sign in CANDIDATES if sign not in without)


class Slowest(NamedTuple):
    """The text on which a pattern takes longest."""

    seconds: float
    size: int
    mode: str
    text: str
    """Its start."""


def slowest(
    pattern: Pattern, ways: set[str], most_seconds: float, size: int = 1_000_000
) -> Slowest:
    """Try every attack on small texts and the worst on large ones; return the slowest.

    `ways` are the `modes` of the pattern. `most_seconds` is for a text of `size`, and less for a
    smaller one. The first attack that takes longer ends the search.
    """
    compiled = pattern.compiled()
    tries = [(mode, attack) for mode in sorted(ways) for attack in attacks(pattern)]
    worst = Slowest(0, size, "", "")
    for part in (500, 50, 10, 1):
        taken = []
        for mode, attack in tries:
            text = attack.text(size // part)
            given = text.encode() if pattern.is_bytes else text
            start = time.process_time()
            MODES[mode](compiled, given)
            seconds = time.process_time() - start
            if seconds > most_seconds / part + NOISE_SECONDS:
                return Slowest(seconds, size // part, mode, text[:40])
            taken.append((seconds, mode, attack))
        taken.sort(key=itemgetter(0), reverse=True)
        tries = [
            (mode, attack) for _, mode, attack in taken[: max(3, len(taken) if part > 50 else 0)]
        ]
        worst = Slowest(taken[0][0], size // part, taken[0][1], taken[0][2].text(40)[:40])
    return worst


NOISE_SECONDS = 0.02
MOST_SECONDS = 1.0
"""For a megabyte; what grows with the square of the size takes hours."""


def main() -> None:
    """Print how many expressions there are, and which is slowest at two sizes."""
    found = patterns()
    sys.stdout.write(f"{len(found)} expressions\n")
    for size in (100_000, 1_000_000):
        worst, where = max(
            (slowest(each, modes(each), MOST_SECONDS, size), str(each)) for each in found
        )
        sys.stdout.write(f"at {size} characters {worst.seconds:.3f} s, {where}, {worst.text!r}\n")


if __name__ == "__main__":
    main()
