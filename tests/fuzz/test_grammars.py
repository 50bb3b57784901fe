"""What grammars make up is converted or rejected, and what is written of it can be read."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, given, settings

from ld_convert.model import Capture
from ld_convert.pipeline import convert_page
from ld_convert.settings import Settings
from tests.fuzz import strategies
from tests.fuzz.targets import flight, written

EXAMPLES = int(os.environ.get("LD_CONVERT_EXAMPLES", "60"))
bounded = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


def convert(data: bytes, kind: str) -> None:
    capture = Capture("page", data, kind, url="https://a.example/page")
    written(convert_page(capture, Settings(account=True)))


@bounded
@given(strategies.documents())
def test_a_document_with_any_context_is_converted(document: Any) -> None:
    """Containers, aliases, scoped contexts, @reverse, @nest, @included, right and wrong."""
    convert(strategies.written(document).encode(), "json")


@bounded
@given(strategies.flights())
def test_a_flight_payload_of_any_rows_is_converted(data: bytes) -> None:
    """References to what is not there, cycles, cut rows, unknown tags."""
    flight(data)
    convert(data, "flight")


@bounded
@given(strategies.pages())
def test_a_page_of_any_pieces_is_converted(data: bytes) -> None:
    """Scripts, microdata, RDFa, and tags that are not closed."""
    convert(data, "html")
