"""Names that a catalogue agrees on: tables that say what the texts of pages stand for."""
