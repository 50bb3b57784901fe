"""Pages as axe-core (npm) and people with small screens or dark themes meet them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium import webdriver

LEVELS = ["serious", "critical"]
"""Impacts that axe gives to what keeps people from using a page."""
CHECK = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
  found => done(found.violations.map(one => [one.impact, one.id, one.nodes[0].html])));
"""


def faults(page: webdriver.Chrome, axe: str) -> list[list[str]]:
    """What axe finds that is serious: impact, rule and the first element."""
    page.execute_script(axe)
    found: list[list[str]] = page.execute_async_script(CHECK)
    return [fault for fault in found if fault[0] in LEVELS]


@contextmanager
def look(page: webdriver.Chrome, scheme: str, width: int) -> Iterator[None]:
    """Show pages in a theme and a width."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    size: dict[str, Any] = {
        "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600
    }  # fmt: skip
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
