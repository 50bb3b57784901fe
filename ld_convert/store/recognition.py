"""Find out which kind of server is at a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ld_convert.settings import UsageError
from ld_convert.store.http import Client
from ld_convert.store.presets import recognise
from ld_convert.store.refusals import REFUSED, refusal

if TYPE_CHECKING:
    from ld_convert.store import Access

ROWS = "application/sparql-results+json"


def preset_and_url(url: str) -> tuple[str, str]:
    """Return the preset's name that stands before a URL, and the URL."""
    scheme = urlsplit(url).scheme
    name, plus, _ = scheme.rpartition("+")
    return name, url.removeprefix(f"{name}{plus}")


def refuse_secrets(url: str) -> None:
    """Raise UsageError for a URL with a name or a password in it."""
    if "@" in urlsplit(url).netloc:
        raise UsageError(
            "a URL with a password in it can be read by others on this machine; "
            "set LD_CONVERT_USER and LD_CONVERT_PASSWORD"
        )


def preset_name(base: str, access: Access) -> str:
    """Return the name of the preset of a server, by its answers; empty for an unknown one."""
    probe = Client(access)
    anything = tuple(range(300, 600))
    try:
        answer = probe.send("HEAD", base, allowed=anything)
        name = recognise(urlsplit(base).path, answer.headers)
        if not name:
            ask = {"query": "ASK {}"}
            answer = probe.send("GET", base, None, {"Accept": ROWS}, params=ask, allowed=anything)
            name = recognise("", answer.headers)
            if not name and answer.ok and "sparql-results" in answer.headers["Content-Type"]:
                name = "sparql"
        if not name and answer.status_code in REFUSED:
            raise refusal("GET", answer)
    finally:
        probe.close()
    return name
