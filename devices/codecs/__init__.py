"""Wire protocols, one file each, exporting ``CODEC``. Names that start with ``_`` are parts of a protocol.

A codec moves no bytes and keeps no digits; what it will not build it refuses with ``CommandRefused``.
"""
