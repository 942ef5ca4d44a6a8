"""Files that somebody else wrote or that a power cut left: profiles, wire logs, records, journals, batches, settings.

Each is read from a file in memory, as the program does; each ends in its one documented error or in something whole.
"""

import base64
import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

import numpy as np

from checks.baseline_file import BaselineError, read_baseline, to_toml
from checks.handling import packed as packed_handling
from checks.handling import unpacked as unpacked_handling
from checks.history.entry import canonical, entry_of, places_of, unpacked
from checks.intake.batch_file import BatchError, read_batch
from checks.parts_list import shop_parts
from checks.practice_log import NAME, PracticeLogError, series_of
from checks.practice_log import read as read_practice
from checks.record import RecordError, from_json, to_json
from checks.report.certified import CertifiedError, certified_from
from checks.report.compared import ComparedError, compared_from
from checks.report.handed_out import HandedOutError, handed_out, handed_out_from
from checks.report.handed_out import to_bytes as handed_out_bytes
from checks.report.signing.errors import IdentityError
from checks.report.signing.token import Place
from checks.report.signing.trust import TrustError, read_trust, roots_in
from checks.sweep import packed as packed_sweep
from checks.sweep import unpacked as unpacked_sweep
from devices.codec import CodecFactory
from devices.columns import parse_columns
from devices.errors import ColumnsError, ProfileError, WireLogError
from devices.profile import load_profile
from devices.registry import load_codecs
from devices.replay import replay
from devices.wire_log import HEADER
from tests.checks.report import samples
from tests.checks.stage import profiles
from tests.fuzz.target import Reader, Target

ROOT: Final = Path(__file__).resolve().parents[3]
_SHELF: Final = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(gettempdir())


def file_of(data: bytes, name: str = "input") -> Path:
    """A file with this content; one for each process and kind."""
    folder = _SHELF / f"posbench-fuzz-{os.getpid()}"
    if not folder.exists():
        folder.mkdir(mode=0o700)
    path = folder / name
    path.write_bytes(data)
    return path


# profiles

_FULL: Final = (ROOT / "resources" / "terminals" / "gertec-ppc930.toml").read_bytes()
_BASE: Final = b"""id = "x"
maker = "M"
model = "X"
protocol = "abecs"
kind = "pad"
evidence = "specification"
name = { en = "X" }
sources = ["a"]
capabilities = ["live-keys"]
"""


@cache
def _protocols() -> dict[str, Any]:
    return {name: codec.capabilities for name, codec in _codecs().items()}


def check_profile(data: bytes) -> None:
    """A model's file. Every problem in words, or a model that the bench can use."""
    path = file_of(data, "profile.toml")
    try:
        profile = load_profile(path, None, _protocols())
    except ProfileError as error:
        assert error.problems
        assert len(str(error)) < 100_000
        return
    assert profile.id
    assert profile.name["en"] is not None
    for limit in profile.limits.values():
        for band in (limit.normal, limit.marginal):
            assert band is None or band.low is None or band.high is None or band.low <= band.high
    with suppress(ColumnsError):
        parse_columns(str(profile.options.get("columns", "")))


def profile_seeds() -> Iterator[bytes]:
    """Short ones and a whole one."""
    yield _BASE
    yield _BASE + b'[limits."x"]\nunit = "V"\nsource = "s"\nnormal = { low = 1.0, high = 2.0 }\n'
    yield _BASE + b'[keypad]\nkeys = [{ id = "1", x = 0, y = 0 }]\n[display]\nwidth = 128\nheight = 64\n'
    yield _BASE + b'like = "gertec-ppc930"\n'
    yield _BASE + b'[[settings]]\nfile = "/a"\npattern = "(a+)+$"\n'
    yield _FULL


# records


def check_record(data: bytes) -> None:
    """A record, and everything that is made of one: entry, telemetry, hand-out."""
    record = None
    with suppress(RecordError):
        record = from_json(data)
    with suppress(RecordError):
        unpacked(data)
    if record is None:
        return
    again = from_json(to_json(record))
    assert to_json(again) == to_json(record), "a record that was read is written otherwise"
    entry_of(record)
    places_of(record)
    assert canonical(record) == canonical(again)
    for column in record.telemetry:
        try:
            at, values = column.unpack()
        except (ValueError, zlib.error):
            continue
        assert len(at) == len(values) == column.count, "columns of another length than they say"
        assert len(at) < 50_000_000
        assert np.ndim(at) == 1
    assert handed_out_from(handed_out_bytes(handed_out(record)))


def record_seeds() -> Iterator[bytes]:
    """The smallest that is whole, and ours."""
    record = samples.passing()
    told = json.loads(to_json(record))
    told |= {
        "telemetry": told["telemetry"][:1],
        "results": told["results"][:2],
        "keys": told["keys"][:2],
        "key_moments": [],
    }
    at = zlib.compress(np.arange(3.0).astype("<f8").tobytes())
    values = zlib.compress(np.arange(3.0).astype("<f4").tobytes())
    told["telemetry"] = [
        {
            "channel": "voltage@meter",
            "unit": "V",
            "count": 3,
            "at": base64.b64encode(at).decode(),
            "values": base64.b64encode(values).decode(),
        }
    ]
    yield json.dumps(told, separators=(",", ":")).encode()
    told |= {"results": [], "keys": [], "telemetry": [], "handling": {"accessories": []}}
    small = {name: value for name, value in told.items() if value not in (None, [], "")}
    yield json.dumps(small, separators=(",", ":")).encode()
    yield zlib.compress(json.dumps(small).encode())
    yield b'{"schema":2}'
    yield b"[" * 3000


# small things in JSON


def check_small(data: bytes) -> None:
    """One of the small files and texts, by the first byte."""
    given = Reader(data)
    choice, rest = given.byte(), given.rest()
    _SMALL[choice % len(_SMALL)](rest)


def _handling(data: bytes) -> None:
    with suppress(ValueError):
        told = unpacked_handling(data.decode("utf-8", "replace"))
        assert unpacked_handling(packed_handling(told)) == told


def _sweep(data: bytes) -> None:
    with suppress(ValueError, TypeError):
        told = unpacked_sweep(data.decode("utf-8", "replace"))
        assert unpacked_sweep(packed_sweep(told)) == told


def _shop(data: bytes) -> None:
    with suppress(ValueError, RecursionError):  # as its one caller does
        for part in shop_parts(json.loads(data)):
            assert len(part.code) <= 120


def _place(data: bytes) -> None:
    with suppress(ValueError):
        assert Place.from_json(Place.from_json(data).to_json()) == Place.from_json(data)


def _wish(data: bytes) -> None:
    with suppress(ColumnsError):
        columns = parse_columns(data.decode("utf-8", "replace"))
        assert parse_columns(",".join(column.text for column in columns)) == columns


def _certificate(data: bytes) -> None:
    with suppress(CertifiedError):
        assert certified_from(data).result.passed


def _handout(data: bytes) -> None:
    with suppress(HandedOutError):
        told = handed_out_from(data)
        assert handed_out_from(handed_out_bytes(told)) == told


def _compared(data: bytes) -> None:
    with suppress(ComparedError):
        compared_from(data)


def _place_of_token(data: bytes) -> None:
    with suppress(IdentityError):
        Place.parse(data.decode("utf-8", "replace"))


def _practice(data: bytes) -> None:
    path = file_of(data, NAME)
    with suppress(PracticeLogError):
        for series in series_of(read_practice(path.parent)):
            assert series.trainee is not None


def _batch(data: bytes) -> None:
    path = file_of(data, "a.batch")
    with suppress(BatchError):
        batch = read_batch(path)
        assert len({arrival.inspection for arrival in batch.arrivals}) == len(batch.arrivals)


def _trust(data: bytes) -> None:
    with suppress(TrustError):
        read_trust((data,))
    with suppress(TrustError):
        for _, name in roots_in(data):
            assert isinstance(name, str)


_SMALL: Final[tuple[Callable[[bytes], None], ...]] = (
    _handling, _sweep, _shop, _place, _wish, _certificate, _handout, _compared, _practice, _batch, _trust,
)  # fmt: skip


def small_seeds() -> Iterator[bytes]:
    """One of each kind."""
    record = samples.repaired()
    kinds: dict[Callable[[bytes], None], bytes] = {
        _handling: packed_handling(record.handling).encode(),
        _sweep: b'{"seen":["1"],"doubtful":[],"stuck":[],"holds":[],"others":[],"said":""}',
        _shop: b'{"parts":[{"part":"keypad","code":"K","name":"","model":"","price":""}]}',
        _place: b'{"library":"/a.so","label":"x","key":"00"}',
        _wish: b"1=voltage@meter:mV,2=current@meter:mA",
        _handout: handed_out_bytes(handed_out(record)),
        _batch: b'{"type":"batch","name":"a","started":"2026-11-22T10:00:00Z","operator":"","expected":[{"serial":"1"}]}\n{"type":"expected","expected":[],"source":""}\n',
        _practice: b'{"series":"a"}\n',
        _trust: b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n",
    }
    for at, kind in enumerate(_SMALL):
        yield bytes([at]) + kinds.get(kind, b"{}")
        yield bytes([at]) + b"[" * 1500


# wire logs


@cache
def _profiles() -> dict[str, Any]:
    return profiles()


@cache
def _codecs() -> dict[str, CodecFactory]:
    return load_codecs()


def check_wire_log(data: bytes) -> None:
    """A log of anybody, replayed."""
    path = file_of(data, "a.wire")
    with suppress(WireLogError):
        for told in replay(path, _profiles(), _codecs()):
            assert 0 <= told.at < 1e9


def wire_log_seeds() -> Iterator[bytes]:
    """A few lines in each of a few protocols."""
    for protocol, profile, line in (
        ("abecs", "gertec-ppc930", "16434558303030303030363680400002303417"),
        ("console", "smart-terminal", b"~1id.0 1 1\r\nK0 6741a1d2.0.1.1c.1:1.1c.1\r\n".hex()),
        ("scpi", "scpi-meter", b"+5.0E+00\n".hex()),
        ("zvt", "zvt-terminal", "1002060f00100312"),
    ):
        head = json.dumps({"format": HEADER, "version": 1, "protocol": protocol, "profile": profile})
        yield f"{head}\n0.0001 < {line}\n0.5 > 06\n1.0 < 15\n".encode()
    yield b"[" * 3000


# known-good units


def check_baseline(data: bytes) -> None:
    """A known-good unit's file."""
    path = file_of(data, "a.toml")
    with suppress(BaselineError):
        told = read_baseline(path)
        path.write_text(to_toml(told), "utf-8")
        assert read_baseline(path) == told, "a file that was read is written otherwise"


def baseline_seeds() -> Iterator[bytes]:
    """A small one."""
    yield (
        b'format = "posbench-baseline/1"\nprofile = "x"\nmodel = "X"\ncaptured = "2026"\noperator = ""\nserial = "1"\n'
        b'memory_kb = 5\nprograms = ["a"]\n[system]\n"os" = "1"\n[files]\n"/a" = "00"\n'
    )
    yield b"a = " + b"[" * 3000


JSON: Final = (b'"', b"{", b"[", b"null", b"true", b"1e400", b"NaN", b"-1", b'"\\ud800"', b":", b",")
_PROTOCOLS: Final = tuple(sorted(json.dumps(name).encode() for name in load_codecs()))
TARGETS: Final = (
    Target("file.profile", "devices/profile.py, profile_family.py", "ProfileError with every problem, or a model whose limits make sense",
           check_profile, profile_seeds, (b"[limits]", b"[[settings]]", b"pattern", b"like", b"= [", b"= {", b"inf", b"nan"), largest=1200),
    Target("file.record", "checks/record.py, history/entry.py", "RecordError, or a record that is written as it was read, telemetry as long as it says",
           check_record, record_seeds, JSON, largest=3000),
    Target("file.small", "handling, sweep, parts, token, columns, certificate, hand-out, comparison, practice log, batch, trust",
           "the one documented error, or what is written back the same", check_small, small_seeds, JSON, largest=1600),
    Target("file.wire-log", "devices/wire_log.py, replay.py", "WireLogError or events",
           check_wire_log, wire_log_seeds, (b"\n0.5 < ", b"\n1 > ", b"nan", b"1e999", *_PROTOCOLS, *JSON), largest=500),
    Target("file.baseline", "checks/baseline_file.py", "BaselineError, or a file that is written back the same",
           check_baseline, baseline_seeds, (b"[system]", b"[files]", b"= [", b"\\u0000"), largest=600),
)  # fmt: skip
