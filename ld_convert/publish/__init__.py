"""Put captures and RDF files into a store, so that a second run changes nothing."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ld_convert.catalogue.event_stream import FOREIGN, GONE, GraphChange
from ld_convert.catalogue.void import Addresses
from ld_convert.findings.report import Report
from ld_convert.model import Location, is_iri
from ld_convert.publish.carry import carry_out, clear_staging, is_done, mend
from ld_convert.publish.changes import feed
from ld_convert.publish.fdp import Visit, publish_catalogue
from ld_convert.publish.fdp_resources import catalogue
from ld_convert.publish.graphs_on_disk import GraphsOnDisk
from ld_convert.publish.inputs import gather
from ld_convert.publish.lines import read_lines
from ld_convert.publish.manifest import read_manifest
from ld_convert.publish.plan import make_plan
from ld_convert.publish.verify import verified
from ld_convert.publish.void import description
from ld_convert.run import ALONE, How
from ld_convert.settings import UsageError
from ld_convert.store import (
    DESCRIPTIONS,
    GRAPHS,
    Access,
    open_descriptions,
    open_store,
    read_access,
    store_kind,
)
from ld_convert.store.model import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.publish.manifest import ManifestEntry
    from ld_convert.run import Events
    from ld_convert.settings import Settings
    from ld_convert.store.model import Store

__all__ = ["Addresses", "Outcome", "PublishTarget", "publish"]

DEFAULT_PROFILE = "dcat-ap"
LONGEST_PAUSE_SECONDS = 2.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class PublishTarget(NamedTuple):
    """Where things are published, and how."""

    url: str
    """A store, as `open_store` takes it."""
    graph: str = ""
    """IRI of one graph for everything; empty for one graph a capture."""
    prune: bool = False
    """Whether graphs whose captures are gone are deleted."""
    adopt: bool = False
    """Whether graphs of the same names that somebody else wrote are replaced."""
    dry_run: bool = False
    """Whether nothing is changed."""
    verify: bool = False
    """Whether the contents of all graphs are fetched and compared, beside their counts."""
    changes: str = ""
    """File to which the changes are added; empty for none."""
    void: Addresses | None = None
    """What a VoID description says beside the counts; None for no description."""
    defaults: tuple[str, ...] = ()
    """For a FAIR Data Point: `theme=IRI` and the like, what a dataset has that does not say it."""
    how: How = ALONE
    """How captures are converted."""


class Outcome(NamedTuple):
    """What a run did, or would do."""

    plan: list[GraphChange]
    rejected: bool
    """Whether an input could not be used."""


def publish(
    inputs: Iterable[str],
    target: PublishTarget,
    settings: Settings,
    events: Events,
    access: Access | None = None,
) -> Outcome:
    """Make a store hold what the inputs say; what has not changed is not sent.

    Raises StoreError for a store that cannot be reached or that refuses, at any moment: what was
    done until then stays, and the next run does the rest. Raises OSError for inputs that cannot be
    read, before anything is sent.
    """
    access = access or read_access()
    _check_iris(target)
    rejected: list[str] = []

    def reject(name: str) -> None:
        rejected.append(name)
        events.reject(name)

    report = _Findings(events, target.url)
    holds = store_kind(target.url).holds
    report.check_access(access)
    errand = _Errand(inputs, target, settings, events._replace(reject=reject), access, report)
    plan = WAYS[holds](errand, rejected)
    return Outcome(plan, bool(rejected))


def _check_iris(target: PublishTarget) -> None:
    """Raise UsageError for an option that must be an IRI and is none."""
    told = target.void or Addresses()
    dumps = (("--data-dump", url) for url in told.dumps)
    for option, iri in (("--graph", target.graph), ("--sparql-endpoint", told.endpoint), *dumps):
        if iri and not is_iri(iri):
            raise UsageError(f"{option} {iri}: not an absolute IRI")


class _Errand(NamedTuple):
    """What `publish` was asked for, and who is told of it."""

    inputs: Iterable[str]
    target: PublishTarget
    settings: Settings
    events: Events
    access: Access
    report: _Findings


def _publish_graphs(errand: _Errand, rejected: list[str]) -> list[GraphChange]:
    """Publish in a store of named graphs; return what changed.

    `rejected` gets the inputs that cannot be used.
    """
    inputs, target, settings, events, access, report = errand
    if target.defaults:
        raise UsageError("--fdp-default is for a FAIR Data Point")
    with GraphsOnDisk(target.graph) as spool, closing(_open(target, access)) as store:
        gather(inputs, spool, settings, events, target.how)
        if target.void is not None and spool.graphs():
            graph, triples = description(spool, settings, target.void)
            spool.add(read_lines(triples), graph)
        prune = target.prune and report.is_complete(spool, rejected)
        return _carry(spool, store, target._replace(prune=prune), settings, report)


def _publish_descriptions(errand: _Errand, rejected: list[str]) -> list[GraphChange]:
    """Publish in a store of descriptions, such as a FAIR Data Point; return what changed.

    `rejected` gets the inputs that cannot be used.
    """
    inputs, target, settings, events, access, report = errand
    if target.graph or target.changes or target.adopt or target.void is not None:
        raise UsageError("--graph, --changes, --adopt and --void are not for a FAIR Data Point")
    settings = _for_point(settings)
    with GraphsOnDisk() as spool, closing(open_descriptions(target.url, access)) as point:
        gather(inputs, spool, settings, events, target.how)
        prune = target.prune and report.is_complete(spool, rejected)
        if not spool.graphs():
            return []
        visit = Visit(point, report.refused, [], prune, target.dry_run)
        return publish_catalogue(catalogue(spool, settings.catalog, target.defaults), visit)


WAYS = {GRAPHS: _publish_graphs, DESCRIPTIONS: _publish_descriptions}
"""By what a kind of store holds (`StoreKind.holds`): how it is published to."""


def _for_point(settings: Settings) -> Settings:
    """Return settings for a FAIR Data Point, whose shapes DCAT-AP's rules do not fit."""
    profile = "fdp" if settings.profile == DEFAULT_PROFILE else settings.profile
    return replace(settings, profile=profile, keep_source=False)


def _carry(
    spool: GraphsOnDisk, store: Store, target: PublishTarget, settings: Settings, report: _Findings
) -> list[GraphChange]:
    """Make a plan and carry it out; return it without what could not be done."""
    counts = store.counts()
    manifest = read_manifest(store, settings, counts)
    plan = make_plan(spool, manifest, counts, prune=target.prune, adopt=target.adopt)
    if target.verify:
        plan = verified(plan, spool, store)
    report.plan(plan, manifest.entries)
    if target.dry_run:
        return plan
    clear_staging(manifest, counts, datetime.now(UTC))
    if is_done(plan, manifest):
        return plan
    if store.rewrites:
        report.add("LD621", what=store.rewrites)
    with feed(target.changes, manifest) as tell:
        carry_out(plan, spool, manifest, tell)
    lost, after = mend(plan, spool, manifest)
    for change, there in lost:
        report.add("LD622", graph=change.graph, sent=change.triples, found=there)
    manifest.finish(after)
    return plan


def _open(target: PublishTarget, access: Access) -> Store:
    """Return the store; for a dry run on a directory that there is not, one in memory."""
    if target.dry_run and store_kind(target.url).is_local:
        there = Path(target.url.removeprefix("file:")).exists()
        return open_store(target.url if there else "", access, read_only=there)
    end, pause = time.monotonic() + access.timeout_seconds, access.backoff_seconds
    while True:
        try:
            return open_store(target.url, access)
        except BusyError as error:
            if time.monotonic() + pause > end:
                raise
            access.tell(f"{error}; waiting")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


class _Findings:
    """Reports what concerns the whole run."""

    def __init__(self, events: Events, url: str) -> None:
        self._events, self._url = events, url

    def add(self, code: str, **values: object) -> None:
        report = Report()
        report.add(code, Location(self._url), **values)
        self._events.show(report.findings)

    def check_access(self, access: Access) -> None:
        parts = urlsplit(self._url)
        is_plain = parts.scheme.endswith("http") and parts.hostname not in LOOPBACK
        if is_plain and (access.user or access.token):
            self.add("LD625", host=parts.hostname)

    def is_complete(self, spool: GraphsOnDisk, rejected: list[str]) -> bool:
        """Return whether what is not in the spool is really gone at the source."""
        if rejected or not spool.graphs():
            self.add("LD624", count=len(rejected), first=rejected[0] if rejected else "none")
        return not rejected and bool(spool.graphs())

    def refused(self, key: str, why: str) -> None:
        """Report what a FAIR Data Point does not take."""
        self.add("LD627", iri=key, why=why)

    def plan(self, plan: Iterable[GraphChange], known: dict[str, ManifestEntry]) -> None:
        gone = 0
        for change in plan:
            gone += change.kind == GONE and change.graph in known
            if change.kind == FOREIGN:
                self.add("LD620", graph=change.graph, triples=change.triples)
        if gone:
            self.add("LD623", count=gone)
