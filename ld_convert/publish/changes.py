"""Write the change feed: what each run changed (LDES, Activity Streams 2.0)."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.catalogue.event_stream import PUBLISHED, members, stream_head, stream_of
from ld_convert.catalogue.outward_terms import TREE
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.catalogue.event_stream import GraphChange
    from ld_convert.publish.manifest import Manifest

TIME = re.compile(rf'{PUBLISHED} "([^"]+)"'.encode())
TAIL_BYTES = 1 << 16
"""As much of the end of a feed is read to find when the last change was."""

VIEW = f"<{TREE}view> <> .\n"
"""Says that the document is the page on which the members stand (TREE, section 3). Its address is
not known before it is served, and N-Triples have no relative ones."""
WITHOUT_VIEW = ".nt"


@contextmanager
def feed(path: str, manifest: Manifest) -> Iterator[Callable[[Iterable[GraphChange]], None]]:
    """Give a function that adds changes to the feed in a file, each on disk when it returns.

    The file is Turtle and grows from run to run; a time in it is that of the change, and never
    before that of an earlier one. Without a path nothing is written. A run that was cut off may
    leave a change that the next run adds again.
    """
    if not path:
        yield lambda _: None
        return
    file = Path(path)
    if file.exists() and not file.is_file():
        raise UsageError(f"--changes {path}: not a regular file, which a later run could read")
    with file.open("ab") as stream:
        head = _head(manifest.root, file)

        def tell(changes: Iterable[GraphChange]) -> None:
            nonlocal head
            stream.write(head + members(changes, manifest.iri, manifest.root, _now(file)))
            stream.flush()
            os.fsync(stream.fileno())
            head = b""

        yield tell


def _head(root: str, file: Path) -> bytes:
    """Return what a feed says of itself; nothing for a file that has it."""
    text = stream_head(root)
    if file.suffix != WITHOUT_VIEW:
        text += f"{stream_of(root)} {VIEW}".encode()
    last = text.splitlines(keepends=True)[-1]
    with file.open("rb") as lines:
        return b"" if last in lines else text


def _now(file: Path) -> str:
    """Return the time of a change, as xsd:dateTime in UTC: now, or that of the last one if later.

    The clock may have been set back, or be another machine's.
    """
    with file.open("rb") as text:
        text.seek(max(0, file.stat().st_size - TAIL_BYTES))
        told: list[str] = [found.decode() for found in TIME.findall(text.read())]
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return max([now, *told])
