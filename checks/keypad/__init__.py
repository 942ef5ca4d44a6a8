"""How a keypad is asked for and judged: free sweep, prompts, digits that come together, lines of the matrix, the result."""
