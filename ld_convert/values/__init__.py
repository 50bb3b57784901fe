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
    access,
    codes,
    dates,
    durations,
    formats,
    geometries,
    identifiers,
    iris,
    languages,
    licences,
    numbers,
    periods,
    place_names,
    places,
    services,
    studies,
    text,
)
from ld_convert.vocab.plugins import VALUES as PLUGINS
from ld_convert.vocab.plugins import load_plugin, plugin_error, plugins

Value = Callable[[Node], Node | tuple[Node, ...] | None]

VALUES: dict[str, Value] = {
    "access_right": access.access_right,
    "address": iris.address,
    "addresses": studies.addresses,
    "age_lower": studies.age_lower,
    "age_upper": studies.age_upper,
    "any_name": text.any_name,
    "api_description": services.api_description,
    "as_it_is": studies.as_it_is,
    "array_box": places.array_box,
    "array_point": places.array_point,
    "bbox": places.bbox,
    "box": places.box,
    "box_centre": places.box_centre,
    "box_east": places.box_east,
    "box_name": place_names.box_name,
    "box_north": places.box_north,
    "box_south": places.box_south,
    "box_west": places.box_west,
    "byte_size": numbers.byte_size,
    "centroid": places.centroid,
    "checksum_md5": numbers.checksum_md5,
    "checksum_of_dataset": identifiers.checksum_of_dataset,
    "checksum_sha1": numbers.checksum_sha1,
    "checksum_sha256": numbers.checksum_sha256,
    "checksum_sha512": numbers.checksum_sha512,
    "circle_box": places.circle_box,
    "circle_centre": places.circle_centre,
    "citation": text.citation,
    "compress_format": formats.compress_format,
    "copyright_year": text.copyright_year,
    "contact_page": iris.contact_page,
    "count": numbers.count,
    "countries": codes.countries,
    "country": codes.country,
    "crs": services.crs,
    "dataset_type": codes.dataset_type,
    "date": dates.date,
    "date_or_interval": dates.date_or_interval,
    "date_time": dates.date_time,
    "day_start": dates.day_start,
    "doi": studies.doi,
    "duration": durations.duration,
    "endpoint": services.endpoint,
    "file_type": formats.file_type,
    "file_type_of_url": formats.file_type_of_url,
    "free_access": access.free_access,
    "frequency": codes.frequency,
    "frequency_dc": codes.frequency_dc,
    "identifier": identifiers.identifier,
    "hvd_category": codes.hvd_category,
    "identifier_iri": identifiers.identifier_iri,
    "identifier_parts": identifiers.identifier_parts,
    "identifiers": identifiers.identifiers,
    "interval": codes.interval,
    "iri": iris.iri,
    "is_given": codes.is_given,
    "keyword": text.keyword,
    "keywords": text.keywords,
    "label_of_iri": iris.label_of_iri,
    "language": languages.language,
    "language_iso": languages.language_iso,
    "licence": licences.licence,
    "licence_canonical": licences.licence_canonical,
    "languages": languages.languages,
    "languages_iso": languages.languages_iso,
    "licence_name": licences.licence_name,
    "licence_text": licences.licence_text,
    "listed_identifiers": identifiers.listed_identifiers,
    "line_box": places.line_box,
    "line_string": geometries.line_string,
    "mail_address": iris.mail_address,
    "mail_beside": iris.mail_beside,
    "mail_name": text.mail_name,
    "mailto": iris.mailto,
    "mailtos": iris.mailtos,
    "media_type": formats.media_type,
    "media_type_name": formats.media_type_name,
    "media_type_name_of_url": formats.media_type_name_of_url,
    "media_type_of_url": formats.media_type_of_url,
    "name_text": text.name_text,
    "named_place": place_names.named_place,
    "names": text.names,
    "no_checksum": identifiers.no_checksum,
    "no_literal": text.no_literal,
    "no_price": access.no_price,
    "not_free": access.not_free,
    "notation": identifiers.notation,
    "number": numbers.number,
    "orcid": identifiers.orcid,
    "other_rights": access.other_rights,
    "other_usage": services.other_usage,
    "other_subject": codes.other_subject,
    "other_terms": studies.other_terms,
    "package_format": formats.package_format,
    "package_format_of_url": formats.package_format_of_url,
    "own_name": text.own_name,
    "page": studies.page,
    "page_address": iris.page_address,
    "period_check": periods.period_check,
    "period_end": periods.period_end,
    "period_label": periods.period_label,
    "period_start": periods.period_start,
    "periods": periods.periods,
    "persistent": identifiers.persistent,
    "persistent_iri": identifiers.persistent_iri,
    "place_list": place_names.place_list,
    "place_name": place_names.place_name,
    "plain": text.plain,
    "point": places.point,
    "polygon": geometries.polygon,
    "profile_of_format": formats.profile_of_format,
    "prose": text.prose,
    "protocol": services.protocol,
    "publisher_type": codes.publisher_type,
    "role": codes.role,
    "ror": identifiers.ror,
    "service_title": services.service_title,
    "status": codes.status,
    "subscription": access.subscription,
    "telephone": iris.telephone,
    "term_of_iri": iris.term_of_iri,
    "text": text.text,
    "theme": codes.theme,
    "theme_iri": codes.theme_iri,
    "truth": codes.truth,
    "unknown_publisher": text.unknown_publisher,
    "version": numbers.version,
    "web_address": iris.web_address,
    "web_page": identifiers.web_page,
}
"""From the name that a mapping rule uses to the function."""

FILTERS = frozenset({"licence_name", "no_checksum", "no_literal", "other_usage"})
"""Functions that return the value itself, or None where a rule is not to read it."""

OF_OBJECTS = frozenset(
    {
        *("access_right", "byte_size", "count", "country", "date", "date_time", "day_start"),
        *("duration", "file_type", "frequency", "frequency_dc", "keyword", "keywords", "languages"),
        *("languages_iso", "mailto", "mailtos", "media_type", "no_price", "number", "own_name"),
        *("named_place", "plain", "role", "status", "telephone", "text", "theme", "version"),
    }
)
"""Functions that also get the text of an object, where a page has an object and not a text."""


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
