"""The signed report: a record turned into words, pages and a signature. ``publish`` is the door; ``signing.verify`` checks."""
