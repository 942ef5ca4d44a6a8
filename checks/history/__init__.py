"""What outlives an inspection: the journal of one that runs; past records."""
