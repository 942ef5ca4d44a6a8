"""Real reports for the verification page, made once: intact, by a stranger, altered, with another page, and no report."""

import importlib.util
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from checks.console.signing_desk import verify_file
from checks.record import to_json
from checks.report.build import build_model, facts_of
from checks.report.pdf import render_pdf
from checks.report.phrases import Phrases
from checks.report.publish import make_report
from checks.report.several import told_of
from checks.report.signing.certificates import make_bench, make_root, new_key
from checks.report.signing.identity import Identity
from checks.report.signing.sign import sign_pdf
from checks.report.signing.trust import as_pem
from checks.report.signing.verify import Status
from gui.ports import Seal, Verification
from gui.trust_shelf import TrustShelf
from tests.gui.fakes import ROOT, catalogues

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)
SEALS = {
    Status.INTACT_TRUSTED: Seal.TRUSTED,
    Status.INTACT_UNTRUSTED: Seal.UNKNOWN_SIGNER,
    Status.ALTERED: Seal.ALTERED,
    Status.NOT_OURS: Seal.UNREADABLE,
}


def identity(workshop: str) -> Identity:
    root, key = make_root(f"{workshop} root", workshop, NOW), new_key()
    return Identity(make_bench(root, "Bench 3", workshop, key.public_key(), NOW), root.certificate, key)


def samples() -> ModuleType:
    name = "report_samples"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "tests/checks/report/samples.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@dataclass
class Reports:
    """Bytes by file name; ``root`` is the PEM that a reader of these may trust."""

    files: dict[str, bytes]
    root: bytes

    def write(self, folder: Path) -> dict[str, Path]:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return {name: folder / name for name in self.files}


@cache
def reports() -> Reports:
    import pylopdf_fonts_zh_cn

    words, fonts = catalogues(), Path(pylopdf_fonts_zh_cn.__file__).parent
    spoken = (words["en"],)
    ours, stranger, made = identity("Workshop Li"), identity("Somebody"), samples()
    good, bad = make_report(made.passing(), spoken, ours, fonts, now=NOW), made.failing()
    page = build_model(made.passing(), spoken, ours.signer())
    page = replace(page, facts=facts_of(bad, Phrases(spoken)))
    another = sign_pdf(render_pdf(page, to_json(bad), fonts), ours, now=NOW, reason="x")
    files = {
        "1-intact.pdf": good,
        "2-stranger.pdf": make_report(bad, spoken, stranger, fonts, now=NOW),
        "3-altered.pdf": good[:-7] + b"%%EOF \n",
        "4-page.pdf": another,
        "5-letter.pdf": b"%PDF-1.7 a letter",
    }
    return Reports(files, as_pem(ours.root))


def real_verifier(folder: Path, root: bytes) -> dict[str, Any]:
    """What a workbench needs for real answers."""
    shelf = TrustShelf(folder / "trust")

    def verify(path: Path) -> Verification:
        found = verify_file(str(path), (root, *shelf.bundles()), tuple(catalogues().values()))
        return Verification(SEALS[found.status], (found.headline,), told_of(str(path), found))

    return {"verify": verify, "trust": shelf}
