"""Empty tests in plain pytest; prints milliseconds."""

import os
import subprocess
import sys
import time
from pathlib import Path

Path("pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n", encoding="utf-8")
tests = "".join(f"def test_{number}():\n    pass\n\n\n" for number in range(int(sys.argv[1])))
Path("test_empty.py").write_text(tests, encoding="utf-8")
begin = time.perf_counter()
alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
done = subprocess.run([sys.executable, "-m", "pytest", "-q"], capture_output=True, text=True, check=False, env=alone)
spent = (time.perf_counter() - begin) * 1000
if done.returncode or f"{sys.argv[1]} passed" not in done.stdout:
    raise SystemExit(done.stdout[-400:] + done.stderr[-400:])
print(spent)
