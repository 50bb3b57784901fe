"""N-Triples to N-Quads and Turtle to TriG: put the triples of a part into a named graph."""

from __future__ import annotations

from rdflib import URIRef


def nquads(ntriples: bytes, name: str) -> bytes:
    """Return lines of N-Triples as lines of N-Quads (RDF 1.1 N-Quads, section 2.1)."""
    graph = f"{URIRef(name).n3()} .\n".encode()
    return b"".join(line[:-1] + graph for line in ntriples.split(b"\n") if line)


def trig(turtle: bytes, name: str) -> bytes:
    """Return a part in Turtle as one graph block (RDF 1.1 TriG, section 2.2); empty for nothing."""
    return b"%s {\n%s}\n" % (URIRef(name).n3().encode(), turtle) if turtle else b""
