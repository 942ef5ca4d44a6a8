"""Returns in batches: what is expected, what came, how long it took, where each unit goes, and its label."""
