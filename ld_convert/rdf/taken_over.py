"""Importing this module sets the switches of a process that is ours alone (see `own_process`).

The server of worker processes loads it before it loads anything that the switches are about.
"""

from __future__ import annotations

from ld_convert.rdf.own_process import take_over

take_over()
