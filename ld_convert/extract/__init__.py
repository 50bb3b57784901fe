"""Capture to fragments: everything in a page or payload that describes something."""
