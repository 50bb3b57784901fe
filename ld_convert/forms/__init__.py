"""Forms of RDF that are written beside Turtle and N-Triples, a file a kind."""
