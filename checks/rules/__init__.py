"""Diagnosis rules, one file a family, each exporting RULES; they never import each other."""
