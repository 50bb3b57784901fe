"""RDF in memory: an index of triples, graphs of expanded nodes, and RDF files that are parsed."""
