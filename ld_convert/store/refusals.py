"""Say why a server refused a request, in its own words."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from ld_convert.store.model import StoreError

if TYPE_CHECKING:
    from requests import Response

REFUSED = {
    401: "wants a name and a password, or a token: set LD_CONVERT_USER and LD_CONVERT_PASSWORD, "
    "or LD_CONVERT_TOKEN",
    403: "does not let this user write: set LD_CONVERT_USER and LD_CONVERT_PASSWORD, or "
    "LD_CONVERT_TOKEN, of one that may",
}
MOST_READ, MOST_SAID = 5_000, 300
"""Signs of a refusal that are looked at, and that the user sees."""
TAGS = re.compile(r"<[^<>]*+>|(?<=\bSPARQL query:).*", re.DOTALL)
"""What of a page in HTML are no words, after its head; Virtuoso repeats the query."""
PRINTED = re.compile(r"Result Path: (\S+)\s+Message: ([^\n]+)")
SAID = tuple(f"http://www.w3.org/ns/shacl#{name}" for name in ("resultPath", "resultMessage"))
BAD_REQUEST = 400


def refused_parts(report: str) -> tuple[str, ...]:
    """Return `path: message` of each result of a SHACL report, sorted; none for another text.

    The report may be RDF, or the text that validators print.
    """
    found = [": ".join(pair) for pair in PRINTED.findall(report)]
    for form in (RdfFormat.TURTLE, RdfFormat.JSON_LD):
        rows: dict[object, dict[str, str]] = {}
        with suppress(SyntaxError):
            for quad in parse(report, form, base_iri="urn:report"):
                if quad.predicate.value in SAID:
                    row = rows.setdefault(quad.subject, {})
                    row[quad.predicate.value] = getattr(quad.object, "value", str(quad.object))
        found += [": ".join(row[key] for key in SAID if key in row) for row in rows.values()]
    return tuple(sorted(set(found)))


def refusal(method: str, answer: Response) -> StoreError:
    """Return the error about an answer that is a refusal, with the server's words."""
    status = answer.status_code
    page = answer.text[:MOST_READ]
    words = TAGS.sub(" ", page.partition("</head>")[2] or page)
    said = " ".join(words.split())[:MOST_SAID].strip()
    why = REFUSED.get(status, f"answered {status} {answer.reason}: {said}".rstrip(": "))
    message = f"{method} {answer.url.partition('?')[0]}: the server {why}"
    is_about_data = status == BAD_REQUEST
    return StoreError(message, status, refused_parts(answer.text) if is_about_data else ())
