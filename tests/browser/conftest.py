from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.missing import missing


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core; LD_CONVERT_AXE names its file."""
    path = os.environ.get("LD_CONVERT_AXE")
    if not path:
        missing("BROWSER", "LD_CONVERT_AXE names no axe.min.js of axe-core")
    return Path(path).read_text("utf-8")
