"""What the pages of a run become together: one catalogue, its records, its named graphs."""
