"""Checks and watches, one file each, exporting CHECK; they never import each other."""
