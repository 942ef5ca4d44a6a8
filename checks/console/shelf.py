"""Where known-good units are kept: one file for each model, in the data folder. Used by inspections without being named."""

from pathlib import Path

from checks.baseline import Baseline
from checks.baseline_file import BaselineError, read_baseline, to_toml
from checks.console.parts import Home
from checks.report.publish import write_atomically


def shelf_path(home: Home, profile: str) -> Path:
    """The file of one model."""
    return home.data / "baselines" / f"{profile}.toml"


def kept_baseline(home: Home, profile: str) -> tuple[Baseline | None, BaselineError | None]:
    """The known-good unit kept for a model, or why the file that is there cannot be used; neither where there is none."""
    path = shelf_path(home, profile)
    if not path.exists():
        return None, None
    try:
        return read_baseline(path), None
    except BaselineError as error:
        return None, error


def keep_baseline(home: Home, baseline: Baseline) -> Path:
    """Put it there, in place of an older one. Raises ``ReportError`` where the disk does not take it."""
    path = home.folder("baselines") / shelf_path(home, baseline.profile).name
    write_atomically(path, to_toml(baseline).encode("utf-8"))
    return path
