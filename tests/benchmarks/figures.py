"""What ``make bench`` measures: every figure has a name, a floor measured in the same run, and the command that prints it.

A benchmark calls ``tell`` for each figure it has; ``python -m tests.benchmarks`` gathers them. Only names in ``FIGURES``
are taken, so that no table can hold a figure that nothing measures.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

GATHER: Final = "POSBENCH_FIGURES"
"""Names the file where a benchmark run by ``make bench`` leaves its figures."""
CODECS: Final = ("abecs", "console", "gertec_ppc", "korad", "mpi", "neo2", "plotter", "poslink", "scpi", "smartpin", "szzt",
                  "tc66c", "um", "vipa", "zvt", "zvt_tcp")  # fmt: skip
FIGURES: Final = {
    "key-to-light": ("key press on the line to painted key, p99", "bench_key_to_light"),
    "key-to-light.flood": (
        "the same under flood: noise at 90 kB/s on another line, 3,000 readings/s",
        "bench_key_to_light",
    ),
    "key-to-light.console": (
        "key on a smart terminal's console (115200 baud) to painted key, p99",
        "bench_console_key",
    ),
    "key-to-light.sixteen": ("the same with 16 units at once, slowest unit's p99", "bench_sixteen"),
    "cpu.sixteen": ("processor with 16 units at once, 20 keys a second each", "bench_sixteen"),
    **{f"decode.{name}": (f"decode {name.replace('_', '-')}", "bench_decoder") for name in CODECS},
    **{
        f"graph.{size}": (f"graph update, whole view, 3 curves of {size} samples, median", "bench_graph")
        for size in ("1k", "1M", "10M", "100M")
    },
    "graph.memory": ("memory held by 3 curves of 100M samples", "bench_graph"),
    "pattern": ("test picture to the screen of a smart terminal, 320x240, 115200 baud, median", "bench_pattern"),
    "start.paint": ("start to first painted window", "bench_start"),
    "start.ready": ("start to window with graph", "bench_start"),
    "start.frozen": ("start of the package (`--version`)", "bench_start"),
    "inspect": ("processor time of a whole quick inspection", "bench_inspect"),
    "inspect.step": ("overhead of a check that does nothing", "bench_peers"),
    "report": ("report: render and sign, both languages", "bench_report"),
    "verify": ("verify a report, its page held against its record", "bench_report"),
    "history.newest": ("history of 100,000: newest page", "bench_history"),
    "history.serial": ("history of 100,000: part of a serial", "bench_history"),
    "history.fault": ("history of 100,000: fault, operator, month", "bench_history"),
    "history.open": ("history of 100,000: open one with its curves", "bench_history"),
    "memory.shift": ("memory after a simulated 8-hour shift, 150 units, meter at 20 Hz", "bench_shift"),
    "rest.empty": ("processor at rest, no terminal", "bench_rest"),
    "rest.unit": ("processor at rest, one terminal connected", "bench_rest"),
    "rest.meter": ("processor with a terminal and a meter that reads", "bench_rest"),
    "package": ("size of the package on the disk", "bench_package"),
    "peer.hardpy": ("HardPy: overhead of an empty test", "bench_peers"),
    "peer.openhtf": ("OpenHTF: overhead of an empty phase", "bench_peers"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """``ratio`` is value through floor. Where nothing could be measured ``value`` is None and ``note`` says why."""

    name: str
    value: float | None
    unit: str
    floor_name: str = ""
    floor: float | None = None
    note: str = ""

    @property
    def title(self) -> str:
        return FIGURES[self.name][0]

    @property
    def command(self) -> str:
        return f"python -m tests.benchmarks {FIGURES[self.name][1]}"

    @property
    def ratio(self) -> float | None:
        return None if self.value is None or not self.floor else self.value / self.floor


def tell(
    name: str, value: float | None, unit: str, floor_name: str = "", floor: float | None = None, note: str = ""
) -> None:
    """Print a figure, and leave it for whoever gathers."""
    if name not in FIGURES:
        raise KeyError(name)
    figure = Figure(name, value, unit, floor_name, floor, note)
    print("| " + " | ".join(row(figure)) + " |", flush=True)
    path = os.environ.get(GATHER)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(figure)) + "\n")


def row(figure: Figure) -> tuple[str, str, str, str, str]:
    """Figure, value, floor, ratio, note: as the tables have them."""
    floor = (
        f"{figure.floor_name}: {amount(figure.floor, figure.unit)}" if figure.floor is not None else figure.floor_name
    )
    ratio = "" if figure.ratio is None else f"{figure.ratio:,.0f}" if figure.ratio >= 100 else f"{figure.ratio:.3g}"
    return figure.title, amount(figure.value, figure.unit), floor, ratio, figure.note


def amount(value: float | None, unit: str) -> str:
    """Three digits that mean something, in a unit that people read."""
    if value is None:
        return "not measured"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f} {unit}"


def from_json(line: dict[str, object]) -> Figure:
    return Figure(**line)  # type: ignore[arg-type]
