from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple
from rdflib import DCTERMS, RDF, Literal

from ld_convert.publish import PublishTarget
from ld_convert.publish.fdp import match
from ld_convert.publish.fdp_resources import SELF, FdpDescription, FdpResource, catalogue
from ld_convert.publish.graphs_on_disk import GraphsOnDisk
from ld_convert.publish.lines import read_lines
from ld_convert.settings import UsageError
from ld_convert.store import Access, StoreError
from ld_convert.store.refusals import refused_parts
from tests.support.datapoint import DCAT, TOKEN, DataPoint, data_point
from tests.support.pages import page, write_pages
from tests.support.proxy import proxied
from tests.support.published import SETTINGS, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.servers

ACCESS = Access(token=TOKEN, backoff_seconds=0.01)
MORE = '"version": "2", "about": {"@id": "http://publications.europa.eu/resource/authority/data-theme/ENVI"}'
PUBLISHER = '"publisher": {"@type": "Organization", "@id": "https://w.example/", "name": "Office"}'


class Scene(NamedTuple):
    """A FAIR Data Point, and pages that it accepts."""

    server: DataPoint
    pages: Path

    def run(
        self, *, prune: bool = True, access: Access = ACCESS
    ) -> tuple[dict[str, int], list[str]]:
        """Publish."""
        return run(self.pages, PublishTarget(self.server.url, prune=prune), access=access)

    def there(self) -> Counter[str]:
        """How many descriptions there are of each kind, published or not."""
        return Counter(iri.split("/")[-2] for iri in self.server.graphs if iri.count("/") > 3)

    def write(self, number: int, words: str = "") -> None:
        """Write a page with all that a FAIR Data Point asks for."""
        text = page(number, words).replace('"name": "Water', f'{MORE}, {PUBLISHER}, "name": "Water')
        (self.pages / f"{number:05}.html").write_text(text)


@pytest.fixture
def scene(tmp_path: Path, shared: Path) -> Iterator[Scene]:
    with data_point(shared / "official" / "fdp") as server:
        scene = Scene(server, write_pages(tmp_path / "pages", range(0)))
        for number in range(4):
            scene.write(number)
        yield scene


def test_two_runs_give_one_copy(scene: Scene) -> None:
    """One catalogue, four datasets, four distributions, all published; then nothing is written."""
    assert scene.run()[0] == {"created": 9}
    assert scene.there() == {"catalog": 1, "dataset": 4, "distribution": 4}
    assert set(scene.server.states.values()) == {"PUBLISHED"}
    scene.server.writes.clear()
    assert scene.run()[0] == {"unchanged": 9}
    assert scene.server.writes == []


def test_a_changed_dataset_keeps_its_place_and_its_distribution(scene: Scene) -> None:
    """It is replaced by one PUT, which names its parts."""
    scene.run()
    scene.write(2, "Now in metres.")
    scene.server.writes.clear()
    assert scene.run()[0] == {"unchanged": 8, "updated": 1}
    assert [method for method, _ in scene.server.writes] == ["PUT"]
    assert scene.run()[0] == {"unchanged": 9}
    assert scene.there()["distribution"] == 4


def test_a_dataset_that_is_gone_is_pruned_with_its_parts(scene: Scene) -> None:
    """And kept without --prune."""
    scene.run()
    (scene.pages / "00002.html").unlink()
    assert scene.run(prune=False)[0] == {"gone": 1, "unchanged": 7}
    assert scene.run()[0] == {"removed": 1, "unchanged": 7}
    assert scene.there() == {"catalog": 1, "dataset": 3, "distribution": 3}


def test_what_somebody_else_keeps_there_is_left_alone(scene: Scene) -> None:
    """A dataset without our mark in our catalogue survives a run with --prune."""
    scene.run()
    (catalogue,) = [iri for iri in scene.server.graphs if "/catalog/" in iri]
    theirs = scene.server.graphs[catalogue].value(catalogue, DCAT.dataset)
    copy = type(catalogue)(f"{theirs}-theirs")
    graph = scene.server.graphs[catalogue].__class__()
    graph.add((copy, DCTERMS.isPartOf, catalogue))
    graph.add((copy, DCTERMS.identifier, Literal("their own")))
    scene.server.graphs[copy], scene.server.states[copy] = graph, "PUBLISHED"
    scene.server.graphs[catalogue].add((catalogue, DCAT.dataset, copy))
    assert scene.run()[0] == {"unchanged": 9}
    assert copy in scene.server.graphs


def test_another_catalogue_there_is_left_alone(scene: Scene) -> None:
    """Also one that we have published, by a run with --prune for this one."""
    other = replace(SETTINGS, catalog_iri="https://data.example/other")
    target = PublishTarget(scene.server.url, prune=True)
    assert run(scene.pages, target, other, ACCESS)[0] == {"created": 9}
    assert scene.run()[0] == {"created": 9}
    assert scene.there() == {"catalog": 2, "dataset": 8, "distribution": 8}
    assert run(scene.pages, target, other, ACCESS)[0] == {"unchanged": 9}


def test_a_creation_whose_answer_is_lost_makes_no_second_copy(scene: Scene) -> None:
    """It is looked for by its identifier before it is sent again."""
    scene.server.lose = 3
    assert scene.run()[0] == {"created": 9}
    assert scene.there() == {"catalog": 1, "dataset": 4, "distribution": 4}


def test_a_draft_that_a_killed_run_left_is_published(scene: Scene) -> None:
    """The next run finds it unchanged and finishes the work."""
    scene.run()
    (one, *_) = [iri for iri in scene.server.states if "/dataset/" in str(iri)]
    scene.server.states[one] = "DRAFT"
    assert scene.run()[0] == {"unchanged": 8, "updated": 1}
    assert scene.server.states[one] == "PUBLISHED"


def test_what_the_shapes_refuse_is_a_finding_and_the_rest_is_there(scene: Scene) -> None:
    """A dataset without version and theme is named with the server's words."""
    (scene.pages / "00009.html").write_text(page(9))
    kinds, findings = scene.run()
    assert kinds == {"created": 9, "refused": 1}
    assert findings.count("LD627") >= 3  # one for each path


def test_without_a_token_nothing_is_written(scene: Scene) -> None:
    """The user is told which variables to set."""
    with pytest.raises(StoreError, match="LD_CONVERT_TOKEN"):
        scene.run(access=Access())
    assert scene.there() == {}


def test_a_name_and_a_password_are_changed_for_a_token(scene: Scene) -> None:
    """As the reference implementation asks, at /tokens."""
    assert scene.run(access=Access("me@data.example", "secret"))[0] == {"created": 9}


def test_a_redirect_to_another_host_gets_neither_password_nor_data(scene: Scene) -> None:
    """Nor a token: a host that the user has not named hears of nothing."""
    backend = scene.server.url.removeprefix("fdp+")
    with proxied(backend) as named, proxied(backend) as other:
        named.redirect = other.url
        target = PublishTarget(f"fdp+{named.url}")
        for access in (ACCESS, Access("me@data.example", "secret")):
            with pytest.raises(StoreError, match=r"redirects to .*another host"):
                run(scene.pages, target, access=access)
        assert named.arrived == 2
        assert other.arrived == 0
    assert scene.there() == {}


def test_a_dry_run_writes_nothing(scene: Scene) -> None:
    """And says what it would."""
    target = PublishTarget(scene.server.url, dry_run=True)
    assert run(scene.pages, target, access=ACCESS)[0] == {"created": 9}
    assert scene.server.writes == []


def test_descriptions_are_of_their_class(scene: Scene) -> None:
    """Each is stored with the class of its layer, under the server's IRI."""
    scene.run()
    datasets = [iri for iri in scene.server.graphs if "/dataset/" in iri]
    assert all((iri, RDF.type, DCAT.Dataset) in scene.server.graphs[iri] for iri in datasets)


def test_a_doi_of_several_datasets_identifies_none() -> None:
    """Our own identifier decides; another only where it is unique on both sides."""
    one, two = (FdpResource("dataset", key, ()) for key in ("urn:one", "urn:two"))
    there = [
        FdpDescription("urn:x", frozenset({"urn:two", "doi"}), "h"),
        FdpDescription("urn:y", frozenset(), ""),
    ]
    assert match([one, two], there) == {"urn:two": there[0]}


def test_a_common_doi_takes_the_place_of_nothing_that_is_ours() -> None:
    """What we wrote under another identifier is another thing; what others wrote is taken over."""
    doi = Triple(SELF, NamedNode(str(DCTERMS.identifier)), ox.Literal("doi"))
    wanted = FdpResource("dataset", "urn:new", (doi,))
    ours = FdpDescription("urn:x", frozenset({"urn:old", "doi"}), "h")
    assert match([wanted], [ours]) == {}
    theirs = ours._replace(digest="")
    assert match([wanted], [theirs]) == {"urn:new": theirs}


def test_who_may_not_delete_is_told_once_and_the_run_goes_on(scene: Scene) -> None:
    """Only an administrator may; what is gone is kept, what is new is published."""
    scene.run()
    for number in (1, 2):
        (scene.pages / f"0000{number}.html").unlink()
    scene.write(7)
    scene.server.is_admin = False
    kinds, findings = scene.run()
    assert kinds == {"created": 2, "gone": 2, "unchanged": 5}
    assert findings.count("LD627") == 1


def test_what_another_run_has_just_published_is_no_error(scene: Scene) -> None:
    """The server says that it is already published, and so it is."""
    scene.run()
    scene.server.is_late = True
    assert scene.run()[0] == {"unchanged": 9}


def test_what_somebody_else_described_is_not_replaced_by_a_common_name(scene: Scene) -> None:
    """Their dataset in our catalogue keeps its content, also with a title like ours."""
    scene.run()
    (catalogue,) = [iri for iri in scene.server.graphs if "/catalog/" in iri]
    ours = next(iri for iri in scene.server.graphs if "/dataset/" in iri)
    theirs = type(catalogue)(f"{ours}9")
    graph = scene.server.graphs[catalogue].__class__()
    graph.add((theirs, DCTERMS.isPartOf, catalogue))
    for title in scene.server.graphs[ours].objects(ours, DCTERMS.title):
        graph.add((theirs, DCTERMS.title, title))
    before = set(graph)
    scene.server.graphs[theirs], scene.server.states[theirs] = graph, "PUBLISHED"
    scene.server.graphs[catalogue].add((catalogue, DCAT.dataset, theirs))
    scene.write(2, "Now in metres.")
    (scene.pages / "00003.html").unlink()
    assert scene.run()[0] == {"removed": 1, "unchanged": 6, "updated": 1}
    assert set(scene.server.graphs[theirs]) == before


def test_a_default_completes_what_the_shapes_want(scene: Scene) -> None:
    """A page without theme, version and publisher is published with those that the user names."""
    (scene.pages / "00009.html").write_text(page(9))
    theme = "http://publications.europa.eu/resource/authority/data-theme/ENVI"
    target = PublishTarget(
        scene.server.url, defaults=(f"theme={theme}", "version=1", "publisher=Office")
    )
    kinds = run(scene.pages, target, access=ACCESS)[0]
    assert kinds == {"created": 11}
    datasets = [iri for iri in scene.server.graphs if "/dataset/" in iri]
    assert all(scene.server.graphs[iri].value(iri, DCAT.theme) for iri in datasets)


@pytest.mark.parametrize("text", ["theme", "=x", "nothing:here=x", "theme="])
def test_a_default_of_another_form_is_refused(text: str) -> None:
    """The message shows how to write it."""
    with pytest.raises(UsageError, match="NAME=VALUE"), GraphsOnDisk() as spool:
        catalogue(spool, "urn:catalogue", [text])


def test_a_refusal_names_each_path_and_message() -> None:
    """Of a SHACL report, whatever its length; of another text nothing."""
    sh = "http://www.w3.org/ns/shacl#"
    rows = "".join(
        f"[] <{sh}resultPath> <urn:p{i}> ; <{sh}resultMessage> 'missing {i}' .\n" for i in range(40)
    )
    told = refused_parts(rows)
    assert len(told) == 40
    assert "urn:p17: missing 17" in told
    assert refused_parts("Result Path: dct:title\n\tMessage: none") == ("dct:title: none",)
    assert refused_parts("<html>no</html>") == refused_parts('{"message": "no"}') == ()


def test_a_nameless_distribution_keeps_its_key_whatever_else_changes() -> None:
    """Its dataset and addresses make the key, not its title; another address makes another one."""

    def key(title: str, address: str, of: str = "urn:d") -> str:
        file = f"<urn:c> <{DCAT.dataset}> <{of}> .\n<{of}> <{DCAT.distribution}> _:x .\n"
        file += f'_:x <{DCTERMS.title}> "{title}" .\n_:x <{DCAT.accessURL}> <{address}> .\n'
        with GraphsOnDisk("urn:g") as spool:
            spool.add(read_lines(file.encode()))
            (dataset,) = catalogue(spool, "urn:c").parts
            (part,) = dataset.parts
            return part.key

    assert key("Levels", "urn:file") == key("Levels of the lake", "urn:file")
    assert key("Levels", "urn:file") != key("Levels", "urn:other")
    assert key("Levels", "urn:file") != key("Levels", "urn:file", "urn:e")
