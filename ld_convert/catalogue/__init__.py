"""What pages become together: records, named graphs, shared descriptions, one document."""
