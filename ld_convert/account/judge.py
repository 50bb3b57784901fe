"""Judge one value: mapped by a rule, kept as the page has it, or dropped, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, Graph, URIRef

from ld_convert.account.aligned import local_name
from ld_convert.mapping.passthrough import add_dcat
from ld_convert.mapping.rules import kept_properties, load_rules, properties_read
from ld_convert.rdf.index import index, new_graph
from ld_convert.vocab.files import kept_while_unchanged
from ld_convert.vocab.namespaces import DERIVED, SCHEMA
from ld_convert.vocab.views import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rdflib.term import Node

    from ld_convert.account.aligned import Aligned
    from ld_convert.mapping import Mapped
    from ld_convert.mapping.rules import Rule, Step
    from ld_convert.model import Expanded, Finding, Fragment, Trace, Triple
    from ld_convert.settings import Settings

AS_IT_IS = "dcat"
"""Written in place of a rule's id if the page itself states DCAT, which is taken over."""


class Stages(NamedTuple):
    """What each stage of the pipeline made of one capture."""

    fragments: Sequence[Fragment]
    from_rdf: Sequence[Expanded]
    """The nodes of a capture that is an RDF document; these have no fragments."""
    names: Mapping[str, str]
    stated: Graph
    """The page's own graph, before the mapping."""
    mapped: Mapped
    graph: Graph
    """The graph that is written; empty for a rejected capture."""
    findings: Sequence[Finding]


class Judge:
    """Tells for each value of one capture what became of it."""

    def __init__(self, stages: Stages, settings: Settings) -> None:
        self.stages, self.settings = stages, settings
        self.source = index(stages.stated)
        self.is_written = bool(stages.graph)
        self.rules, self.stays, self.reads = _tables(settings.profile, settings.rules)
        self.views: dict[Node, list[str]] = {}
        for node, view in sorted(stages.mapped.done, key=str):
            self.views.setdefault(node, []).append(view)
        self.dcat = new_graph()
        add_dcat(self.dcat, stages.stated, stages.mapped.passing())
        self.read: dict[Triple, str] = {}
        """By statement of the page: the rule that read it and made a triple from it."""
        direct_first = sorted(stages.mapped.readings, key=lambda t: len(self.rules[t.rule].path))
        for trace in direct_first:
            if trace.term is not None and trace.predicate:
                self._note(trace.node, URIRef(trace.predicate), trace.term, trace)
        self.codes = {
            (finding.place.row, finding.place.pointer): finding.code
            for finding in reversed(stages.findings)
            if finding.code.startswith("LD4")
        }

    def verdict(self, aligned: Aligned, fragment: Fragment | None) -> tuple[str, str]:
        """Return "mapped", "kept" or "dropped", and the id of the rule or the reason."""
        if not self.is_written:
            return "dropped", "LD402"
        rule = next(filter(None, map(self._rule, aligned.statements)), "")
        if rule:
            return "mapped", rule
        is_written = any(map(self._is_written, aligned.statements))
        why = self._code(aligned, fragment) or self._why(aligned)
        return ("kept", why) if is_written else ("dropped", self._lost(aligned, why))

    def _note(self, owner: Node, predicate: URIRef, term: Node, trace: Trace) -> None:
        """Note the statement that a rule read, and the statements on its path to it.

        A value that a table of names supplied is noted under the table's file and line.
        """
        rule, name = self.rules[trace.rule], trace.by or trace.rule
        last = rule.path[-1] if rule.path else None
        for joined in (last.predicate, *last.joined) if last and last.joined else ():
            for value in self.source.get(owner, {}).get(joined, ()):
                self.read.setdefault((owner, joined, value), name)
        self.read.setdefault((owner, predicate, term), name)
        if last and last.inverse:
            self.read.setdefault((term, predicate, owner), name)
        ends = {owner}
        for step in reversed(rule.path if _is_text_inside(rule, predicate) else rule.path[:-1]):
            links = [link for end in ends for link in self._links(step, end)]
            self.read.update((link, self.read.get(link, name)) for link in links)
            ends = {o if step.inverse else s for s, _, o in links}

    def _links(self, step: Step, end: Node) -> Iterable[Triple]:
        """Return the statements by which a step of a rule's path reaches a node."""
        if step.inverse:
            found = self.source.get(end, {}).get(step.predicate, ())
            return [(end, step.predicate, value) for value in found]
        incoming = self.stages.mapped.source.incoming(step.predicate)
        return [(subject, step.predicate, end) for subject in incoming.get(end, ())]

    def _rule(self, triple: Triple) -> str:
        """Return the rule that made something from a statement; for a class, the view."""
        subject, predicate, value = triple
        found = self.read.get(triple)
        if found is None and predicate == RDF.type:
            name = str(value).removeprefix(SCHEMA)
            of_node = self.views.get(subject, ())
            found = next((view for view in of_node if name in views()[view].classes), None)
        return found or (AS_IT_IS if triple in self.dcat else "")

    def _is_written(self, triple: Triple) -> bool:
        """Return whether the output has the statement, or the RDF list that holds its value."""
        subject, predicate, value = triple
        if value in self.source.get(subject, {}).get(predicate, ()):
            return triple in self.stages.graph
        return (subject, predicate, None) in self.stages.graph

    def _code(self, aligned: Aligned, fragment: Fragment | None) -> str:
        """Return the code of the finding that the mapping made about a value; empty for none."""
        if fragment is None:
            return ""
        where = fragment.location
        pointer = where.pointer + aligned.occurrence.pointer
        return self.codes.get((where.row, pointer), "")

    def _why(self, aligned: Aligned) -> str:
        """Return the reason why no rule made anything from a value."""
        of_node = [view for s, _, _ in aligned.statements for view in self.views.get(s, ())]
        name = aligned.predicate.removeprefix(SCHEMA)
        stays = next((self.stays[v, name] for v in of_node if (v, name) in self.stays), "")
        if stays or not of_node:
            return stays or "not-reached"
        is_read = any(name in self.reads.get(view, ()) for view in of_node)
        return "other-value" if is_read else "no-rule"

    def _lost(self, aligned: Aligned, why: str) -> str:
        """Return the reason why a value that no rule read is not in the output."""
        value = aligned.occurrence.value
        if value is None:
            return "null"
        if aligned.statements:
            if aligned.predicate.startswith(DERIVED):
                return "guess"
            return why if why.startswith("LD") else "option"
        if not aligned.predicate:
            return "LD323"
        return "LD312" if isinstance(value, str) else "null" if value in ({}, []) else "expansion"


def _is_text_inside(rule: Rule, predicate: URIRef) -> bool:
    """Return whether a rule read a text of the object to which its path leads."""
    if not rule.path or predicate.startswith(DERIVED):
        return False
    return predicate not in (rule.path[-1].predicate, *rule.path[-1].joined)


@kept_while_unchanged(4, lambda profile, extra: [extra])  # noqa: ARG005
def _tables(
    profile: str, extra: str
) -> tuple[dict[str, Rule], dict[tuple[str, str], str], dict[str, set[str]]]:
    """Return the rules by id, the rows that keep a property as it is, and what each view reads."""
    rules = load_rules(profile, extra)
    reads: dict[str, set[str]] = {}
    for rule in rules:
        first = properties_read(rule.source.removeprefix("@value/").split("/", maxsplit=1)[0])
        reads.setdefault(rule.view, set()).update((*first, *map(local_name, first)))
    return {rule.id: rule for rule in rules}, kept_properties(profile, extra), reads
