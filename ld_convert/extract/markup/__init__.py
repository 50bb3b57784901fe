"""Descriptions in the markup itself: Microdata, RDFa, meta elements."""
