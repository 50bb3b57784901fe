"""Paths to captures: files, directories, globs and standard input; the kind by content."""

from __future__ import annotations

import glob
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.findings import Report
from ld_convert.model import Capture, Location
from ld_convert.read.compressed import uncompressed
from ld_convert.read.sniff import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"


def read(inputs: Iterable[str]) -> Iterator[Capture]:
    """Return the captures that inputs name, those of a directory or a glob in the order of names.

    What is wrong with a file travels with its capture. Raises FileNotFoundError for an input that
    names nothing, and OSError for one that is no regular file, before the first capture.
    """
    sources = [path for name in inputs for path in paths(name)]
    return map(_capture, sources)


def paths(name: str) -> list[str]:
    """Return the files that an input names, sorted; `-` is standard input."""
    if name == STDIN:
        return [name]
    path = Path(name)
    if path.is_dir():
        found = [
            os.path.join(folder, file)  # noqa: PTH118  Path would drop a leading ./
            for folder, _, files in os.walk(name)
            for file in files
            if not file.startswith(".")
        ]
    else:
        found = [name] if path.exists() else glob.glob(name, recursive=True)  # noqa: PTH207
        found = [file for file in found if not Path(file).is_dir()]
    if not found:
        raise FileNotFoundError(f"{name}: no such file, directory or glob")
    irregular = [file for file in found if not Path(file).is_file()]
    if irregular:
        raise OSError(f"{irregular[0]}: not a regular file")
    return sorted(found)


def _capture(source: str) -> Capture:
    if source == STDIN:
        raw, modified = sys.stdin.buffer.read(), None
    else:
        path = Path(source)
        raw, modified = path.read_bytes(), _date(path)
    report = Report()
    data = uncompressed(raw, Location(source), report)
    kind = kind_of(data)
    if not kind and not report.findings:
        report.add("LD101", Location(source), what=_beginning(data))
    return Capture(source, data, kind, modified=modified, findings=tuple(report.findings))


def _date(path: Path) -> str:
    """Return when a file was written, which for a capture is when it was made; in UTC."""
    date = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


def _beginning(data: bytes) -> str:
    """Return the first bytes of some content, for a message."""
    return f"it begins {data[:24].decode('ascii', 'backslashreplace')}" if data else "it is empty"
