"""Render, sign and verify one report: first time in a process (imports included) and once warm; best of seven.

Floors: the page engine alone on one line of text with the same font, and the SHA-256 of the file. python -m tests.benchmarks.bench_report
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import tell  # noqa: E402


def spent(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000


def best(work: Callable[[], object], times: int = 7) -> float:
    """Milliseconds."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append(spent(begin))
    return min(took)


def bare_page(fonts: Path) -> float:
    import typst

    with tempfile.TemporaryDirectory(prefix="posbench-bench-") as folder:
        page = Path(folder) / "page.typ"
        page.write_text('#set text(font: "Noto Sans SC")\nOne line of text.', encoding="utf-8")
        return best(lambda: typst.compile(page, font_paths=[fonts], ignore_system_fonts=True, format="pdf"))


def main() -> int:
    import pylopdf_fonts_zh_cn

    from checks.words import load_catalogues
    from tests.checks.report.samples import failing

    words, fonts = load_catalogues(ROOT / "resources/i18n"), Path(pylopdf_fonts_zh_cn.__file__).parent
    record, both = failing(), (words["en"], words["zh_CN"])
    begin = time.perf_counter()
    from checks.report.publish import make_report
    from checks.report.signing import identity
    from checks.report.signing.verify import verify_pdf

    who = identity.demonstration(datetime.now(UTC))
    pdf = make_report(record, (words["en"],), who, fonts, now=datetime.now(UTC))
    first = spent(begin)
    warm = best(lambda: make_report(record, both, who, fonts, now=datetime.now(UTC)))
    tell("report", warm, "ms", "page engine, one line of text", bare_page(fonts),
         f"first in a process, with imports, one language: {first:,.0f} ms; {len(pdf) / 1000:.0f} kB")  # fmt: skip
    begin = time.perf_counter()
    found = verify_pdf(pdf, (who.root_pem(),), words=tuple(words.values()))
    once = spent(begin)
    check = best(lambda: verify_pdf(pdf, (who.root_pem(),), words=tuple(words.values())))
    sealed = best(lambda: verify_pdf(pdf, (who.root_pem(),)))
    tell("verify", check, "ms", "SHA-256 of the file", best(lambda: hashlib.sha256(pdf).digest()),
         f"first {once:.0f} ms; without reading the page {sealed:.0f} ms; {found.status.value}")  # fmt: skip
    return 0 if found.status.exit_code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
