"""Problems with their places: the table of codes, the report, and lines of JSON pointers."""
