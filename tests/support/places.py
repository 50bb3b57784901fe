"""Where tests find files: in the repository, and in the folder beside it that is no part of it."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "ld_convert"
README = REPOSITORY / "README.md"
TESTS = REPOSITORY / "tests"
CAPTURES = TESTS / "captures"
"""Small captures of our own."""
COMPLETE = TESTS / "validate" / "shapes" / "complete.ttl"
"""A catalogue that uses every property that the shapes of DCAT-AP constrain."""

SHARED = Path(os.environ.get("LD_CONVERT_SHARED", REPOSITORY.parent / "shared"))
"""Real captures, harvested documents, official shapes and suites; it can be absent."""
CORPUS = SHARED / "corpus"
SUITES = Path(os.environ.get("LD_CONVERT_SUITES", SHARED / "suites"))
GOLDENS = Path(os.environ.get("LD_CONVERT_GOLDENS", SHARED / "goldens" / "flight"))
