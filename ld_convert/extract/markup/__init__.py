"""Read descriptions in the markup of a page: microdata, RDFa, meta elements."""
