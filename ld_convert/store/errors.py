"""What can go wrong between us and a store."""

from __future__ import annotations

from ld_convert.settings import UsageError


class StoreError(UsageError):
    """A store cannot be reached or refuses what it is asked."""

    status: int = 0
    """The HTTP status of a refusal; 0 where there was no answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
