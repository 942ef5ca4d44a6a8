"""One file a room of parsers; each exports ``TARGETS``."""
