"""Decode flight payloads: the format in which React Server Components send rows to the browser."""
