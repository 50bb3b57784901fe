"""React's flight wire format: rows, references, models."""
