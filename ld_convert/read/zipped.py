"""Read the members of zip archives, and of WACZ: a zip of WARC files (WACZ 1.1.1)."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime
from lzma import LZMAError
from typing import IO, TYPE_CHECKING

from ld_convert.read.stream import Compressed, decompressed

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Capture
    from ld_convert.read.stream import Opened

ERRORS = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError)
UNIX_TIMES = 0x5455
"""Id of the extra field with the time in UTC (Info-ZIP's "extended timestamp")."""
HAS_MODIFIED = 1
OFFICE = "[Content_Types].xml"
"""A member of each .docx, .xlsx and .pptx (ECMA-376, part 2, section 7.2)."""
FIRST_YEAR = 1980
"""A date in this year's first second means that the writer knew none."""


def zipped(opened: Opened, report: Report) -> Iterator[Capture | Opened]:
    """Yield the members of a zip archive by name; nothing is unpacked to disk under its name.

    Members that cannot be opened are findings (LD111); so is an archive without its table of
    contents, which stands at the end (LD110).
    """
    with _seekable(opened.stream) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (*ERRORS, NotImplementedError) as error:
            report.add("LD110", opened.location, why=str(error))
            yield opened.capture(b"", "")
            return
        with archive:
            if OFFICE in archive.namelist():
                report.add("LD101", opened.location, what="it is an Office document")
                yield opened.capture(b"", "")
                return
            seen: Counter[str] = Counter()
            for info in _wanted(archive):
                seen[info.filename] += 1
                number = seen[info.filename]
                name = info.filename + (f" ({number})" if number > 1 else "")
                yield from _member(archive, info, opened, name, report)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, opened: Opened, name: str, report: Report
) -> Iterator[Capture | Opened]:
    member = opened.member(name, opened.stream, _date(info))
    try:
        stream = archive.open(info)
    except (*ERRORS, NotImplementedError, RuntimeError) as error:  # the last: a password
        report.add("LD111", member.location, why=str(error))
        yield member.capture(b"", "")
        return
    with stream:
        source = Compressed(stream.read, lambda: info.compress_size, ERRORS, "LD111")
        content = decompressed(source, member.location, report)
        yield opened.member(name, content, _date(info))


def _wanted(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members that may be captures; of a WACZ only its WARC files."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    names = {info.filename for info in files}
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        files = [info for info in files if info.filename.startswith("archive/")]
    return sorted((f for f in files if not _hidden(f.filename)), key=lambda f: f.filename)


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(p.startswith(".") and p not in (".", "..") for p in parts)


def _date(info: zipfile.ZipInfo) -> str | None:
    """Return a member's date: in UTC where the archive has it, else without a zone."""
    extra = info.extra
    while len(extra) >= 4:  # noqa: PLR2004  id and size, two bytes each
        key, size = (int.from_bytes(extra[i : i + 2], "little") for i in (0, 2))
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if key == UNIX_TIMES and len(field) >= 5 and field[0] & HAS_MODIFIED:  # noqa: PLR2004
            seconds = int.from_bytes(field[1:5], "little", signed=True)
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if info.date_time[0] == FIRST_YEAR:
        return None
    try:
        return datetime(*info.date_time).isoformat()  # noqa: DTZ001  the archive names no zone
    except ValueError:
        return None


def _seekable(stream: io.BufferedReader) -> IO[bytes]:
    """Return a stream in which zipfile can jump: one that cannot is copied to a nameless file."""
    if stream.seekable():
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy
