from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert import Settings, convert_page, convert_pages
from ld_convert.model import Capture
from ld_convert.pipeline import MOST_BYTES, MOST_PAGES, batches
from ld_convert.run.results import here
from ld_convert.run.work import MOST_PAGES as MOST_SENT
from ld_convert.run.work import File, Job, Work, convert_work
from ld_convert.run.worker import DECODER, answer
from ld_convert.write import serialise
from tests.bench.pages import SHAPES

BROKEN = Capture("broken.html", b'<script type="application/ld+json">{"@type": "Dataset", ', "html")
EMPTY = Capture("empty.html", b"", "html")


def captures() -> list[Capture]:
    """More pages than are converted together, of all shapes, good and bad ones in turn."""
    pages = [page(number) for number in range(MOST_PAGES) for page in SHAPES.values()]
    return [*pages[:5], BROKEN, *pages[5:9], EMPTY, *pages[9:], BROKEN]


def test_a_page_becomes_the_same_alone_and_among_others() -> None:
    """Statements, findings with their places, and the order."""
    pages, settings = captures(), Settings(score=True)
    alone = [convert_page(page, settings) for page in pages]
    together = convert_pages(iter(pages), settings)
    assert [one.source for one in together] == [page.source for page in pages]
    for one, other in zip(alone, together, strict=True):
        assert serialise(one.graph, "nt") == serialise(other.graph, "nt")
        assert one.findings == other.findings
        assert one.datasets == other.datasets


@given(st.lists(st.sampled_from([0, 1, MOST_BYTES // 2, MOST_BYTES, MOST_BYTES + 1]), max_size=50))
def test_what_is_converted_together_is_bounded(sizes: list[int]) -> None:
    """By number and by size; what is too large by itself is alone, and the order stays."""
    pages = [Capture(str(number), bytes(size), "html") for number, size in enumerate(sizes)]
    found = list(batches(iter(pages)))
    assert [page for batch in found for page in batch] == pages
    for batch in found:
        assert 1 <= len(batch) <= MOST_PAGES
        assert len(batch) == 1 or sum(len(page.data) for page in batch) <= MOST_BYTES


def test_an_answer_tells_which_page_it_comes_from() -> None:
    """Where a process dies, what it has answered is not converted again."""
    pages = captures()
    found = convert_work(Work(tuple(pages)), Job(Settings(), "nt"))
    answers = [answer for answers in found for answer in answers]
    assert [answer.page for answer in answers] == list(range(len(pages)))
    assert [answer.part.source for answer in answers] == [page.source for page in pages]


def test_only_a_page_that_is_alone_is_announced() -> None:
    """It is the suspect; the pages of a batch are under way together."""
    told: list[str] = []
    job = Job(Settings(), "nt")
    assert [len(found) for found in convert_work(Work((EMPTY, BROKEN)), job, told.append)] == [2]
    assert told == []
    alone = Work((BROKEN,), alone=True)
    assert [len(found) for found in convert_work(alone, job, told.append)] == [1]
    assert told == ["broken.html"]


class Sink:
    """The end of a pipe that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send_bytes(self, data: bytes) -> None:
        """Keep a message."""
        self.sent.append(data)


@pytest.mark.parametrize("lines", [0, 1, 500])
def test_a_message_to_the_parent_is_bounded(tmp_path: Path, lines: int) -> None:
    """A small file can hold many records; whatever it holds, the last message says so."""
    file = tmp_path / "many.jsonl"
    record = '{"@context": "https://schema.org", "@type": "Dataset", "name": "n"}\n'
    file.write_text(record * lines)
    sink = Sink()
    answer(Work((File(str(file)),)), Job(Settings(), "nt"), sink)  # type: ignore[arg-type]
    messages = [DECODER.decode(data) for data in sink.sent]
    assert [message.is_last for message in messages] == [False] * (len(messages) - 1) + [True]
    sizes = [len(message.answers) for message in messages]
    assert sum(sizes) == max(lines, 1)  # an empty file is a capture too
    assert max(sizes) <= MOST_SENT + MOST_PAGES


def test_python_frees_a_page_whose_findings_nobody_has_read() -> None:
    """With the collector of cycles off, nothing of a page stays after its part was dropped."""
    work, job = Work((next(iter(SHAPES.values()))(1),)), Job(Settings(), "nt")
    assert next(iter(convert_work(work, job)))[0].part.findings
    gc.collect()
    gc.disable()
    try:
        list(convert_work(work, job))
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_python_looks_for_cycles_where_no_page_is_held(tmp_path: Path) -> None:
    """Between two pieces of work; a run that is broken off leaves the collector as it was."""
    for number in range(MOST_SENT + 2):
        page = SHAPES["small ld+json"](number)
        (tmp_path / f"{number:03}.html").write_bytes(page.data)
    with here([str(tmp_path)], Job(Settings(), "nt")) as found:
        told = [(part is not None, gc.isenabled()) for part, _ in found]
    work = [(True, False)] * MOST_SENT + [(False, True)]
    assert told == [*work, *work[-3:]]
    with here([str(tmp_path)], Job(Settings(), "nt")) as found:
        next(found)
        assert not gc.isenabled()
        found.close()  # type: ignore[attr-defined]
    assert gc.isenabled()
