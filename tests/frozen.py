"""``make package`` ends here: the frozen program must count what the source tree counts, and finish an inspection.

Run it with ``python -m tests.frozen`` after the build.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "dist" / "posbench" / ("posbench.exe" if os.name == "nt" else "posbench")


def said(*command: str, home: str) -> str:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    env["POSBENCH_HOME"] = home
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=300
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        frozen = json.loads(said(str(FROZEN), "self-check", "--json", home=home))
        source = json.loads(said(sys.executable, str(ROOT / "app.py"), "self-check", "--json", home=home))
        if frozen != source:
            raise SystemExit(f"frozen program counts {frozen}\nsource tree counts    {source}")
        print("frozen program counts what the source tree counts:", frozen)
        print(said(str(FROZEN), "--lang", "zh_CN", "--demo", home=home))
        kept = json.loads(said(str(FROZEN), "history", "list", "--json", home=home))
        if not kept:
            raise SystemExit("the frozen program keeps no history")
        print("the frozen program's history:", [entry["verdict"] for entry in kept])
    size = sum(path.stat().st_size for path in FROZEN.parent.rglob("*") if path.is_file())
    print(f"{FROZEN.parent}: {size / 1e6:.0f} MB")
    print("2 passed, 0 failed")


if __name__ == "__main__":
    main()
