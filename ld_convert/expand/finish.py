"""Finish pyld's nodes: take the marks out, name nameless nodes, fold the IRIs of schema.org.

pyld passes on some values that no expanded document may hold, such as a number as @type or as
@language. They are left out and noted, so that the later stages meet only expanded JSON-LD
(JSON-LD 1.1 API, section 5.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.expand.marks import unmarked
from ld_convert.vocab.namespaces import NO_BASE
from ld_convert.vocab.spellings import official_iri

if TYPE_CHECKING:
    from ld_convert.expand.node_names import Names
    from ld_convert.model import Json

GRAPHS = frozenset({"@graph", "@included"})
SETS = frozenset({"@set", "@list"})


class Finish:
    """Finishes the expanded nodes of one document."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.lost: list[tuple[str, str, Json]] = []
        """Pointer of the object, keyword and value of what was left out."""

    def nodes(self, expanded: Json) -> list[Json]:
        """Return the nodes of a document of which more is said than the name."""
        found = [self._node(node) for node in expanded if _is_node(node)]
        return [node for node in found if len(node) > 1]

    def _node(self, node: Json) -> Json:
        """Return a node object with everything inside it."""
        pointer = unmarked(node)
        name = node.get("@id")
        done: Json = {"@id": self.names.node(name if isinstance(name, str) else None, pointer)}
        for key, value in node.items():
            if key == "@type":
                done[key] = self._classes(value, pointer)
            elif key == "@reverse":
                found = value.items() if isinstance(value, dict) else ()
                done[key] = {official_iri(p): self._values(v, p, pointer) for p, v in found}
            elif key in GRAPHS:
                inside = [item for item in _listed(value) if _is_node(item)]
                done[key] = self._values(inside, key, pointer)
            elif key == "@index" and isinstance(value, str):
                done[key] = value
            elif not key.startswith("@"):
                values = done.setdefault(official_iri(key), [])
                values.extend(self._values(value, key, pointer))
        return done

    def _classes(self, value: Json, pointer: str | None) -> list[str]:
        classes = []
        for name in _listed(value):
            if not isinstance(name, str):
                self._lose(pointer, "@type", name)
            elif name.startswith("_:"):
                classes.append(self.names.label(name))
            elif not name.startswith(NO_BASE):
                classes.append(official_iri(name))
        return classes

    def _values(self, values: Json, key: str, pointer: str | None) -> list[Json]:
        """Return the values of a property that can be finished."""
        found = []
        for value in _listed(values):
            if not isinstance(value, dict):
                self._lose(pointer, key, value)
            elif "@value" in value:
                found += self._literal(value, pointer)
            elif not SETS.isdisjoint(value):
                found += self._set(value, key, pointer)
            elif value.get("@id", "") is None:
                continue  # what pyld makes of keywords that are none
            elif value.keys() == {"@id"} and isinstance(value["@id"], str):
                found.append(self.names.reference(value["@id"], key))
            else:
                found.append(self._node(value))
        return found

    def _set(self, value: Json, key: str, pointer: str | None) -> list[Json]:
        """Return a list object, or the members of a set."""
        unmarked(value)
        if "@list" in value:
            return [{**value, "@list": self._values(value["@list"], key, pointer)}]
        return self._values(value["@set"], key, pointer)

    def _literal(self, value: Json, pointer: str | None) -> list[Json]:
        """Return a value object without the keywords that have values of a wrong kind."""
        unmarked(value)
        if value.get("@type") == "@json":
            return [value]
        lexical = value["@value"]
        if not isinstance(lexical, str | bool | int | float):
            self._lose(pointer, "@value", lexical)
            return []
        for key in ("@type", "@language"):
            if key in value and not isinstance(value[key], str):
                if value[key] is not None:
                    self._lose(pointer, key, value[key])
                del value[key]
        return [value]

    def _lose(self, pointer: str | None, key: str, value: Json) -> None:
        self.lost.append((pointer or "", key, value))


def _is_node(value: Json) -> bool:
    """Return whether a value is a node object, and no value, list or set."""
    return isinstance(value, dict) and "@value" not in value and "@list" not in value


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]
