"""Read the state that frameworks leave in a page for their own scripts, as plain values.

No script is run. A new container is a row in one of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ld_convert.extract.state import angular, apollo, devalue, plain_state, sveltekit, turbo_stream
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Text

Reader = Callable[[Text, str, Report], Iterator[Decoded]]
"""Takes the text of a script, the name of the capture and the report; yields its values."""

JSON_STATE: tuple[tuple[Callable[[Mapping[str, str]], bool], Reader], ...] = (
    (lambda a: a.get("id") == "__NEXT_DATA__", plain_state.plain),
    (lambda a: a.get("id") == "__NUXT_DATA__" or "data-nuxt-data" in a, devalue.nuxt_data),
    (lambda a: "data-sveltekit-fetched" in a and "data-b64" in a, sveltekit.fetched_base64),
    (lambda a: "data-sveltekit-fetched" in a, sveltekit.fetched),
    (lambda a: a.get("id", "").endswith("-state"), angular.ng_state),
)
"""How a script of JSON is read, by its attributes; the first row that fits counts."""

SCRIPT_STATE: dict[bytes, Reader] = {
    b"__APOLLO_STATE__": apollo.apollo,
    **{
        name.encode(): plain_state.assigned_to(name)
        for name in ("__NUXT__", "__remixContext", "__INITIAL_STATE__", "__PRELOADED_STATE__")
    },
}
"""How a script of code is read, by a name that it assigns to: Nuxt 2, Remix, Vue and Redux."""

PAGE_STATE: dict[bytes, Callable[[Sequence[Text], str, Report], Iterator[Decoded]]] = {
    b"streamController": turbo_stream.stream,
}
"""How state that is spread over several scripts is read, by a word that they hold."""
