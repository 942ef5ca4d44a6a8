"""Empty phases in OpenHTF; prints milliseconds. Runs in OpenHTF's own environment."""

import sys
import time

import openhtf


def phase(number: int) -> openhtf.PhaseDescriptor:
    def empty(test: openhtf.TestApi) -> None:
        pass

    return openhtf.PhaseOptions(name=f"phase_{number}")(empty)


test = openhtf.Test(*[phase(number) for number in range(int(sys.argv[1]))])
begin = time.perf_counter()
test.execute(test_start=lambda: "unit")
print()
print((time.perf_counter() - begin) * 1000)
