"""The commands: one function each, called with parsed options."""
