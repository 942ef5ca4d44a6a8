"""Where known-good units are kept: one file for each model, in the data folder. Used by inspections without being named."""

from pathlib import Path

from checks.baseline import Baseline
from checks.baseline_file import BaselineError, read_baseline, to_toml
from checks.console.parts import Home
from checks.report.files import write_atomically


def shelf_path(home: Home, profile: str, demonstration: bool = False) -> Path:
    """The file of one model. A simulated unit's is another: no real unit may be compared with it unawares."""
    return home.data / "baselines" / f"{profile}{'.demonstration' if demonstration else ''}.toml"


def kept_baseline(home: Home, profile: str, demonstration: bool) -> tuple[Baseline | None, BaselineError | None]:
    """The known-good unit kept for a model, or why the file that is there cannot be used; neither where there is none.

    A simulated unit is compared with a simulated one where there is one.
    """
    places = [shelf_path(home, profile, True)] if demonstration else []
    path = next((place for place in (*places, shelf_path(home, profile)) if place.exists()), None)
    try:
        return (None if path is None else read_baseline(path)), None
    except BaselineError as error:
        return None, error


def keep_baseline(home: Home, baseline: Baseline, demonstration: bool = False) -> Path:
    """Put it there, in place of an older one. Raises ``ReportError`` where the disk does not take it."""
    path = home.folder("baselines") / shelf_path(home, baseline.profile, demonstration).name
    write_atomically(path, to_toml(baseline).encode("utf-8"))
    return path
