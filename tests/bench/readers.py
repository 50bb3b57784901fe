"""Whether others can read what is written: `python -m tests.bench.readers [FOLDER]`.

Harvested documents, field cases, hostile inputs and generated pages, some of them mutated, are
converted to every form. Each file is read by oxigraph, rdflib, Jena, rapper, N3.js and jsonld.js,
and their numbers of statements are compared. A reader that is not installed is left out and named.
Exit status 1 if one refuses a file, or counts other than the rest.

`LD_CONVERT_NPM` names the folder node_modules in which n3 and jsonld are.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
import pytest
import rdflib

from ld_convert.pipeline import convert_page
from ld_convert.rdf.quiet import literals_as_written
from ld_convert.read import read
from ld_convert.settings import Settings
from ld_convert.write import ENDINGS, FORMS, write
from tests.bench.soak import page
from tests.support.cli import run
from tests.support.missing import missing
from tests.support.places import CORPUS, SHARED
from tests.support.servers import binary, java_classes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

GENERATED = 200
"""Pages that are made up."""
ENDING = {form: ending for ending, form in reversed(ENDINGS.items())}
PLAIN = "-plain.jsonld"
"""How a file of JSON-LD ends that has no catalogue with the rest inside it."""


class Reading(NamedTuple):
    """What one reader made of one file."""

    file: Path
    statements: int | None
    """None: the file was refused."""
    said: str = ""
    """The words of the refusal."""
    distinct: int = 0
    """Statements that are not the same as another, where that was counted."""


def inputs(folder: Path, generated: int = GENERATED) -> dict[str, list[str]]:
    """Return what is converted, by name; the generated pages are written to a folder."""
    pages = folder / "pages"
    pages.mkdir()
    for number in range(generated):
        (pages / f"{number:03}").write_bytes(page(number).data)
    found = {
        "corpus": CORPUS,
        "field": SHARED / "field",
        "hostile": SHARED / "hostile" / "inputs",
        "generated": pages,
    }
    return {name: [str(path)] for name, path in found.items() if path.is_dir()}


def outputs(sets: Mapping[str, Sequence[str]], folder: Path) -> list[Path]:
    """Convert each set to every form; return the files, whose form their endings tell."""
    files = []
    for name, sources in sets.items():
        for form in FORMS:
            files.append(folder / f"{name}{ENDING[form]}")
            options = ["-o", str(files[-1]), "-j", "1", "--fail-on", "never"]
            with redirect_stderr(io.StringIO()):
                run("-q", "convert", *sources, *options)
        files.append(folder / f"{name}{PLAIN}")
        with files[-1].open("wb") as stream:
            settings = Settings()
            graphs = [convert_page(capture, settings).graph for capture in read(sources)]
            write(graphs, stream, "json-ld")
    return files


def _by_oxigraph(files: Sequence[Path]) -> Iterator[Reading]:
    for file in files:
        form = pyoxigraph.RdfFormat.from_extension(file.suffix[1:])
        assert form is not None
        try:
            found = list(pyoxigraph.parse(file.read_bytes(), form))
            yield Reading(file, len(found), distinct=len(set(found)))
        except (SyntaxError, ValueError) as error:
            yield Reading(file, None, str(error))


RDFLIB = {
    ".ttl": "turtle",
    ".nt": "nt11",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "xml",
    ".jsonld": "json-ld",
}


def _by_rdflib(files: Sequence[Path]) -> Iterator[Reading]:
    for file in files:
        found = rdflib.Dataset()
        try:
            with literals_as_written(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns of itself
                found.parse(data=file.read_bytes(), format=RDFLIB[file.suffix])
            yield Reading(file, sum(1 for _ in found.quads()))
        except Exception as error:  # noqa: BLE001  it raises whatever its parsers raise
            yield Reading(file, None, f"{type(error).__name__}: {error}")


COUNTED = re.compile(r"^(\S+)\s+: (?:Triples|Quads) = ([\d,]+)", re.MULTILINE)
AT_ERROR = re.compile(r"ERROR riot\s+:: (.*)")


def _by_riot(files: Sequence[Path]) -> Iterator[Reading]:
    command = [binary("java"), "-cp", java_classes(), "riotcmd.riot", "--validate", "--count"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    counts = {Path(name).name: int(n.replace(",", "")) for name, n in COUNTED.findall(said)}
    words = "; ".join(AT_ERROR.findall(said))[:1_000]
    for file in files:
        yield Reading(file, None if words else counts[file.name], words)


RAPPER = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".trig": "trig", ".rdf": "rdfxml"}
RETURNED = re.compile(r"returned (\d+) triple")


def _by_rapper(files: Sequence[Path]) -> Iterator[Reading]:
    program = binary("rapper")
    for file in files:
        if file.suffix not in RAPPER:
            continue
        command = [program, "-c", "-i", RAPPER[file.suffix], str(file), "https://base.example/"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        count = RETURNED.search(done.stderr)
        if done.returncode or count is None or "Error" in done.stderr:
            yield Reading(file, None, done.stderr[-300:])
        else:
            yield Reading(file, int(count[1]))


SCRIPT = """
const fs = require('fs'), n3 = require('n3'), jsonld = require('jsonld');
const forms = {'.ttl': 'Turtle', '.nt': 'N-Triples', '.nq': 'N-Quads', '.trig': 'TriG'};
const documentLoader = url => { throw new Error('asks for ' + url); };
(async () => {
  for (const file of process.argv.slice(1)) {
    const text = fs.readFileSync(file, 'utf8'), form = forms[file.slice(file.lastIndexOf('.'))];
    let count = null, said = '';
    try {
      const quads = form ? new n3.Parser({format: form}).parse(text)
        : await jsonld.toRDF(JSON.parse(text), {safe: true, documentLoader});
      count = quads.length;
    } catch (error) { said = String(error.message); }
    console.log(JSON.stringify([file, count, said]));
  }
})();
"""


def _by_node(files: Sequence[Path]) -> Iterator[Reading]:
    modules = os.environ.get("LD_CONVERT_NPM", "")
    if not (Path(modules) / "n3").is_dir() or not (Path(modules) / "jsonld").is_dir():
        missing("SERVERS", "LD_CONVERT_NPM names no folder with n3 and jsonld of npm")
    known = [str(file) for file in files if file.suffix != ".rdf"]
    command = [binary("node"), "--max-old-space-size=3000", "-e", SCRIPT, *known]
    environment = os.environ | {"NODE_PATH": modules}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, count, said in map(json.loads, done.stdout.splitlines()):
        yield Reading(Path(name), count, said)


READERS: dict[str, Callable[[Sequence[Path]], Iterable[Reading]]] = {
    "oxigraph": _by_oxigraph,
    "rdflib": _by_rdflib,
    "riot": _by_riot,
    "rapper": _by_rapper,
    "N3.js and jsonld.js": _by_node,
}
"""By name; each reads the forms that it knows, all files in one process but for rapper."""


def differences(readings: Mapping[str, Iterable[Reading]]) -> Iterator[str]:
    """Yield each refusal, and each number of statements that is not oxigraph's.

    Framed JSON-LD says some statements twice, where a thing stands in two places. Some readers
    count them once, and some take two tags of one language for the same: both are right.
    """
    wanted = {one.file: (one.distinct, one.statements or 0) for one in readings["oxigraph"]}
    for name, found in readings.items():
        for file, statements, said, _ in found:
            least, most = wanted[file]
            if statements is None:
                yield f"{name} refuses {file.name}: {said}"
            elif not least <= statements <= most:
                yield f"{name} reads {statements} statements in {file.name}, not {least} to {most}"


def main(folder: Path) -> bool:
    """Convert, read and print; return whether all agree."""
    files = outputs(inputs(folder), folder)
    readings: dict[str, list[Reading]] = {}
    for name, reader in READERS.items():
        try:
            readings[name] = list(reader(files))
        except pytest.skip.Exception as reason:
            sys.stdout.write(f"{name}: LEFT OUT, {reason}\n")
            continue
        refused = Counter(reading.statements is None for reading in readings[name])
        total = sum(reading.statements or 0 for reading in readings[name])
        sys.stdout.write(
            f"{name}: {len(readings[name])} files, {total:,} statements, {refused[True]} refused\n"
        )
    found = list(differences(readings))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return not found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="readers-") as made:
        chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made)
        sys.exit(not main(chosen))
