"""RDF in memory: an index of triples, and graphs made of expanded JSON-LD or of RDF files."""
