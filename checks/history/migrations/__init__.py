"""How the tables of older programs become those of this one, step by step. Run by ``checks.history.store`` alone."""
