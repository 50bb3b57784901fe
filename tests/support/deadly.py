"""A context that ends the process that asks for it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

DEADLY = "https://deadly.example/context"


class Deadly(Mapping[str, object]):
    """Contexts of which one ends the process that asks for it, `times` times."""

    def __init__(self, folder: Path, times: int = 1000) -> None:
        self.folder, self.times = folder, times

    def __getitem__(self, url: str) -> object:
        if url == DEADLY:
            deaths = len(list(self.folder.iterdir()))
            if deaths < self.times:
                (self.folder / str(deaths)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return {"@context": {"@vocab": "http://schema.org/"}}
        raise KeyError(url)

    def __iter__(self) -> Iterator[str]:
        return iter(())  # so that hashing the settings is harmless

    def __len__(self) -> int:
        return 1
