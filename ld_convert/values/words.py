"""What the value functions read, as people call it, for findings."""

from __future__ import annotations

WORDS = {
    "age_lower": "age",
    "age_upper": "age",
    "as_it_is": "value",
    "bbox": "bounding box",
    "box_centre": "bounding box",
    "box_east": "bounding box",
    "box_name": "name of a place",
    "box_north": "bounding box",
    "box_south": "bounding box",
    "box_west": "bounding box",
    "byte_size": "size in bytes",
    "centroid": "point",
    "checksum_md5": "MD5 checksum",
    "checksum_of_dataset": "checksum of a dataset, since only its files have bytes",
    "checksum_sha1": "SHA-1 checksum",
    "checksum_sha256": "SHA-256 checksum",
    "circle_box": "circle",
    "circle_centre": "circle",
    "compress_format": "format of a compressed file",
    "contact_page": "IRI",
    "count": "number",
    "countries": "country",
    "date_time": "date with a time",
    "day_start": "date",
    "endpoint": "address of a service",
    "file_type": "file type",
    "frequency_dc": "frequency",
    "hvd_category": "category of high-value datasets",
    "identifier_parts": "identifier",
    "identifiers": "identifier",
    "iri": "IRI",
    "is_given": "value",
    "label_of_iri": "address",
    "languages": "language",
    "languages_iso": "language",
    "licence_canonical": "licence",
    "listed_identifiers": "identifier",
    "line_box": "line",
    "mail": "e-mail address",
    "mail_address": "e-mail address",
    "mail_beside": "e-mail address",
    "mail_name": "name",
    "mailto": "e-mail address",
    "mailtos": "e-mail address",
    "named_place": "name of a place",
    "names": "name",
    "own_name": "name",
    "page_address": "IRI",
    "period_check": "period of time",
    "periods": "period of time",
    "place_list": "place",
    "plain": "text",
}
"""By name of a function; the names of the others are their words."""


def in_words(name: str) -> str:
    """Return what a function or a view of the mapping makes: `size in bytes` for `byte_size`."""
    return WORDS.get(name, name.replace("_", " "))
