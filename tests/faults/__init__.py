"""Lines that lose, double, delay, cut, spoil, stall and part, under whole inspections: ``make faults``."""
