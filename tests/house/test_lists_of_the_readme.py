"""The README names what there is: each list in it is compared with the table that it repeats."""

from __future__ import annotations

import re
from importlib.metadata import metadata

import pytest

from ld_convert.cli.listed import listed
from ld_convert.read.containers import CONTAINERS, reader_of
from ld_convert.store import STORES
from ld_convert.store.presets import presets
from tests.support.places import README

TEXT = README.read_text("utf-8")
ROWS = {
    "-f": ("write:FORMS", r"`-f`, `--format (.*?)`"),
    "ending of a document": ("write:ENDINGS", r"by default the ending of the file \(`(.*?)`\)"),
    "--engine": ("validate:ENGINES", r"`--engine (.*?)`"),
    "--iri-from": (
        "identify.policies:CANDIDATES",
        r"`--iri-from SOURCE` \|.*?best first:(.*?); with commas",
    ),
    "--profile": ("vocab.profiles:profile_names", r"`--profile NAME` \|.*?values:(.*?) \|"),
    "profiles": ("vocab.profiles:profile_names", r"\| profile \|.*\n\|[-|]*\n((?:\| `.*\n)*)"),
    "--report": ("report:REPORTS", r"\| ending \| form \|\n\|[-|]*\n((?:\| `.*\n)*)"),
    "--account": ("cli.commands.accounts:WRITERS", r"`--account FILE` \((.*?)\)"),
    "rules -f": ("mapping.show:FORMS", r"show the mapping: -f (.*)"),
    "answers": ("query.forms:FORMS", r"Options: `-f (table.*?json-ld)`"),
}
"""What is listed: by which table, and where in the README."""


def words(text: str) -> set[str]:
    """The names in a piece of the README: what stands in code, else what is left without marks.

    Of a table only the first column counts.
    """
    first = "\n".join(re.findall(r"^\| (`.*?`)", text, re.MULTILINE)) or text
    plain = re.sub(r"\([^)]*\)|for solutions.*?and|`| or | and ", " ", first, flags=re.DOTALL)
    return set(re.split(r"[\s,|\\]+", plain.strip()))


@pytest.mark.parametrize("name", ROWS)
def test_a_list_names_what_its_table_has_and_nothing_else(name: str) -> None:
    """What a release adds or takes away is added to or taken from the manual."""
    table, place = ROWS[name]
    found = re.search(place, TEXT, re.DOTALL if name == "answers" else 0)
    assert found, place
    assert words(found[1]) == set(listed(table))


def test_containers_are_named_with_the_extra_that_opens_them() -> None:
    """Those that an extra brings stand behind it."""
    found = re.search(
        r"Containers are (.*?);\s+with the extra `(\w+)` \(.*?\) also (.*?)\. Containers",
        TEXT,
        re.DOTALL,
    )
    assert found
    own = {title for c in CONTAINERS.values() if not c.extra for title in c.titles}
    more = {title for c in CONTAINERS.values() if c.extra for title in c.titles}
    assert {c.extra for c in CONTAINERS.values()} == {"", found[2]}
    split = r", and |, | and "
    before, after = (re.sub(r"\s+", " ", part).strip() for part in (found[1], found[3]))
    assert set(re.split(split, before)) == own
    assert set(re.split(split, after)) == more


def test_each_container_has_a_reader_and_its_extra_is_one_of_the_package() -> None:
    """An entry that names a module or a function that there is not would fail in the run."""
    extras = metadata("ld-convert").get_all("Provides-Extra") or []
    for name, container in CONTAINERS.items():
        assert callable(reader_of(name))
        assert container.extra in ("", *extras)


def test_every_kind_of_store_and_every_server_is_named() -> None:
    """`--to` takes what the section on publishing says."""
    section = TEXT[TEXT.index("\n## Publish") : TEXT.index("\n## Query")].lower()
    for scheme, kind in STORES.items():
        assert f"{scheme}:" in section or not scheme or f"{scheme.removesuffix('s')}s:" in section
        assert kind.title.split()[-1].lower() in section
    for server in presets():
        assert server in section
