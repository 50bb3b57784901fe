"""A dataset as Croissant (MLCommons Croissant Format Specification 1.1, sections 3 and 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.site.cite import bibtex, identifier
from ld_convert.site.schemaorg import described as in_schemaorg

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.site.view import EntryView

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
DIGESTS = {"sha256": r"[0-9a-fA-F]{64}", "md5": r"[0-9a-fA-F]{32}"}
"""Checksums that Croissant has a property for; of others it has none."""
CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "md5": "cr:md5",
    "sc": "https://schema.org/",
}
KEPT = (
    "description", "url", "license", "keywords", "creator", "publisher", "datePublished",
    "dateModified", "version",
)  # fmt: skip


def described(view: EntryView) -> Json | None:
    """Return the description; None if no file can be named as Croissant asks.

    A FileObject needs a content URL, a media type and a checksum of sha256 (section 4.1). A file
    without a checksum is left out: one that we do not know cannot be made up.
    """
    if view.kind != "dataset":
        return None
    files = []
    for number, one in enumerate(view.files, 1):
        algorithm, value = one.checksum[0].lower().replace("-", ""), one.checksum[1]
        if not (one.download and one.address and MEDIA_TYPE.fullmatch(one.media_type)):
            continue
        if algorithm not in DIGESTS or not re.fullmatch(DIGESTS[algorithm], value):
            continue
        name = one.title or one.address.rpartition("/")[2] or f"file {number}"
        files.append(
            {
                "@type": "cr:FileObject",
                "@id": f"file-{number}",
                "name": name,
                "contentUrl": one.address,
                "encodingFormat": one.media_type,
                algorithm: value.lower(),
            }
            | ({"contentSize": f"{one.size_bytes} B"} if one.size_bytes is not None else {})
        )
    if not files:
        return None
    known = in_schemaorg(view, "")
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": view.iri,
        "name": view.title,
        "conformsTo": CONFORMS_TO,
        "citeAs": bibtex(view),
        "sameAs": identifier(view),
        **{name: known[name] for name in KEPT if name in known},
        "distribution": files,
    }
