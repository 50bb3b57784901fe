"""Quality scores of datasets by the indicators of data.europa.eu (MQA, 405 points)."""

from __future__ import annotations

from ld_convert.score.assess import graph_census, page_census
from ld_convert.score.probe import Prober
from ld_convert.score.scorebook import Scorebook, check_score, scorebook

__all__ = ["Prober", "Scorebook", "check_score", "graph_census", "page_census", "scorebook"]
