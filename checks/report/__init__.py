"""The signed report: a record in words, on pages, with a signature.

``publish`` is the door in, ``signing.verify`` the door out.
"""
