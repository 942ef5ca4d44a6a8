"""Posbench without a window: the verbs of the command line. They are given every concrete part by ``app``."""
