"""The rule tables: what they account for, what they name, and the forms in which they are shown."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import orjson
import pytest
from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import CSVW, DCTERMS, FOAF, ORG, DefinedNamespace

from ld_convert import UsageError
from ld_convert.mapping.coverage import coverage
from ld_convert.mapping.examples import example_of
from ld_convert.mapping.rules import properties_read
from ld_convert.mapping.show import FORMS, SOURCES, show_rule, show_rules
from ld_convert.mapping.sssom import BUILT_IN, NO_TERM, SssomRow
from ld_convert.mapping.table import rule_rows
from ld_convert.vocab.namespaces import DCAT, expand_curie
from ld_convert.vocab.profiles import profile_names
from ld_convert.vocab.schemaorg import terms
from ld_convert.vocab.tables import parse_table, read_table
from ld_convert.vocab.views import views
from tests.support.cli import run
from tests.support.places import README, REPOSITORY

PORTALS = REPOSITORY / "vocab" / "mapping" / "portals"
TERMS = Path(__file__).with_name("terms.csv")
CLOSED: dict[str, type[DefinedNamespace]] = {
    "csvw": CSVW,
    "dct": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
}
"""Vocabularies that rdflib carries whole."""

NAME = r"([\w-]+:[\w./-]*\w)"


def named(profile: str) -> set[str]:
    """The compact IRIs that a profile writes: targets, constants, and classes of its views."""
    rows = [row for row in rule_rows(profile).values() if row["target"] not in ("", "@id")]
    found = {re.sub(r"^\^|\[.*", "", row["target"]) for row in rows}
    found |= {name for row in rows for name in re.findall(rf"const:{NAME}", row["as"])}
    pairs = [re.search(rf"\[{NAME} {NAME}\]", row["as"]) for row in rows]
    found |= {name for pair in pairs if pair for name in pair.groups()}
    return found | {name for row in rows for name in views()[row["view"]].types}


@pytest.mark.parametrize("profile", profile_names())
def test_each_target_is_a_term_of_the_vocabulary_that_it_names(profile: str) -> None:
    """A published mapping maps to a property that does not exist; ours does not."""
    listed = {row["prefix"]: row["terms"].split() for row in parse_table(TERMS.read_text("utf-8"))}
    listed["schema"] = list(terms())
    listed["harmony"] = [row["term"] for row in read_table("vocab/harmony_terms.csv")]
    unknown = []
    for name in sorted(named(profile)):
        prefix, _, local = name.partition(":")
        known = CLOSED[prefix] if prefix in CLOSED else listed[prefix]
        if local not in known:
            unknown.append(name)
    assert unknown == []


def test_the_terms_of_dcat_are_those_of_its_own_file(shared: Path) -> None:
    """The list of this test is not made up."""
    own = Graph().parse(shared / "official" / "dcat3.ttl")
    rows = {row["prefix"]: row["terms"].split() for row in parse_table(TERMS.read_text("utf-8"))}
    assert [name for name in rows["dcat"] if (DCAT[name], RDF.type, None) not in own] == []


@pytest.mark.parametrize("profile", profile_names())
def test_every_property_of_schema_org_is_accounted_for(profile: str) -> None:
    """469 properties of the classes of a description: each is mapped or named as kept."""
    found = coverage(profile)
    assert len(found.properties) == 469
    assert [key for key, fate in found.properties.items() if not fate] == []


def test_the_properties_are_those_of_the_release(shared: Path) -> None:
    """Every property that has one of the classes as its domain is in the table, and no other."""
    facts = orjson.loads((shared / "facts" / "schemaorg_terms.json").read_bytes())["terms"]
    beside = {
        "MediaObject": "DataDownload",
        "Service": "WebAPI",
        "Grant": "MonetaryGrant",
    }
    table: dict[str, set[str]] = {}
    for row in read_table("vocab/schemaorg_domains.csv"):
        table.setdefault(row["class"], set()).add(row["property"])
    for name, properties in table.items():
        domains = {name, beside.get(name, name)}
        own = {t for t, fact in facts.items() if domains & set(fact.get("domain", ()))}
        assert properties == own, name


def test_what_the_fact_sheet_gives_no_target_is_kept(shared: Path) -> None:
    """The lists "No DCAT target" of the mapping page; the exceptions are the ones named here."""
    sheet = (shared / "facts" / "mapping.md").read_text("utf-8")
    found = coverage("dcat").properties
    # A Person is an agent too, and an address of a technique is a subject of the dataset.
    agents = {name for (cls, name), fate in found.items() if cls == "Organization" and fate}
    mapped = []
    for section in re.split(r"^### 3\.\d+ ", sheet, flags=re.MULTILINE)[1:]:
        cls = section.split()[0]
        lists = re.findall(r"^No DCAT target.*?: (.*)\.$", section, re.MULTILINE)
        names = [name for text in lists for name in text.split(", ")]
        mapped += [(cls, name) for name in names if found.get((cls, name)) == "mapped"]
    assert [key for key in mapped if key[0] != "Person" or key[1] not in agents] == []


@pytest.mark.parametrize("profile", profile_names())
def test_every_row_has_a_source_and_no_id_stands_for_two_views(profile: str) -> None:
    """The column `from` says where a rule was read."""
    rows = rule_rows(profile).values()
    assert [row["id"] for row in rows if not row["from"]] == []
    assert [row["id"] for row in rows if re.search(r"[^a-z0-9-]", row["id"])] == []


def test_the_table_ends_with_the_counts() -> None:
    """A user sees how many rows each view has, and that nothing is forgotten."""
    text = show_rules("dcat-ap")
    assert re.search(r"^dataset +\d+ +\d+$", text, re.MULTILINE)
    last = text.splitlines()[-1]
    assert re.search(r"Of 469 properties of schema.org 469 are accounted for", last)


def test_the_csv_form_can_be_given_back_as_rules(tmp_path: Path) -> None:
    """What `rules -f csv` prints is a table that `--rules` reads, and it changes nothing."""
    table = tmp_path / "all.csv"
    table.write_text(show_rules("fdp", "csv"), "utf-8")
    assert rule_rows("fdp", str(table)) == rule_rows("fdp")


NEW = "view, source, target, as, id, from\n"


def test_a_row_of_a_new_id_follows_the_row_before_it(tmp_path: Path) -> None:
    """The first ones of a user's table are tried before all rules, the others after their row."""
    table = tmp_path / "extra.csv"
    names = ["my-1", "my-2", "dataset-keywords", "my-3", "my-4"]
    rows = "".join(f"dataset, award, dct:subject, iri, {name}, me\n" for name in names)
    table.write_text(NEW + rows)
    known, order = list(rule_rows("dcat-ap")), list(rule_rows("dcat-ap", str(table)))
    place = known.index("dataset-keywords")
    assert order == [*names[:2], *known[:place], *names[2:], *known[place + 1 :]]


def test_rules_of_portals_are_tried_after_those_of_dcat() -> None:
    """The general table comes first, then the portals' by their names."""
    tables = ["vocab/mapping/dcat.csv"]
    tables += sorted(f"vocab/mapping/portals/{file.name}" for file in PORTALS.glob("*.csv"))
    assert list(rule_rows("dcat")) == [row["id"] for t in tables for row in read_table(t)]


@pytest.mark.parametrize("profile", profile_names())
def test_each_source_of_a_rule_has_a_name(profile: str) -> None:
    """A letter that nothing explains tells a user nothing."""
    letters = {letter for row in rule_rows(profile).values() for letter in row["from"].split()}
    assert letters <= SOURCES.keys()
    assert re.search(r"^W +DCAT 3, alignment", show_rules(profile), re.MULTILINE)


def test_the_table_of_rules_stands_in_columns() -> None:
    """Each target of the form for a terminal begins where the others do."""
    lines = show_rules("dcat").splitlines()
    short = [line for line in lines if re.match(r"dataset +\w+ +dct:\w", line)]
    assert len(short) > 20
    assert len({line.index(" dct:") for line in short}) == 1


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("about", ["about"]),
        ("creator/name", ["creator", "name"]),
        ("givenName+familyName", ["givenName", "familyName"]),
        ("^distribution/license", ["distribution", "license"]),
        ("about[DefinedTerm|termCode]/name", ["about", "name", "termCode"]),
        ("@value/name", ["name"]),
        ("@this[sha256|md5]", ["sha256", "md5"]),
        ("@when:file/@this[contentUrl]", ["contentUrl"]),
        ("@when:open/isAccessibleForFree", ["isAccessibleForFree"]),
        ("@type:Dataset", []),
    ],
)
def test_the_properties_that_a_rule_reads(source: str, names: list[str]) -> None:
    """Classes and words with @ are none; what a filter asks for is read too."""
    assert sorted(properties_read(source)) == sorted(names)


def test_one_rule_is_shown_with_its_example_under_each_profile_that_has_it() -> None:
    """Profiles that have it alike stand in one line; letters are letters, not escapes."""
    lines = show_rule("dataset-keywords").splitlines()
    one = example_of("dataset-keywords", "dcat-ap")
    assert one is not None
    assert tuple(lines[0].split(", ")) == profile_names()
    assert "target  dcat:keyword" in lines
    assert orjson.loads(lines[-2]) == one.document()
    assert lines[-1] == one.gives
    assert show_rule("nobody") == ""
    shown = show_rule("concept-name")
    assert "\\u" not in shown
    assert not shown.isascii()


def test_a_rule_that_profiles_have_otherwise_is_shown_once_for_each_form() -> None:
    """Under the names of those that have it so, with the example that belongs to it."""
    example = (
        '{"@type": "Dataset", "@id": "https://a.example/d", "name": "Levels", "distribution": '
        '{"@type": "WebAPI", "url": "https://a.example/api", "encodingFormat": "%s"}}'
    )
    row = "view    access\nsource  @value/encodingFormat\ntarget  dcat:mediaType[first]\n"
    end = "id      access-media-type\nfrom    "
    iri = "<https://www.iana.org/assignments/media-types/text/csv>"
    assert show_rule("access-media-type") == (
        f"dcat, dcat-ap, health-dcat-ap, dcat-us\n{row}as      media_type?\n{end}{SOURCES['W']}\n\n"
        f"{example % 'text/csv'}\n[] dcat:mediaType {iri}\n\n"
        f"fdp\n{row}as      media_type_name?\n{end}{SOURCES['P']}\n\n"
        f'{example % "CSV"}\n[] dcat:mediaType "text/csv"\n'
    )


def test_a_users_rule_is_shown(tmp_path: Path) -> None:
    """`--rules` extends what is shown too."""
    (tmp_path / "x.csv").write_text(
        "view, source, target, as, id, from\ndataset, award, dct:subject, iri, mine, me\n"
    )
    result = run("rules", "dcat", "--rules", str(tmp_path / "x.csv"))
    assert result.exit_code == 0
    assert re.search(r"award +dct:subject +iri +mine +me", result.output)


def test_a_table_with_a_faulty_row_is_refused_before_it_is_shown(tmp_path: Path) -> None:
    """The message names the row, as when pages are converted with it."""
    (tmp_path / "x.csv").write_text(f"{NEW}dataset, award, nope:subject, iri, mine, me\n")
    with pytest.raises(UsageError, match="rule mine"):
        show_rules("dcat", "csv", str(tmp_path / "x.csv"))


def test_the_command_offers_every_form() -> None:
    """The choices of `-f` are the forms that there are."""
    for form in FORMS:
        assert run("rules", "dcat", "-f", form).exit_code == 0
    assert run("rules", "dcat", "-f", "xml").exit_code == 2


def test_the_readme_shows_the_mapping_as_it_is() -> None:
    """The section is what `ld-convert rules -f markdown` prints."""
    found = re.search(
        r"<!-- mapping -->\n(.*?)<!-- /mapping -->", README.read_text("utf-8"), re.DOTALL
    )
    assert found is not None
    assert found[1].strip() == show_rules("dcat-ap", "markdown").strip()


SLOTS = {
    "mapping_set_id", "mapping_set_title", "license", "mapping_tool", "mapping_tool_version",
    "subject_source_version", "curie_map",
}  # fmt: skip
"""Metadata slots of SSSOM 1.0 that we use; the first three of its required ones are among them."""


@pytest.mark.parametrize("profile", profile_names())
def test_a_sssom_file_has_its_metadata_and_knows_each_prefix(profile: str) -> None:
    """SSSOM/TSV: YAML behind # in front, then a table with the required columns."""
    lines = show_rules(profile, "sssom").splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    slots = {line.partition(":")[0] for line in head if not line.startswith(" ")}
    assert slots == SLOTS
    declared = dict(re.findall(r'^  ([\w-]+): "(.*)"$', "\n".join(head), re.MULTILINE))
    rows = list(csv.DictReader(io.StringIO("\n".join(lines[len(head) :])), delimiter="\t"))
    assert tuple(rows[0]) == SssomRow._fields
    used = {row[c].partition(":")[0] for row in rows for c in SssomRow._fields[:3]}
    assert used - BUILT_IN.keys() == declared.keys()
    for prefix, namespace in declared.items():
        assert expand_curie(f"{prefix}:") == URIRef(namespace)
    assert {row["mapping_justification"] for row in rows} == {"semapv:ManualMappingCuration"}
    assert all(all(row.values()) for row in rows)


def test_sssom_says_of_a_kept_property_that_there_is_no_term() -> None:
    """The account is complete in this form too."""
    text = show_rules("dcat", "sssom")
    assert f"schema:award\tskos:closeMatch\t{NO_TERM}\t" in text
    assert "schema:name\tskos:closeMatch\tdct:title\t" in text
    assert "schema:abstract\tskos:relatedMatch\tdct:description\t" in text
    assert "schema:Person\tskos:closeMatch\tfoaf:Person\t" in text


def test_sssom_is_read_by_its_own_tool(tmp_path: Path) -> None:
    """sssom-py parses and validates the file; skipped where it is not installed."""
    parsers = pytest.importorskip("sssom.parsers")
    file = tmp_path / "x.sssom.tsv"
    file.write_text(show_rules("dcat-ap", "sssom"), "utf-8")
    found = parsers.parse_sssom_table(str(file))
    assert len(found.df) == sum(line[0] != "#" for line in file.read_text().splitlines()) - 1


def test_the_namespaces_of_the_closed_vocabularies_are_ours() -> None:
    """A prefix means the same in the tables and in this test."""
    for prefix, closed in CLOSED.items():
        assert expand_curie(f"{prefix}:") == URIRef(str(closed).strip())


def test_a_name_that_is_no_profile_and_no_rule_is_told_with_what_there_is() -> None:
    """`rules` takes both, so that the message names both."""
    with pytest.raises(UsageError, match="no profile and no rule is called nope; the profiles are"):
        run("rules", "nope")
