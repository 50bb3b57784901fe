"""Findings: their codes, the report that collects them, and their lines and columns."""
