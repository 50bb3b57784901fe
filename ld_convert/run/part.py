"""What one capture becomes, as it travels between processes and lies in a checkpoint."""

from __future__ import annotations

from typing import NamedTuple

from ld_convert.census import PageCensus
from ld_convert.entries import Entry
from ld_convert.model import AccountLine, Finding
from ld_convert.parts import Written


class Part(NamedTuple):
    """One capture's part of the document."""

    source: str
    written: Written
    findings: tuple[Finding, ...]
    datasets: int
    census: PageCensus | None = None
    """What it adds to the census, where one is taken."""
    entries: tuple[Entry, ...] = ()
    """The datasets that it describes."""
    account: tuple[AccountLine, ...] = ()
    """What became of each of its values, where that is asked for."""
    key: bytes = b""
    """Under which the checkpoint is to keep it; empty for not at all."""
    is_kept: bool = False
    """Whether it comes from the checkpoint."""
