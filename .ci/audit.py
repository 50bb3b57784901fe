#!/usr/bin/env python3
"""Ask pip-audit for known faults of what the lock file names; exit status 1 if there is one.

Where pip-audit cannot reach its data it says of each package that it was left out, and that no
fault is known. That is no good news, so it is told as LEFT OUT.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements-lock.txt"
MOST_SECONDS = 60
HOW = ["-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "-f", "json"]


def judged(found: Any) -> tuple[list[str], bool]:
    """Return what to print of a report of pip-audit, and whether a package has a known fault."""
    packages = found["dependencies"]
    skipped = [one for one in packages if "skip_reason" in one]
    lines = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {fault['fix_versions']}"
        for one in packages
        for fault in one.get("vulns", ())
    ]
    if skipped:
        reason = skipped[0]["skip_reason"]
        lines.append(f"LEFT OUT: {len(skipped)} of {len(packages)} packages, e.g. {reason}")
    if len(skipped) < len(packages):
        lines.append(f"pip-audit looked at {len(packages) - len(skipped)} packages")
    return lines, any(one.get("vulns") for one in packages)


def main() -> int:
    """Run pip-audit; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, *HOW, "-o", str(report), "-r", str(LOCK)]
        try:
            done = subprocess.run(  # noqa: S603  the words stand above
                command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
            )
            lines, is_bad = judged(json.loads(report.read_text("utf-8")))
        except subprocess.TimeoutExpired:
            lines, is_bad = [f"LEFT OUT: pip-audit took more than {MOST_SECONDS} s"], False
        except OSError:
            why = (done.stderr.strip().splitlines() or ["it wrote nothing"])[-1]
            lines, is_bad = [f"LEFT OUT: pip-audit has no data: {why}"], False
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
