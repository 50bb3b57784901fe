"""`python -m ld_convert` is the command line."""

from __future__ import annotations

from ld_convert.cli import main

main()
