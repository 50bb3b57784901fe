"""The last lines of a command: findings by rule, totals, and what to fix first."""

from __future__ import annotations

import shlex
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from ld_convert.findings.codes import SEVERITIES, counted
from ld_convert.findings.report import Report
from ld_convert.model import Detail, Location
from ld_convert.report.fixes import fixes, label
from ld_convert.report.text import SEVERITY_NAMES, message_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.cli.gate import Gate
    from ld_convert.model import Finding
    from ld_convert.report.summary import RuleCount, Summary
    from ld_convert.report.text import Paint

MOST_RULES = 20
"""Rules that are listed, one a line."""

MOST_FIXES = 3
LONGEST_LABEL = 100


class Done(NamedTuple):
    """What a command has done."""

    inputs: int
    thing: str = "page"
    """What an input is called."""
    datasets: int | None = None
    """None if they were not counted."""
    rejected: int = 0
    """Inputs without data."""
    kept: int = 0
    """Inputs whose result came from the checkpoint."""
    met: int = 0
    """References to datasets that an input describes."""
    outside: int = 0
    """References to others."""
    left_out: int = 0
    """Responses of containers that are no page; they are not among the inputs."""


def closing_lines(
    summary: Summary, gate: Gate, done: Done | None, shown: int | None, paint: Paint
) -> Iterator[str]:
    """Yield the lines; `shown` violations were shown one by one, None for all findings."""
    rules = summary.sorted_rules()
    if shown is not None:
        yield from _rule_lines(rules, shown, paint)
    if gate.known:
        yield f"{counted(gate.known, 'finding')} of the baseline not shown"
    if gate.answered and shown is None:
        above = f"{counted(gate.answered, 'finding')} above not counted"
        yield f"{above}: another page has what is lacking"
    if done is not None:
        yield _totals(gate, done)
        yield from _fix_lines(rules, done.datasets or 0)
    elif summary.rules:
        yield _severities(gate)


def quiet_line(gate: Gate, fail_on: str, done: Done | None) -> str:
    """Return the only line of a quiet command that fails."""
    least = SEVERITIES.index(fail_on) if fail_on in SEVERITIES else len(SEVERITIES)
    counts = [
        counted(gate.new[name], SEVERITY_NAMES[name])
        for name in reversed(SEVERITIES[least:])
        if gate.new[name]
    ]
    if done is not None and done.rejected:
        counts.append(_without_data(done))
    return f"ld-convert: {', '.join(counts)} (exit status 1)"


def accounted(done: Done) -> Finding:
    """Return the finding that ends a report: what became of all that the inputs hold (LD602)."""
    report = Report()
    report.add(
        *("LD602", Location("the run"), Detail()),
        converted=done.inputs - done.rejected,
        rejected=done.rejected,
        others=done.left_out,
    )
    return report.findings[0]


def _rule_lines(rules: list[RuleCount], shown: int, paint: Paint) -> Iterator[str]:
    violations = sum(known.count for known in rules if known.severity == "violation")
    if violations > shown:
        yield f"{counted(violations - shown, 'more violation')}; --show all lists each"
    listed = [known for known in rules if known.severity != "violation" or violations > shown]
    for known in listed[:MOST_RULES]:
        yield _rule_line(known, paint)
    rest = listed[MOST_RULES:]
    if rest:
        findings = counted(sum(known.count for known in rest), "finding")
        yield f"{counted(len(rest), 'more rule')} with {findings}; --show all lists each"


def _rule_line(known: RuleCount, paint: Paint) -> str:
    """Return a rule with its count, and its first place as an example."""
    example, text = known.example, label(known)
    name = paint(SEVERITY_NAMES[known.severity], known.severity)
    pages = f", on {counted(known.pages, 'page')}" if known.is_shared else ""
    text = text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 3]}..."
    start = f"{known.count:>7,} {times_sign()} {name} {example.code}"
    if example.is_brief:
        return f"{start} {text}{pages}"
    place, message = str(example.place._replace(pointer="", row="")), message_of(example)
    says_more = not message.startswith(text[:20])
    if known.count == 1:  # there is no other
        where = f", at {place}" if place else ""
        return f"{start} {message if says_more else text}{pages}{where}"
    where = f", e.g. {place}" if place else ""
    return f"{start} {text}{pages}{where}{f' {message}' * says_more}"


def _totals(gate: Gate, done: Done) -> str:
    """Return `290 datasets in 300 pages: 10 violations, ...; 10 pages without data`."""
    found = counted(done.inputs, done.thing)
    if done.datasets is not None:
        found = f"{counted(done.datasets, 'dataset')} in {found}"
    text = f"{found}: {_severities(gate)}"
    if done.rejected:
        text += f"; {_without_data(done)}"
    if done.left_out:
        text += f"; {counted(done.left_out, 'response')} left out"
    if done.met or done.outside:
        text += f"; {counted(done.met, 'reference')} met, {done.outside:,} lead outside"
    return f"{text}; {done.kept:,} from the checkpoint" if done.kept else text


def _severities(gate: Gate) -> str:
    names = reversed(SEVERITIES)
    return ", ".join(counted(gate.new[name], SEVERITY_NAMES[name]) for name in names)


def _without_data(done: Done) -> str:
    return f"{counted(done.rejected, done.thing)} without data"


def _fix_lines(rules: list[RuleCount], datasets: int) -> Iterator[str]:
    found = [fix for fix in fixes(rules, datasets) if fix.gain] if datasets else []
    if found:
        yield "what to fix first:"
        yield from (f"  {number}. {fix}" for number, fix in enumerate(found[:MOST_FIXES], 1))


def times_sign() -> str:
    """Return a multiplication sign, or an x where standard error cannot show it."""
    sign = "\N{MULTIPLICATION SIGN}"
    try:
        sign.encode(sys.stderr.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "x"
    return sign


PLACES = ("inputs", "output", "reports", "scores", "account", "rejects", "checkpoint", "dask")
WAYS = ("jobs", "progress", "quiet", "verbose", "show", "color")
NO_RESULT = frozenset({*PLACES, *WAYS})
"""Options that do not change what is found."""


def about_the_run() -> tuple[str, str, str]:
    """Return the title of the catalogue, the options that the user has given, and the date.

    The date is that of `--date`, else today's.
    """
    today = datetime.now(UTC).date().isoformat()
    context = click.get_current_context(silent=True)
    if context is None:
        return "", "", today
    given = []
    for option in context.command.params:
        name, value = option.name or "", context.params.get(option.name or "")
        is_given = context.get_parameter_source(name) == ParameterSource.COMMANDLINE
        if isinstance(option, click.Option) and is_given and name not in NO_RESULT:
            given += _typed(option, value)
    title, date = (context.params.get(name) for name in ("catalog_title", "date"))
    return str(title or ""), shlex.join(given), str(date or today)


def _typed(option: click.Option, value: object) -> list[str]:
    """Return an option as it is typed."""
    if option.is_flag:
        return [(option.opts if value else option.secondary_opts)[-1]]
    values = value if isinstance(value, tuple) else (value,)
    return [part for one in values for part in (option.opts[-1], str(one))]
