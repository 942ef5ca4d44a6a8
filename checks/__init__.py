"""What we decide about a unit: checks, limits, diagnosis, record, report. Knows no window, no port and no clock."""
