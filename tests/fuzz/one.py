"""One target under the fuzzer, in a process of its own: ``python -m tests.fuzz.one TARGET [libFuzzer options] [folders]``.

The parsers are imported here, under instrumentation, so that the fuzzer sees which branches an input takes.
"""

import logging
import sys

import atheris

with atheris.instrument_imports(include=["devices", "checks"], enable_loader_override=False):
    from tests.fuzz.registry import load_targets

    TARGETS = load_targets()  # here, because targets find their parsers by looking


def main() -> None:
    """Fuzz until the options say stop; never returns."""
    logging.disable(logging.CRITICAL)
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
