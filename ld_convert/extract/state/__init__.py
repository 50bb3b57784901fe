"""State that frameworks leave in a page for their own scripts, decoded to plain values.

Scripts are never run. A new container is a row in one of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ld_convert.extract.state import angular, apollo, devalue, plain, sveltekit, turbo
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Text

Reader = Callable[[Text, str, Report], Iterator[Decoded]]
"""From the text of a script, and the name of the capture, to what it holds."""

JSON_STATE: tuple[tuple[Callable[[Mapping[str, str]], bool], Reader], ...] = (
    (lambda a: a.get("id") == "__NEXT_DATA__", plain.plain),
    (lambda a: a.get("id") == "__NUXT_DATA__" or "data-nuxt-data" in a, devalue.nuxt_data),
    (lambda a: "data-sveltekit-fetched" in a and "data-b64" in a, sveltekit.fetched_base64),
    (lambda a: "data-sveltekit-fetched" in a, sveltekit.fetched),
    (lambda a: a.get("id", "").endswith("-state"), angular.ng_state),
)
"""By the attributes of a script that holds JSON; the first row that fits counts."""

SCRIPT_STATE: dict[bytes, Reader] = {
    b"__NUXT__": plain.nuxt_2,
    b"__remixContext": plain.remix_context,
    b"__APOLLO_STATE__": apollo.apollo,
}
"""By a name that a script of code assigns to."""

PAGE_STATE: dict[bytes, Callable[[Sequence[Text], str, Report], Iterator[Decoded]]] = {
    b"streamController": turbo.stream,
}
"""By a word in scripts of code that carry one state together."""
