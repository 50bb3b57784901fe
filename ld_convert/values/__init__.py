"""One pure function per way of converting a value; the mapping names them.

Each takes an rdflib term and returns a term, a tuple of terms, or None for "cannot". None of them
raises, whatever the term holds.
"""

from __future__ import annotations

from collections.abc import Callable

from rdflib.term import Node

from ld_convert.values import (
    codes,
    dates,
    durations,
    formats,
    identifiers,
    iris,
    licences,
    numbers,
    periods,
    places,
    text,
)

Value = Callable[[Node], Node | tuple[Node, ...] | None]

VALUES: dict[str, Value] = {
    "access_right": codes.access_right,
    "bbox": places.bbox,
    "byte_size": numbers.byte_size,
    "centroid": places.centroid,
    "checksum_md5": numbers.checksum_md5,
    "checksum_sha256": numbers.checksum_sha256,
    "compress_format": formats.compress_format,
    "count": numbers.count,
    "country": codes.country,
    "dataset_type": codes.dataset_type,
    "date": dates.date,
    "date_time": dates.date_time,
    "day_start": dates.day_start,
    "duration": durations.duration,
    "file_type": formats.file_type,
    "file_type_of_url": formats.file_type_of_url,
    "free_access": codes.free_access,
    "frequency": codes.frequency,
    "frequency_dc": codes.frequency_dc,
    "identifier": identifiers.identifier,
    "identifier_iri": identifiers.identifier_iri,
    "iri": iris.iri,
    "keywords": text.keywords,
    "label_of_iri": iris.label_of_iri,
    "language": codes.language,
    "language_iso": codes.language_iso,
    "licence": licences.licence,
    "licence_canonical": licences.licence_canonical,
    "mailto": iris.mailto,
    "media_type": formats.media_type,
    "media_type_name": formats.media_type_name,
    "media_type_name_of_url": formats.media_type_name_of_url,
    "media_type_of_url": formats.media_type_of_url,
    "notation": identifiers.notation,
    "number": numbers.number,
    "orcid": identifiers.orcid,
    "period_end": periods.period_end,
    "period_label": periods.period_label,
    "period_start": periods.period_start,
    "periods": periods.periods,
    "plain": text.plain,
    "ror": identifiers.ror,
    "status": codes.status,
    "subscription": codes.subscription,
    "telephone": iris.telephone,
    "text": text.text,
    "theme": codes.theme,
    "truth": codes.truth,
    "version": numbers.version,
}
"""From the name that a mapping rule uses to the function."""
