"""A catalogue as a web site that any server of files can serve (`build`)."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ld_convert import run
from ld_convert.settings import UsageError
from ld_convert.site.addresses import site_url
from ld_convert.site.changes import SiteChanges
from ld_convert.site.dcat import dcat_of
from ld_convert.site.entry_files import FORMS, TRIPLES, add_page, entry_files, stated
from ld_convert.site.feeds import Feeds
from ld_convert.site.files import Folder
from ld_convert.site.lists import about, write_lists
from ld_convert.site.overview import SiteOverview
from ld_convert.site.pages import Pages
from ld_convert.site.plots import write_plots
from ld_convert.site.shelf import Shelf
from ld_convert.site.statements import reasons_of
from ld_convert.site.view import view
from ld_convert.site.web import write_web

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.run import Events, How, Tally
    from ld_convert.settings import Settings

__all__ = ["Built", "SiteTarget", "build"]


class SiteTarget(NamedTuple):
    """Where a site goes."""

    folder: str
    url: str
    """Its address on the web."""
    templates: str = ""
    """Folder of templates that come before ours; empty for none."""


class Built(NamedTuple):
    """What was done."""

    tally: Tally
    entries: int
    """Datasets, services and catalogues with a page."""
    written: int
    kept: int
    """Files that had their bytes already."""
    removed: int


def build(
    inputs: Iterable[str],
    target: SiteTarget,
    settings: Settings,
    events: Events,
    how: How = run.ALONE,
) -> Built:
    """Convert captures, as `run.convert` does, and make a site of the catalogue.

    Without a dataset nothing is written. Same inputs and settings give the same bytes. Memory
    grows by about a kilobyte for each dataset; for the page of a catalogue that names many of
    them it takes another five for each, until that page is written.

    Raises UsageError for an address, a folder or templates that cannot be used, and what
    `run.convert` raises.
    """
    url = site_url(target.url)
    if target.templates and not Path(target.templates).is_dir():
        raise UsageError(f"--templates {target.templates}: is no directory")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ld-convert-"))
        document = Path(folder) / "catalogue.nt"
        site = Folder(target.folder)
        tally = run.convert(
            inputs, run.Output(str(document), "nt", tuple(FORMS.values())), settings, events, how
        )
        shelf = stack.enter_context(closing(Shelf(url, settings.catalog)))
        if not document.exists():
            return Built(tally, 0, 0, 0, 0)
        with document.open("rb") as written:
            shelf.fill(written)
        document.unlink()
        known = about(shelf, settings)
        overview = stack.enter_context(closing(SiteOverview()))
        feeds = stack.enter_context(Feeds(site, shelf, known))
        changes = SiteChanges(site, url)
        pages = Pages(target.templates, site=known, agent_path=shelf.agent_path)
        for entry in shelf.entries():
            index = shelf.description(entry.iri, url + entry.path)
            add_page(index, shelf.address(entry.iri), url + entry.path)
            shown = view(entry, shelf, index)
            reasons = reasons_of(shelf, entry.iri) if settings.provenance else {}
            dcat = dcat_of(index, shown.iri)
            files = dict(entry_files(shown, dcat, pages, url, reasons))
            for name, data in files.items():
                site.put(entry.path + name, data)
            overview.add(shown)
            feeds.add(shown, dcat)
            changes.add(entry.path, stated(shown, files[TRIPLES]))
        feeds.finish()
        write_lists(overview, shelf, site, pages)
        write_plots(overview, site, pages)
        write_web(overview, site, known)
        changes.finish(settings.date or overview.latest)
    site.finish()
    return Built(tally, overview.count, site.written, site.kept, site.removed)
