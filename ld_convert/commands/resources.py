"""The command `explain` for a resource: where each of its triples comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ld_convert.commands.options import make_settings
from ld_convert.explained import Explained, explain
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Json

MOST_NAMES = 10


def explain_resource(iri: str, inputs: tuple[str, ...], **mapping: Json) -> int:
    """Print where each triple of a resource comes from; return the exit status.

    1 where no capture says anything of it. Raises UsageError for an IRI without inputs.
    """
    if not inputs:
        raise UsageError(f"explain {iri}: name the captures that describe it, too")
    found, datasets = False, dict[str, None]()
    for resource in explain(iri, inputs, make_settings(**mapping)):
        datasets.update(dict.fromkeys(resource.datasets))
        if resource.triples:
            click.echo(f"{'' if not found else chr(10)}{iri} in {resource.source}")
            found = True
        for triple in resource.triples:
            for line in _lines(triple):
                click.echo(line)
    if not found:
        click.echo(f"no capture says anything of {iri}", err=True)
        for name in list(datasets)[:MOST_NAMES]:
            click.echo(f"a dataset is {name}", err=True)
    return int(not found)


def _lines(triple: Explained) -> Iterator[str]:
    """Yield the triple, and below it where it comes from."""
    indent = "  " * (2 * triple.depth + 1)
    yield f"{indent}{triple.predicate} {triple.value}"
    place = str(triple.place._replace(source="")).removeprefix(":") if triple.place else ""
    parts = (triple.origin, triple.why, triple.read and f"from {triple.read}", place)
    yield f"{indent}  {', '.join(filter(None, parts))}"
