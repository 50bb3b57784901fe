"""The mapping as a SSSOM/TSV file (Simple Standard for Sharing Ontological Mappings 1.0)."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.mapping.rules import Rule, load_rules
from ld_convert.mapping.table import rule_rows
from ld_convert.vocab.namespaces import curie, prefixes
from ld_convert.vocab.profiles import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SET = "https://w3id.org/ld-convert/mapping/"
LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
JUSTIFICATION = "semapv:ManualMappingCuration"
"""Each row was written by hand after the sources that its column `from` names."""

NO_TERM = "sssom:NoTermFound"
"""What stands as the object where no vocabulary has a term (SSSOM, section on no matches)."""

BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}
"""Prefixes that every SSSOM file knows."""


class SssomRow(NamedTuple):
    """One mapping; the columns of the file."""

    subject_id: str
    predicate_id: str
    object_id: str
    mapping_justification: str
    comment: str


def sssom(profile: str, extra: str = "") -> str:
    """Return the mapping of a profile as SSSOM/TSV, its metadata in front as YAML comments.

    A rule whose source is one property maps it closely; one that follows a path, turns round, or
    only fills a gap maps to something related. A kept property has no term. What a rule makes of
    a bare value is no mapping between terms and is left out.
    """
    rows = list(dict.fromkeys(_rows(profile, extra)))
    lines = [f"#{line}" for line in _metadata(profile, rows)]
    lines.append("\t".join(SssomRow._fields))
    lines += ["\t".join(row) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _rows(profile: str, extra: str) -> Iterator[SssomRow]:
    for rule in load_rules(profile, extra):
        if rule.names:
            continue  # it names a node, and maps no term
        terms, way = "|".join(way.text for way in rule.ways), _comment(rule)
        for subject in _subjects(rule):
            target = (
                terms.removeprefix("const:")
                if rule.ways[0].kind == "const" and rule.classes
                else curie(rule.target)
            )
            yield SssomRow(subject, _predicate(rule), target, JUSTIFICATION, way)
    for row in rule_rows(profile, extra).values():
        if not row["target"]:
            comment = f"rule {row['id']}: stays as it is; {row['from']}"
            subject = _prefixed(row["source"].rpartition("/")[2])
            yield SssomRow(subject, "skos:closeMatch", NO_TERM, JUSTIFICATION, comment)


def _subjects(rule: Rule) -> list[str]:
    """Return the terms that a rule maps: the last step of its path, or the class."""
    if rule.path:
        last = rule.path[-1]
        return [curie(name) for name in (last.predicate, *last.joined)]
    return [curie(name) for name in sorted(rule.having or rule.classes)]


def _predicate(rule: Rule) -> str:
    direct = len(rule.path) == 1 and not rule.path[0].inverse and not rule.path[0].joined
    plain = direct and not (rule.inverse or rule.derived) and rule.keep not in ("else", "rest")
    return "skos:closeMatch" if plain or rule.classes else "skos:relatedMatch"


def _comment(rule: Rule) -> str:
    keep = f"; {rule.keep}" if rule.keep else ""
    return f"rule {rule.id}: {rule.source} in view {rule.view}{keep}; {rule.origin}"


def _prefixed(name: str) -> str:
    return name if ":" in name else f"schema:{name}"


def _metadata(profile: str, rows: Iterable[SssomRow]) -> Iterator[str]:
    """Yield the lines of the YAML block; texts in JSON's double quotes, which YAML reads."""
    ids = (cell for row in rows for cell in row[:3])
    used = sorted({name.partition(":")[0] for name in ids} - BUILT_IN.keys())
    yield f'mapping_set_id: "{SET}{profile}"'
    yield f'mapping_set_title: "schema.org to {load_profile(profile).title}"'
    yield f'license: "{LICENCE}"'
    yield 'mapping_tool: "ld-convert"'
    yield f'mapping_tool_version: "{version("ld-convert")}"'
    yield 'subject_source_version: "30.0"'
    yield "curie_map:"
    for prefix in used:
        yield f'  {prefix}: "{prefixes()[prefix]}"'
