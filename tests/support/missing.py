"""What a test needs and this machine has not."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(switch: str, reason: str) -> NoReturn:
    """Skip the test; where LD_CONVERT_REQUIRE_`switch` is 1, as in CI, fail it."""
    if os.environ.get(f"LD_CONVERT_REQUIRE_{switch}") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
