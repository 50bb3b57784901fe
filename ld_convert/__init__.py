"""Turn schema.org JSON-LD in captured web pages into a DCAT catalogue that can be trusted."""
