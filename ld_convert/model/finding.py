"""One problem, with its place; most of it is computed when somebody reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from ld_convert.model.positions import Place

Later = Callable[[], dict[str, object]]


class Detail(NamedTuple):
    """What the validation of a graph knows of a finding besides its place (SHACL, section 3.6.2).

    IRIs and lexical forms; empty where there is nothing.
    """

    focus: str = ""
    path: str = ""
    value: str = ""
    component: str = ""
    shape: str = ""
    rule: str = ""
    """Id of the mapping rule that made the triple."""
    clause: str = ""
    """Address of the clause that asks for it."""
    stated: str = ""
    """The value as the page has it, from which the rule made the one that is wrong."""
    value_type: str = ""
    """What `value` is: iri, blank, the IRI of a literal's datatype, or `@` and its language."""
    trace: str = ""
    """The traceback, where the program itself failed."""
    form: str = ""
    """`rdf` if the input was checked as it is, `run` if several pages were checked together; empty
    for a page, which was converted first."""


class Excerpt(NamedTuple):
    """What a capture holds around a place; short enough for a line of a terminal."""

    text: str
    """Part of one line; control and other invisible characters are written as U+FFFD."""
    caret: int
    """Index in `text` of the character at the place."""


class MadeLater:
    """Lets a dataclass hold on to what it is made of until one of its fields is looked at."""

    __slots__ = ("later",)
    later: Later | None

    @classmethod
    def made_later(cls, later: Later, **known: object) -> Self:
        """Return an object of which `later` gives all fields that are not known."""
        made, put = object.__new__(cls), object.__setattr__
        put(made, "later", later)
        for name, value in known.items():
            put(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        """Fill what is not there yet; Python asks here only for that."""
        later = None if name == "later" or name[:2] == "__" else self.later
        if later is None:
            raise AttributeError(name)
        for field_name, value in later().items():
            object.__setattr__(self, field_name, value)
        object.__setattr__(self, "later", None)  # a page is not kept for its findings
        return object.__getattribute__(self, name)


class About(NamedTuple):
    """The dataset that a finding is about; empty texts where nothing is known."""

    dataset: str = ""
    """Its IRI."""
    title: str = ""
    owner: str = ""
    """Name of its publisher, else of its contact point or creator."""
    url: str = ""
    """Address of the page that describes it."""


NO_DATASET = About()


@dataclass(frozen=True, slots=True)
class Finding(MadeLater):
    """One problem, with its place.

    Code, severity, rule and focus are known at once. The other fields are computed when one of
    them is read for the first time: most findings are only counted.
    """

    code: str
    message: str
    place: Place
    detail: Detail | None = None
    excerpt: Excerpt | None = None
    severity: str = ""
    """info, warning or violation."""
    rule: str = ""
    """The code, for a shape with its name: `LD501/Dataset-title-exists`."""
    focus: str = ""
    """IRI or blank node label of the thing that a shape was checked on; empty for other codes."""
    about: About = NO_DATASET
    is_brief: bool = False
    """Whether message, detail and excerpt were left out, because nobody reads them."""
    left_out: int = 0
    """How many members of a container it stands for that are no page and give no capture."""
    lacks: str = ""
    """IRI of the property of which the focus has no value here, if that is what is wrong; another
    page of the run may have one."""

    @property
    def title(self) -> str:
        """Title of the dataset; empty if it is not known."""
        return self.about.title

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the finding as one flat row, for a data frame or a table."""
        place, detail = self.place, self.detail or Detail()
        return {
            "code": self.code,
            "severity": self.severity,
            "rule": self.rule,
            "message": self.message,
            "source": place.source,
            "line": place.line,
            "column": place.column,
            "pointer": place.pointer,
            "row": place.row,
            "dataset": self.about.dataset,
            "title": self.about.title,
            "owner": self.about.owner,
            "url": self.about.url,
            "focus": self.focus,
            "path": detail.path,
            "value": detail.value,
            "clause": detail.clause,
        }
