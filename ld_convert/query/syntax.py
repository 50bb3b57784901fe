"""Checks a query before anything is converted, and says in words what is wrong with it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import Store

from ld_convert.query.tokens import TOKEN
from ld_convert.settings import UsageError
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
STARTS = (*FORMS, "PREFIX", "BASE")
UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)
DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
ELSEWHERE = re.compile(r"service|\\u", re.IGNORECASE)
LONGEST_REASON = 60
MOST_NESTED = 500
"""Brackets of a query that is parsed in this process."""
BLANK = "_"


class QueryError(UsageError):
    """The query is not SPARQL 1.1, or asks for what is switched off."""

    has_lines = True


def check_query(text: str) -> None:
    """Raise QueryError, with the line and a caret, for a text that is not a SPARQL 1.1 query.

    A query in which the word SERVICE or an escape stands is left to the process that evaluates it,
    which has no network, and so is a deeply nested one: the parser could overflow the stack.
    """
    for check in (_check_start, _check_prefixes):
        check(text)
    if ELSEWHERE.search(text) or text.count("{") + text.count("(") > MOST_NESTED:
        return
    try:
        Store().query(text, prefixes=prefixes())
    except (SyntaxError, ValueError) as error:
        raise _error(text, str(error)) from error


def _check_start(text: str) -> None:
    """Check the first word."""
    first = next((m for m in TOKEN.finditer(text) if not m[0].startswith("#")), None)
    if first is None:
        raise QueryError("the query is empty")
    word = first[0].upper()
    if word in UPDATES:
        raise QueryError(_marked(text, first.start(), f"{word} changes data; query only asks"))
    if word not in STARTS:
        problem = f"a query begins with {', '.join(FORMS[:-1])} or {FORMS[-1]}"
        raise QueryError(_marked(text, first.start(), problem + _meant(word, STARTS)))


def _check_prefixes(text: str) -> None:
    """Check that each prefix is declared in the query or known."""
    known = {*prefixes(), *DECLARED.findall(text), BLANK}
    for found in TOKEN.finditer(text):
        prefix, colon, _ = found[0].partition(":")
        is_name = colon and re.fullmatch(r"[\w.-]*", prefix)
        if is_name and prefix not in known and not _is_declaration(text, found.start()):
            said = f"unknown prefix {prefix}:{_meant(prefix, known, ':')}"
            raise QueryError(_marked(text, found.start(), said))


def _is_declaration(text: str, position: int) -> bool:
    return re.search(r"\bPREFIX\s+$", text[:position], re.IGNORECASE) is not None


def _meant(word: str, known: Iterable[str], end: str = "") -> str:
    close = get_close_matches(word, sorted(known), 1)
    return f"; did you mean {close[0]}{end}?" if close else ""


def _error(text: str, message: str) -> QueryError:
    """Return the error for a message of the parser, such as `error at 1:30: expected [_]`."""
    found = PLACE.match(message)
    if found is None:
        return QueryError(f"the query is not SPARQL 1.1: {message}")
    lines = text.splitlines(keepends=True)
    position = sum(map(len, lines[: int(found[1]) - 1])) + int(found[2]) - 1
    reason = found[3].removeprefix("one of ").removesuffix(", [_]")
    is_clear = reason != "[_]" and len(reason) <= LONGEST_REASON and "'" not in reason
    problem = (
        f"the query is not SPARQL 1.1: {reason}" if is_clear else "the query is not SPARQL 1.1"
    )
    return QueryError(_marked(text, min(position, len(text)), problem))


def _marked(text: str, position: int, problem: str) -> str:
    """Return a problem with the line of the query and a caret under its place."""
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].partition("\n")[0].replace("\t", " ").rstrip("\r")
    return f"{problem}\n  | {line}\n  | {' ' * (position - start)}^"
