"""What a finding tells to do, and what it gains."""

from __future__ import annotations

import pytest

from ld_convert.model import Detail, Finding, Place
from ld_convert.report.advice import points_of
from ld_convert.report.fixes import fixes
from ld_convert.report.summary import Summary
from ld_convert.score.gains import MOST_KEYWORDS, gain_of
from ld_convert.vocab.namespaces import expand_curie


def of_shape(shape: str, path: str, code: str = "LD502", component: str = "MinCount") -> Finding:
    """A finding of a shape of DCAT-AP."""
    detail = Detail(
        focus="https://a.example/d",
        path=str(expand_curie(path)),
        component=f"http://www.w3.org/ns/shacl#{component}ConstraintComponent",
        shape=f"https://w3id.org/ld-convert/shapes/dcat-ap#{shape}",
    )
    return Finding(code, f"{shape} is not met [x]", Place("a.html", 1, 1), detail)


@pytest.mark.parametrize(
    ("finding", "points"),
    [
        (of_shape("Dataset-theme-recommended", "dcat:theme"), 30),
        (of_shape("Dataset-spatial-recommended", "dct:spatial"), 20),
        (of_shape("Distribution-license-recommended", "dct:license"), 20),
        (of_shape("Dataset-title-exists", "dct:title", "LD501"), 30),  # conformance alone
        (of_shape("Dataset-keyword-kind", "dcat:keyword", "LD501", "NodeKind"), 30),
        (of_shape("Dataset-theme-vocabulary", "dcat:theme", component="Or"), 0),
        (of_shape("Catalog-issued-recommended", "dct:issued"), 0),
        (of_shape("Catalog-title-exists", "dct:title", "LD501"), 0),
        (Finding("LD401", "'x' cannot be read as date", Place("a.html")), 0),
    ],
    ids=lambda value: value.message.split()[0] if isinstance(value, Finding) else str(value),
)
def test_a_finding_gains_the_points_of_its_indicators(finding: Finding, points: int) -> None:
    """MQA: what is missing has an indicator of its own, and a violation costs conformance."""
    assert points_of(finding) == points


def test_a_fix_says_what_how_often_and_what_it_gains() -> None:
    """The points of a catalogue are those of a dataset by the share that has the problem."""
    summary = Summary()
    theme = of_shape("Dataset-theme-recommended", "dcat:theme")
    summary.add_page([theme, of_shape("Catalog-issued-recommended", "dct:issued")])
    summary.add_page([Finding("LD401", "'x' cannot be read as date", Place("b.html"))])
    summary.add_page([Finding("LD512", "thin", Place("b.html"))])
    first, *others = map(str, fixes(summary.sorted_rules(), datasets=4))
    assert first.startswith(
        'Dataset-theme-recommended is not met: 1 dataset, up to 7.5 more points of quality; add "'
    )
    assert sorted(text.partition(";")[0] for text in others) == [
        "Catalog-issued-recommended is not met: 1 finding",
        "unfit value: 1 finding",
    ]


def test_the_keywords_that_most_datasets_have_count_first() -> None:
    """As many as a person gives a theme in a few minutes: what they leave is not covered."""
    having = {f"k{number}": {number} for number in range(MOST_KEYWORDS + 3)}
    assert gain_of({**having, "all": {0, 1, 2, 3}}) == (12, 15, 15)
    assert gain_of(having) == (12, 12, 15)
