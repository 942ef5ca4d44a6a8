"""Render, sign and verify one report: first time in a process (imports included) and once warm."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def spent(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000


def main() -> int:
    import pylopdf_fonts_zh_cn

    from checks.words import load_catalogues
    from tests.checks.report.samples import failing

    words, fonts = load_catalogues(ROOT / "resources/i18n"), Path(pylopdf_fonts_zh_cn.__file__).parent
    record = failing()
    begin = time.perf_counter()
    from checks.report.publish import make_report
    from checks.report.signing import identity
    from checks.report.signing.verify import verify_pdf

    who = identity.demonstration(datetime.now(UTC))
    pdf = make_report(record, (words["en"],), who, fonts, now=datetime.now(UTC))
    first = spent(begin)
    warm = []
    for _ in range(5):
        begin = time.perf_counter()
        pdf = make_report(record, (words["en"], words["zh_CN"]), who, fonts, now=datetime.now(UTC))
        warm.append(spent(begin))
    begin = time.perf_counter()
    found = verify_pdf(pdf, (who.root_pem(),))
    check = spent(begin)
    print(
        f"report: first {first:.0f} ms with imports, both languages warm {min(warm):.0f} ms, {len(pdf) / 1000:.0f} kB"
    )
    print(f"verify: {check:.0f} ms, {found.status.value}")
    return 0 if found.status.exit_code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
