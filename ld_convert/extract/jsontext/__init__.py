"""Read JSON as pages write it: correct, broken, or truncated."""
