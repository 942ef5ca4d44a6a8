"""Test pictures. One file a family, each exporting PATTERNS; they never import each other."""
