"""The code that reads `vocab/`: tables, terms, namespaces, profiles, portals."""
