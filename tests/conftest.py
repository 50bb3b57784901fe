"""Where tests find what does not stand in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def shared() -> Path:
    """The folder of real captures, suites and official shapes; skips where it is absent."""
    folder = Path(os.environ.get("LD_CONVERT_SHARED", REPOSITORY / ".." / "shared"))
    if not folder.is_dir():
        reason = f"{folder} is not there; LD_CONVERT_SHARED names another place"
        if os.environ.get("LD_CONVERT_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def captures() -> Path:
    """The small captures of our own."""
    return Path(__file__).parent / "captures"
