"""Options about the catalogue that is written: what it says of itself."""

from __future__ import annotations

import click

from ld_convert.cli.config import choose_catalog

HEAD = (
    click.option(
        "--catalog",
        default="",
        metavar="NAME",
        is_eager=True,
        callback=choose_catalog,
        expose_value=False,
        help="Take the options of [catalogs.NAME] in ld-convert.toml.",
    ),
    click.option("--catalog-iri", default="", metavar="IRI", help="IRI of the catalogue."),
    click.option(
        "--catalog-title",
        default="Catalogue",
        show_default=True,
        help="Title of the catalogue.",
    ),
    click.option("--catalog-description", default="", help="What the catalogue is."),
    click.option(
        "--catalog-language",
        multiple=True,
        metavar="CODE",
        help="A language of the catalogue: a code such as en, or an IRI.",
    ),
    click.option(
        "--catalog-license", default="", help="Licence of the catalogue: a name or an IRI."
    ),
    click.option("--catalog-homepage", default="", metavar="URL", help="Address of its home page."),
    click.option(
        "--catalog-issued", default="", metavar="DATE", help="When it was first published."
    ),
    click.option(
        "--catalog-spatial",
        multiple=True,
        metavar="PLACE",
        help="What it covers: a country's code, W,S,E,N in degrees, CODE=W,S,E,N, or an IRI.",
    ),
    click.option(
        "--catalog-theme-taxonomy",
        multiple=True,
        metavar="IRI",
        help="A concept scheme of its themes.",
    ),
    click.option("--catalog-rights", default="", help="Its rights: a text or an IRI."),
    click.option("--publisher-name", default="", help="Name of the publisher of the catalogue."),
    click.option(
        "--publisher-iri", default="", metavar="IRI", help="IRI of the publisher of the catalogue."
    ),
    click.option(
        "--publisher-type",
        default="",
        metavar="NAME",
        help="Kind of publisher: NationalAuthority, Company, and so on, or its IRI in ADMS.",
    ),
)
"""In the order of the help; `catalogue.head.OPTIONS` says how each is written."""
