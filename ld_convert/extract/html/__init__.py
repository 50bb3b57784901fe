"""Read HTML as a browser does: encoding, tags, attributes, head, and calls in scripts."""
