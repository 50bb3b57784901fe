from __future__ import annotations

from pathlib import Path

import pytest

from ld_convert import Finding, Settings, convert_page, read_captures

PAGE = """<!DOCTYPE html>
<title>Otters</title>
<script type="application/ld+json">
{"@context": "https://schema.org/", "@type": "Dataset", "name": "Otters",
 "description": "Counts of otters",
 "license": "Creative Commons",
 "creator": "Ada Byron"}
</script>
"""


@pytest.fixture
def found(tmp_path: Path) -> dict[str, list[Finding]]:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    (capture,) = read_captures([str(file)])
    codes: dict[str, list[Finding]] = {}
    for finding in convert_page(capture, Settings()).findings:
        codes.setdefault(finding.code, []).append(finding)
    return codes


def test_the_page_is_told_what_is_wrong_with_its_own_json_ld(
    found: dict[str, list[Finding]],
) -> None:
    """Each finding names the property in the page."""
    spots = {finding.place.pointer: finding.place[1:3] for finding in found["LD511"]}
    assert spots == {"/description": (5, 17), "/license": (6, 13), "/creator": (7, 13)}


def test_what_is_only_recommended_is_one_finding(found: dict[str, list[Finding]]) -> None:
    """It lists every property that the dataset lacks, and no other."""
    (finding,) = found["LD512"]
    assert "temporalCoverage" in finding.message
    assert "license" not in finding.message
    assert finding.place[1:3] == (4, 1)
