"""Identities, signatures and their strict verification: the only rooms that know pyHanko and cryptography.

Nothing is imported here: pyHanko costs a second, so callers import the module they need where they need it.
"""
