"""Mistakes of the user."""

from __future__ import annotations


class UsageError(Exception):
    """The user named something that does not exist or cannot be used."""

    has_lines = False
    """Whether the message has several lines of ours, as one with a caret under a place."""
