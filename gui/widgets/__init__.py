"""Single things the panels are made of."""
