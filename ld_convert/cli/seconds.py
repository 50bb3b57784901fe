"""The type of options that say how long something may take."""

from __future__ import annotations

from math import isnan
from typing import Any

import click

MOST = 2e6
"""Three weeks: what waits for an answer counts milliseconds in 32 bits (poll)."""


class Seconds(click.FloatRange):
    """A number of seconds from zero up; one that is too large for a clock is the largest."""

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; a text such as `nan` is a mistake of the user."""
        seconds: float = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(f"{value} is not a number of seconds", param, ctx)
        return min(seconds, MOST)


SECONDS = Seconds()
