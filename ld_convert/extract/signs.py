"""What a page says about itself: its address, and whether it is a redirect or an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Signs:
    """Signs gathered while a page is read."""

    url: str | None = None
    """The address that the page gives itself: canonical link or og:url."""
    redirect: bool = False
    error: bool = False

    def kind(self, *, holds_record: bool) -> str:
        """Return record, redirect, error or shell; from what the page holds, never its title."""
        if holds_record:
            return "record"
        if self.redirect:
            return "redirect"
        return "error" if self.error else "shell"
