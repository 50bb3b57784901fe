"""The forms of a score file. Text and JSON are here, triples in `dqv`."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Protocol

from ld_convert.findings.codes import counted
from ld_convert.score.dqv import NTriplesForm
from ld_convert.score.indicators import DIMENSIONS, indicators, most_points, question, rating

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.score.census import Census, CensusCounts, Score
    from ld_convert.score.indicators import Indicator


class Form(Protocol):
    """Writes the scores of datasets to a stream, then the sums."""

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001
        """Write the start of the file."""

    def dataset(self, score: Score) -> None:
        """Write the score of one dataset."""

    def end(self, census: Census) -> None:
        """Write the sums and the end of the file."""


class TextForm:
    """For people: each dataset with what it lacks, then a table of the indicators."""

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001
        self.file, self.is_probed = file, is_probed

    def dataset(self, score: Score) -> None:
        """Write the points, the IRI and what the dataset lacks."""
        most = most_points(probed=self.is_probed)
        self.file.write(f"{score.points:3} of {most} {rating(score.points):10} {score.dataset}\n")
        lacks = [f"{question(i)} ({i.points})" for i in score.lacks(probed=self.is_probed)]
        if lacks:
            self.file.write(f"    lacks {', '.join(lacks)}\n")

    def end(self, census: Census) -> None:
        """Write the table of the catalogue, and a line for each portal."""
        total = census.total
        self.file.write(
            f"\n{counted(total.datasets, 'dataset')}, "
            f"{counted(total.distributions, 'distribution')}\n"
        )
        for dimension in DIMENSIONS:
            for indicator in indicators():
                if indicator.dimension == dimension:
                    self.file.write(f"{_row(indicator, total, is_probed=self.is_probed)}\n")
        most = most_points(probed=self.is_probed)
        self.file.write(f"{total.score:5.1f} of {most} points, {rating(total.score)}")
        hint = "" if self.is_probed else "; --probe-urls adds 80 points for addresses that answer"
        self.file.write(f"{hint}\n")
        for portal, counts in sorted(census.portals.items()):
            name = portal or "(no address)"
            self.file.write(f"{counts.score:5.1f} {name}, {counted(counts.datasets, 'dataset')}\n")


def _row(indicator: Indicator, total: CensusCounts, *, is_probed: bool) -> str:
    start = f"{indicator.dimension:16} {indicator.id:36} {indicator.points:3} "
    if indicator.network and not is_probed:
        return f"{start}not probed"
    share = total.share(indicator)
    return f"{start}{indicator.points * share:5.1f} {share:4.0%} of {indicator.on}s"


class JsonForm:
    """For programs: one JSON object with the datasets and the sums."""

    def __init__(self, file: IO[str], is_probed: bool) -> None:  # noqa: FBT001
        self.file, self.is_probed = file, is_probed
        self.before = '{"datasets":[\n'

    def dataset(self, score: Score) -> None:
        """Write one object on a line."""
        row = {
            "dataset": score.dataset,
            "title": score.title,
            "points": score.points,
            "rating": rating(score.points),
            "passed": [i.id for i in indicators() if i.id in score.all_passed],
            "failed": [i.id for i in score.lacks(probed=self.is_probed)],
        }
        self.file.write(self.before + json.dumps(row))
        self.before = ",\n"

    def end(self, census: Census) -> None:
        """Write the sums."""
        if self.before.startswith("{"):
            self.file.write(self.before)
        rest = {
            "catalogue": summary(census.total, is_probed=self.is_probed),
            "portals": {
                name: summary(counts, is_probed=self.is_probed)
                for name, counts in sorted(census.portals.items())
            },
        }
        self.file.write(f"\n],{json.dumps(rest, indent=1)[1:]}\n")


def summary(counts: CensusCounts, *, is_probed: bool) -> Json:
    """Return the sums as a JSON object; null for an indicator that was not checked."""
    return {
        "datasets": counts.datasets,
        "distributions": counts.distributions,
        "points": round(counts.score, 1),
        "most": most_points(probed=is_probed),
        "rating": rating(counts.score),
        "indicators": {
            i.id: None if i.network and not is_probed else round(counts.share(i), 4)
            for i in indicators()
        },
    }


FORMS: dict[str, type[Form]] = {
    ".txt": TextForm,
    ".json": JsonForm,
    ".nt": NTriplesForm,
    ".ttl": NTriplesForm,
}
"""By ending of the file name."""
