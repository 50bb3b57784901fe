from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import run, run_process


def told(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    """Exit status and standard error of the command line, run in a directory of its own."""
    done = run_process("-q", *arguments, cwd=tmp_path)
    assert not done.stdout
    return done.returncode, done.stderr


@pytest.fixture
def folder(tmp_path: Path, captures: Path) -> Path:
    """A directory with a page, an empty directory, and tables that hold no rules."""
    (tmp_path / "page.html").write_bytes((captures / "tide-gauge.html").read_bytes())
    (tmp_path / "ragged.csv").write_text("view,id\ndataset,a,b\n")
    (tmp_path / "other.csv").write_text("name,price\ntea,2\n")
    (tmp_path / "nothing.csv").write_text("")
    (tmp_path / "latin.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "hollow").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("--report x.ttl: that is the file of -o already", "-o x.ttl --report x.ttl"),
        ("--report ./x.ttl: that is the file of -o already", "-o x.ttl --report ./x.ttl"),
        ("--score x.nt: that is the file of -o already", "-o x.nt --score x.nt"),
        ("--account a.json: that is the file of --report", "--report a.json --account a.json"),
        ("--rejects - needs -o FILE: one thing goes to standard output", "--rejects -"),
        ("-o page.html: that is an input already", "-o page.html"),
        ("--base not an iri: is not an absolute IRI", "--base not=an=iri"),
        ("--base https://a.example: must end in /, # or :", "--base https://a.example"),
        ("--catalog-iri a b: is not an absolute IRI", "--catalog-iri a=b"),
        ("--publisher-iri x: is not an absolute IRI", "--publisher-iri x"),
        ("--date yesterday: is not a date; write it as 2024-12-31", "--date yesterday"),
        ("--rules ragged.csv: 3 cells and not 2 in the row 'dataset,a,b'", "--rules ragged.csv"),
        ("--rules other.csv: is no table with the columns as, from", "--rules other.csv"),
        ("--rules nothing.csv: is no table with the columns as, from", "--rules nothing.csv"),
        ("--rules latin.csv: ", "--rules latin.csv"),
        ("gone.csv: No such file or directory", "--rules gone.csv"),
        ("gone: No such file or directory", "--context http://a/=gone"),
        ("hollow: the directory holds no files", "hollow"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(folder: Path, words: str, arguments: str) -> None:
    """Status 2, before anything is written; a `=` stands for a space here."""
    before = sorted(folder.iterdir())
    given = [a if "://" in a else a.replace("=", " ") for a in arguments.split()]
    status, error = told(folder, "convert", "page.html", *given)
    assert (status, error.count("\n")) == (2, 1)
    assert error.startswith(f"ld-convert: {words}")
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "page.html", "--report", "r.ttl", "--score", "r.ttl"],
        ["publish", "page.html", "--to", "store", "--report", "r.txt", "--changes", "r.txt"],
        ["query", "ASK {}", "page.html", "-o", "page.html"],
    ],
)
def test_no_command_writes_one_file_twice(folder: Path, arguments: list[str]) -> None:
    """Nor over its input."""
    page = (folder / "page.html").read_bytes()
    status, error = told(folder, *arguments)
    assert status == 2
    assert "already" in error
    assert (folder / "page.html").read_bytes() == page


def test_several_things_may_go_to_a_device(folder: Path) -> None:
    """/dev/null takes all that nobody wants."""
    status, _ = told(folder, "convert", "page.html", "-o", "/dev/null", "--rejects", "/dev/null")
    assert status == 0


@pytest.mark.parametrize("seconds", ["nan", "-1"])
@pytest.mark.parametrize(
    "command", [("query", "ASK {}", "a"), ("serve", "a"), ("publish", "a", "--to", "b")]
)
def test_no_time_for_an_answer_is_told(command: tuple[str, ...], seconds: str) -> None:
    """Before anything is opened."""
    result = run(*command, "--timeout", seconds)
    assert result.exit_code == 2
    assert "--timeout" in result.stderr


@pytest.mark.parametrize("seconds", ["inf", "1e300", "3000000"])
def test_a_time_that_no_clock_has_is_the_longest_one(captures: Path, seconds: str) -> None:
    """The system counts it in 32 or 64 bits."""
    page = str(captures / "tide-gauge.html")
    assert run("query", "ASK {}", page, "--timeout", seconds).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "ASK {}", "http://["), "http://[: is no address"),
        (("publish", "{page}", "--to", "http://["), "http://[: is no address"),
        (("publish", "{page}", "--to", "s", "--graph", "http://["), "--graph http://[: not an"),
        (
            ("publish", "{page}", "--to", "s", "--changes", "/dev/full"),
            "--changes /dev/full: not a",
        ),
        (("publish", "{page}", "--to", "s", "--void", "--data-dump", "x"), "--data-dump x: not an"),
        (("publish", "{page}", "--to", "s", "--sparql-endpoint", "x"), "--sparql-endpoint x: not"),
        (("rules", ""), "no profile and no rule is called"),
    ],
)
def test_a_name_that_nothing_can_have_is_one_line(
    captures: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """No traceback, and no device that is read to an end that it has not."""
    page = str(captures / "tide-gauge.html")
    done = run_process(*(page if one == "{page}" else one for one in arguments), cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
