"""Ask a service what the texts of a table stand for: W3C Reconciliation Service API 0.2.

Nothing here runs without the option `--reconcile`. An answer is kept in the table, so that no text
is asked for twice; it is a guess for its reader, and is not applied by itself.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ld_convert.model import is_iri
from ld_convert.settings import UsageError
from ld_convert.values.names.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.model import Json
    from ld_convert.run.names.book import NameEntry, NamesBook

ANSWERS = ("answer", "answered label", "score", "asked")
"""Columns of the table; `asked` has the address of the service that was asked."""
MOST_AT_ONCE = 10
TIMEOUT_S, INTERVAL_S, MOST_WAIT_S = 30.0, 1.0, 60.0
"""Seconds for an answer; between two requests; and as long as a service may tell us to wait."""
TRIES = 3
BUSY = frozenset({429, 503})
LONGEST = 16 << 20
HEADERS = {"User-Agent": "ld-convert (names)", "Accept": "application/json"}


class ServiceError(Exception):
    """A service did not answer, or not as the API says."""


@dataclass(slots=True)
class Service:
    """One service, and for which kind of names it is asked; empty for all."""

    url: str
    kind: str = ""
    space: str = ""
    """What its ids follow on in IRIs."""
    most: int = MOST_AT_ONCE

    @classmethod
    def of(cls, option: str) -> Service:
        """Return the service of `[KIND=]URL`; raises UsageError for what is no web address."""
        start, _, rest = option.partition("=")
        kind, url = (start, rest) if start in kinds() else ("", option)
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise UsageError(f"--reconcile {option}: {url} is no address of a web service")
        return cls(url, kind)

    def fill(self, book: NamesBook) -> int:
        """Put the best answer for each empty row into the table; return how many were asked for.

        Raises ServiceError; what was answered before is in the table then.
        """
        book.headings += [heading for heading in ANSWERS if heading not in book.headings]
        waiting = [entry for entry in book.entries.values() if self._is_open(entry)]
        if not waiting:
            return 0
        self._begin()
        for start in range(0, len(waiting), self.most):
            time.sleep(INTERVAL_S)
            batch = waiting[start : start + self.most]
            for entry, answer in zip(batch, self._answers([e.text for e in batch]), strict=True):
                entry.cells.update(zip(ANSWERS, (*answer, self.url), strict=True))
        return len(waiting)

    def _is_open(self, entry: NameEntry) -> bool:
        is_wanted = self.kind in ("", entry.kind) and entry.kind in kinds()
        return is_wanted and not entry.is_filled and not entry.cells.get(ANSWERS[-1])

    def _begin(self) -> None:
        """Read the manifest: where the ids belong, and how many queries it takes at once."""
        manifest = self._request(None)
        if not isinstance(manifest, dict) or "identifierSpace" not in manifest:
            raise ServiceError(f"{self.url} is no reconciliation service: it has no manifest")
        self.space = str(manifest["identifierSpace"])
        most = manifest.get("batchSize")
        if isinstance(most, int) and most > 0:
            self.most = min(most, MOST_AT_ONCE)

    def _answers(self, texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the IRI, the label and the score of the best candidate for each text."""
        queries = {f"q{n}": {"query": text, "limit": 3} for n, text in enumerate(texts)}
        found = self._request({"queries": json.dumps(queries, ensure_ascii=False)})
        for name in queries:
            result = found.get(name, {}) if isinstance(found, dict) else {}
            candidates = result.get("result") if isinstance(result, dict) else None
            known = [c for c in candidates or () if isinstance(c, dict) and c.get("id")]
            best = max(known, key=lambda c: (c.get("match") is True, _score(c)), default=None)
            yield self._cells(best) if best is not None else ("", "", "")

    def _cells(self, candidate: dict[str, Json]) -> tuple[str, str, str]:
        name = str(candidate["id"])
        iri = name if "://" in name and is_iri(name) else self.space + name
        return (
            iri if is_iri(iri) else name,
            str(candidate.get("name", "")),
            f"{_score(candidate):g}",
        )

    def _request(self, form: dict[str, str] | None) -> Json:
        """Return the JSON of an answer; a service that is busy is asked again, when it says so."""
        body = urlencode(form).encode() if form is not None else None
        for left in reversed(range(TRIES)):
            # The user has given the address; only http and https come here.
            request = urllib.request.Request(self.url, body, HEADERS)  # noqa: S310
            try:
                with urllib.request.urlopen(  # noqa: S310  # nosec B310
                    request, timeout=TIMEOUT_S
                ) as answer:
                    return json.loads(answer.read(LONGEST))
            except urllib.error.HTTPError as error:
                if error.code not in BUSY or not left:
                    raise ServiceError(f"{self.url} answers {error.code}") from error
                time.sleep(_pause(error.headers.get("Retry-After", "")))
            except (OSError, ValueError) as error:
                raise ServiceError(f"{self.url}: {error}") from error
        raise ServiceError(f"{self.url} stays busy")


def _score(candidate: dict[str, Json]) -> float:
    score = candidate.get("score")
    return float(score) if isinstance(score, int | float) else 0.0


def _pause(text: str) -> float:
    """Return the seconds that a service tells to wait (RFC 9110, Retry-After); a date is a few."""
    return min(float(text), MOST_WAIT_S) if text.isascii() and text.isdigit() else 5.0
