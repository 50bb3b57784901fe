"""Answer SPARQL queries: `ask` for one query, `server` for an end point, `worker` evaluates."""
