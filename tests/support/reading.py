"""What reading a file gives, and files made for it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from ld_convert.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Capture


def captures(file: Path, data: bytes) -> list[Capture]:
    file.write_bytes(data)
    return list(read([str(file)]))


def codes(found: list[Capture]) -> list[str]:
    return [finding.code for capture in found for finding in capture.findings]


def names(found: list[Capture]) -> list[str]:
    return [capture.source.partition("!")[2] for capture in found]


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()
