from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ld_convert.cli.console import Console
from ld_convert.model import Finding
from ld_convert.run import Events, How, Output, Tally, convert, partition
from ld_convert.settings import Settings, UsageError
from tests.support import harmony_site
from tests.support.cli import run
from tests.support.deadly import Deadly
from tests.support.kills import killed, run_whole, seconds
from tests.support.pages import json_page

distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.servers,
    # Dask closes its sockets when the loop that they belong to has ended already.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
FILES = 24
KILLS = 3


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Files that become six partitions."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:03}.json").write_text(json_page(number, 5))
    (folder / "011.json").write_text("<html><body></body></html>")
    return folder


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two worker processes on this machine, and partitions of four files."""
    monkeypatch.setattr(partition, "MOST_FILES", 4)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as found:
        yield found


def converted(pages: Path, output: Path, how: How, events: Events | None = None) -> Tally:
    target = Output(str(output), "nt")
    return convert([str(pages)], target, Settings(), events or Events(lambda _: None), how)


def statements(folder: Path) -> set[bytes]:
    """The lines of all parts; only labels of nameless nodes could differ, and they do not."""
    parts = sorted(folder.glob("part-*.nt.gz"))
    return {line for part in parts for line in gzip.decompress(part.read_bytes()).splitlines()}


def test_the_parts_of_a_cluster_say_what_one_process_says(
    cluster: Any, pages: Path, tmp_path: Path
) -> None:
    """And the same is told of each capture, in the same order."""
    here: list[Finding] = []
    there: list[Finding] = []
    rejected: list[str] = []
    tally = converted(pages, tmp_path / "c.nt", How(), Events(here.extend))
    how = How(dask=cluster.scheduler_address)
    assert converted(pages, tmp_path / "out", how, Events(there.extend, rejected.append)) == tally
    assert there == here
    assert rejected == [f"{pages}/011.json"]
    assert statements(tmp_path / "out") == set((tmp_path / "c.nt").read_bytes().splitlines())


@pytest.mark.parametrize("form", ["nt", "nquads"])
def test_a_dataset_of_two_partitions_is_merged_whole(
    cluster: Any, tmp_path: Path, form: str
) -> None:
    """The pages of a study lie in three partitions, with two dates; no statement stands twice."""
    folder = tmp_path / "site"
    folder.mkdir()
    for number, page in enumerate(harmony_site.pages()):
        (folder / f"{number:02}.txt").write_bytes(page.payload)
        day = 1_700_000_000 + 86_400 * number
        os.utime(folder / f"{number:02}.txt", (day, day))
    here, there = tmp_path / "c", tmp_path / "out"
    nothing = Events(lambda _: None)
    tally = convert([str(folder)], Output(str(here), form), Settings(), nothing)
    how = How(dask=cluster.scheduler_address)
    assert convert([str(folder)], Output(str(there), form), Settings(), nothing, how) == tally
    parts = sorted(there.glob(f"part-*.{'nt' if form == 'nt' else 'nq'}.gz"))
    assert len(parts) > 2
    lines = [line for part in parts for line in gzip.decompress(part.read_bytes()).splitlines()]
    assert set(lines) == set(here.read_bytes().splitlines())
    assert len(lines) == len(set(lines))


def test_partitions_answer_each_other(cluster: Any, tmp_path: Path) -> None:
    """As in one process, nobody is blamed for what a list of datasets leaves out.

    Their own pages are in two other partitions, and one of them knows the kind of their publisher.
    Two of them are dated otherwise than in the list: one in its partition, one in another.
    """
    folder = tmp_path / "site"
    folder.mkdir()
    office = {"@type": "Organization", "@id": "https://tides.example/#office", "name": "Office"}
    known: list[dict[str, object]] = [
        {"@type": "Dataset", "@id": f"https://tides.example/{n}", "name": f"Berth {n}"}
        for n in range(7)
    ]
    own = [one | {"description": "Levels of this berth.", "publisher": office} for one in known]
    own[-1]["publisher"] = office | {"@type": "GovernmentOrganization"}
    for number in (1, 5):
        known[number]["dateModified"], own[number]["dateModified"] = "2024-01-01", "2024-02-01"
    pages: list[dict[str, object]] = [{"@type": "ItemList", "itemListElement": known}, *own]
    for number, found in enumerate(pages):
        text = json.dumps({"@context": "https://schema.org", **found})
        (folder / f"{number:02}.json").write_text(text)
    runs = []
    for target, how in (
        (tmp_path / "c.nt", How()),
        (tmp_path / "out", How(dask=cluster.scheduler_address)),
    ):
        console = Console(quiet=True)
        converted(folder, target, how, Events(console.show, written=console.take_back))
        runs.append({name: rule.count for name, rule in console.summary.rules.items()})
        assert console.gate.new["violation"] == 2
    assert runs[0] == runs[1]
    assert runs[0]["LD502/Dataset-keyword-recommended"] == 14
    assert runs[0]["LD501/Dataset-modified-count"] == 2
    assert "LD502/Agent-type-recommended" not in runs[0]


@pytest.mark.slow
def test_a_manifest_tells_counts_and_hashes(cluster: Any, pages: Path, tmp_path: Path) -> None:
    """What it says of a part can be checked, and adds up."""
    folder = tmp_path / "out"
    converted(pages, folder, How(dask=cluster.scheduler_address))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert len(manifest["parts"]) == 6
    for row in manifest["parts"]:
        data = (folder / row["file"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (row["bytes"], row["sha256"])
    for name in ("pages", "datasets", "findings", "rejected"):
        assert sum(row[name] for row in manifest["parts"]) == manifest[name]
    assert (manifest["pages"], manifest["rejected"]) == (FILES, 1)


@pytest.mark.slow
def test_the_partition_of_a_lost_worker_is_run_again(
    cluster: Any, pages: Path, tmp_path: Path
) -> None:
    """A worker is killed in the middle of a partition; nothing is missing in the end."""
    killed: list[int] = []
    for number in range(0, FILES, 2):  # long enough to be met at work
        (pages / f"{number:03}.json").write_text(json_page(number, 100))

    def kill(_: Tally) -> None:
        with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
            busy = next((w for w, tasks in client.processing().items() if tasks), None)
            if busy and not killed:
                killed.append(client.run(os.getpid, workers=[busy])[busy])
                os.kill(killed[0], signal.SIGKILL)

    expected = converted(pages, tmp_path / "c.nt", How())
    how = How(dask=cluster.scheduler_address)
    tally = converted(pages, tmp_path / "out", how, Events(lambda _: None, watch=kill))
    assert killed, "no worker was at work"
    assert tally == expected
    assert statements(tmp_path / "out") == set((tmp_path / "c.nt").read_bytes().splitlines())
    names = {path.name.split(".", 1)[1] for path in (tmp_path / "out").iterdir()}
    assert names == {"nt.gz", "json", "captures.jsonl.gz", "blocks.gz", "chunks.gz"}, (
        "a killed worker left something"
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_run_on_a_cluster_that_is_killed_goes_on(
    cluster: Any, pages: Path, tmp_path: Path
) -> None:
    """The command is killed at random moments; the same command gives the same files."""

    def command(output: str) -> list[str]:
        address = ["--dask", cluster.scheduler_address, "--date", "2026-01-01"]
        return ["convert", str(pages), "-o", str(tmp_path / output), "-f", "nt", *address]

    most_seconds = seconds(command("whole"))
    assert killed(command("broken"), most_seconds, KILLS, seed=4) == KILLS
    run_whole(command("broken"))
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder; parts without their compression, which may hold a time."""
    return {
        file.name: gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_page_that_kills_every_worker_costs_only_itself(
    cluster: Any, pages: Path, tmp_path: Path
) -> None:
    """Its partition is converted page by page in the end."""
    context = "https://deadly.example/context"
    (pages / "005.json").write_text(json_page(5).replace("https://schema.org", context))
    graves = tmp_path / "graves"
    graves.mkdir()
    found: list[Finding] = []
    tally = convert(
        [str(pages)],
        Output(str(tmp_path / "out"), "nt"),
        Settings(contexts=Deadly(graves)),
        Events(found.extend),
        How(2, dask=cluster.scheduler_address),
    )
    lost = [finding.place.source for finding in found if finding.code == "LD611"]
    assert lost == [f"{pages}/005.json"]
    assert (tally.captures, tally.rejected) == (FILES, 2)


@pytest.mark.slow
def test_parts_that_are_up_to_date_stay(cluster: Any, pages: Path, tmp_path: Path) -> None:
    """Only the partition of a changed file is converted again; parts of no use are removed."""
    folder, how = tmp_path / "out", How(dask=cluster.scheduler_address)
    converted(pages, folder, how)
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("part-*")}
    (folder / "part-00077.nt.gz").touch()
    (pages / "009.json").write_text(json_page(99, 5))
    converted(pages, folder, how)
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("part-*")}
    assert before.keys() == after.keys()
    changed = {name.split(".")[0] for name in before if before[name] != after[name]}
    assert changed == {"part-00002", "part-catalogue"}


@pytest.mark.slow
def test_the_report_of_a_cluster_is_one(cluster: Any, pages: Path, tmp_path: Path) -> None:
    """It is the report of a run in one process, byte by byte."""
    reports = []
    for output, more in (("c.nt", []), ("out", ["--dask", cluster.scheduler_address])):
        report = tmp_path / f"{output}.json"
        options = [str(pages), "-o", str(tmp_path / output), "--report", str(report), *more]
        assert run("-q", "convert", *options).exit_code == 1
        reports.append(report.read_bytes())
    assert reports[0] == reports[1]


@pytest.mark.parametrize("options", [["-o", "-"], ["-o", "out", "--checkpoint", "kept"]])
def test_options_that_contradict_each_other_are_named(options: list[str]) -> None:
    """Before a cluster is asked for."""
    with pytest.raises(UsageError, match="--dask"):
        run("-q", "convert", "tests", "--dask", "tcp://127.0.0.1:1", *options)
