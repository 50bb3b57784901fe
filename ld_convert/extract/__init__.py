"""A capture in, fragments out."""
