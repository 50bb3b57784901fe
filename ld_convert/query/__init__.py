"""Queries: `ask` puts one, `sources` says to what, `worker` evaluates it in its own process."""
