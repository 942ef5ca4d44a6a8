"""What the report tests share: sample records, words, the font's folder, a workshop's identity, a signed report."""

import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pylopdf_fonts_zh_cn
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from checks.record import Record
from checks.report.publish import make_report
from checks.report.signing.certificates import make_bench, make_root, new_key
from checks.report.signing.identity import Identity
from checks.words import Catalogue, load_catalogues

NOW = datetime(2026, 11, 22, 8, 20, tzinfo=UTC)


def _load_samples() -> ModuleType:
    """The neighbouring file, whatever import mode pytest runs in."""
    name = "report_samples"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("samples.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    return _load_samples()


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def words() -> dict[str, Catalogue]:
    return load_catalogues(Path(__file__).resolve().parents[3] / "resources" / "i18n")


@pytest.fixture(scope="session")
def fonts() -> Path:
    return Path(pylopdf_fonts_zh_cn.__file__).parent


@pytest.fixture(scope="session")
def identity() -> Identity:
    return an_identity("Workshop Li 李", "Bench 3")


def an_identity(workshop: str, bench: str, now: datetime = NOW) -> Identity:
    """An identity in memory."""
    root, key = make_root(f"{workshop} root", workshop, now), new_key()
    return Identity(make_bench(root, bench, workshop, key.public_key(), now), root.certificate, key)


@pytest.fixture(scope="session")
def root_pem(identity: Identity) -> bytes:
    return identity.root.public_bytes(Encoding.PEM)


@pytest.fixture(scope="session")
def passing(samples: ModuleType) -> Record:
    record = samples.passing()
    assert isinstance(record, Record)
    return record


@pytest.fixture(scope="session")
def signed(passing: Record, words: dict[str, Catalogue], identity: Identity, fonts: Path) -> bytes:
    return make_report(passing, (words["zh_CN"], words["en"]), identity, fonts, now=NOW)
