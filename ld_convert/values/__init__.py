"""One pure function per way of converting a value; the mapping names them.

Each takes an rdflib term and returns a term, a tuple of terms, or None for "cannot". None of them
raises, whatever the term holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from rdflib.term import Node

from ld_convert.settings import UsageError
from ld_convert.values import (
    codes,
    dates,
    durations,
    formats,
    geometries,
    identifiers,
    iris,
    licences,
    numbers,
    periods,
    places,
    services,
    text,
)
from ld_convert.vocab.plugins import VALUES as PLUGINS
from ld_convert.vocab.plugins import load_plugin, plugin_error, plugins

Value = Callable[[Node], Node | tuple[Node, ...] | None]

VALUES: dict[str, Value] = {
    "access_right": codes.access_right,
    "api_description": services.api_description,
    "bbox": places.bbox,
    "byte_size": numbers.byte_size,
    "centroid": places.centroid,
    "checksum_md5": numbers.checksum_md5,
    "checksum_sha256": numbers.checksum_sha256,
    "compress_format": formats.compress_format,
    "copyright_year": text.copyright_year,
    "count": numbers.count,
    "country": codes.country,
    "crs": services.crs,
    "dataset_type": codes.dataset_type,
    "date": dates.date,
    "date_time": dates.date_time,
    "day_start": dates.day_start,
    "duration": durations.duration,
    "east": places.east,
    "endpoint": services.endpoint,
    "file_type": formats.file_type,
    "file_type_of_url": formats.file_type_of_url,
    "free_access": codes.free_access,
    "frequency": codes.frequency,
    "frequency_dc": codes.frequency_dc,
    "identifier": identifiers.identifier,
    "identifier_iri": identifiers.identifier_iri,
    "iri": iris.iri,
    "is_given": codes.is_given,
    "keywords": text.keywords,
    "label_of_iri": iris.label_of_iri,
    "language": codes.language,
    "language_iso": codes.language_iso,
    "licence": licences.licence,
    "licence_canonical": licences.licence_canonical,
    "line_string": geometries.line_string,
    "mail_address": iris.mail_address,
    "mailto": iris.mailto,
    "media_type": formats.media_type,
    "media_type_name": formats.media_type_name,
    "media_type_name_of_url": formats.media_type_name_of_url,
    "media_type_of_url": formats.media_type_of_url,
    "names": text.names,
    "no_price": codes.no_price,
    "north": places.north,
    "notation": identifiers.notation,
    "number": numbers.number,
    "orcid": identifiers.orcid,
    "other_rights": codes.other_rights,
    "other_subject": codes.other_subject,
    "package_format": formats.package_format,
    "package_format_of_url": formats.package_format_of_url,
    "period_end": periods.period_end,
    "period_label": periods.period_label,
    "period_start": periods.period_start,
    "periods": periods.periods,
    "plain": text.plain,
    "polygon": geometries.polygon,
    "profile_of_format": formats.profile_of_format,
    "role": codes.role,
    "ror": identifiers.ror,
    "service_title": services.service_title,
    "south": places.south,
    "status": codes.status,
    "subscription": codes.subscription,
    "telephone": iris.telephone,
    "text": text.text,
    "theme": codes.theme,
    "truth": codes.truth,
    "version": numbers.version,
    "west": places.west,
}
"""From the name that a mapping rule uses to the function."""


def is_value_function(name: str) -> bool:
    """Return whether a value function has this name: one of ours, or of another package."""
    return name in VALUES or name in plugins(PLUGINS)


@cache
def value_function(name: str) -> Value:
    """Return the value function of a name: ours, else that of another package.

    Raises UsageError where there is none of the name, and for a plug-in that gives no function.
    """
    if name in VALUES:
        return VALUES[name]
    if not is_value_function(name):
        raise UsageError(f"no value function is called {name}")
    found = load_plugin(PLUGINS, name)
    if not callable(found):
        raise plugin_error(plugins(PLUGINS)[name], "is no function")
    return found
