"""Entry point and composition root: arguments, paths, logging, wiring. The only place that picks concrete parts.

A verb is bound here and lives in ``checks.console`` or ``gui``; each is imported when it is asked for.
"""

import argparse
import ctypes
import faulthandler
import functools
import importlib
import logging
import logging.handlers
import os
import platform
import random
import signal
import sys
import threading
import time
import tomllib
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Final

from checks.console.arguments import make_parser
from checks.console.parts import Exit, Home, Parts, Refused
from checks.console.streams import Stopped, open_streams, stop_when_asked
from checks.measurement import Message, message
from checks.words import Catalogue
from devices.adb_port import SCHEME as ADB
from devices.adb_port import list_adb_ports, open_adb
from devices.bench import Bench, Surroundings
from devices.codec import CodecFactory, SerialSettings
from devices.discovery import candidates
from devices.errors import SimulatorError
from devices.events import FactSubject, Stamped
from devices.host_network import HostNetwork, this_pc
from devices.lanes import NO_PORT, LaneInfo, Sink
from devices.no_port import NoPort
from devices.profile import Profile, load_profiles
from devices.registry import load_checked, load_codecs
from devices.replay import replay
from devices.serial_port import list_serial_ports, open_port
from devices.simulator import simulated_protocols
from devices.simulator.control import find_control, find_registration
from devices.simulator.faults import fault_facts, fault_switches
from devices.simulator.shell import run_simulator
from devices.transport import Transport
from devices.wire_log import WireLog, WireLogHead

_M_ARENA_MAX: Final = -8  # mallopt(3)
_ARENAS: Final = 2
HERE: Final = Path(getattr(sys, "_MEIPASS", None) or Path(__file__).resolve().parent)
Verb = Callable[[argparse.Namespace, Catalogue, Parts], int]

VERBS: Final = {
    "ports": "checks.console.listing:ports",
    "profiles": "checks.console.listing:profiles",
    "replay": "checks.console.listing:replay",
    "simulate": "checks.console.listing:simulate",
    "self-check": "checks.console.listing:self_check",
    "inspect": "checks.console.inspecting:inspect",
    "baseline": "checks.console.baselines:baseline",
    "licence": "checks.console.licensing:licence",
    "history": "checks.console.histories:history",
    "parts": "checks.console.part_codes:part_codes",
    "batch": "checks.console.batches:batch",
    "practice": "checks.console.practising:practice",
    "recover": "checks.console.inspecting:recover",
    "verify": "checks.console.signing_desk:verify",
    "identity": "checks.console.signing_desk:identities",
}


_MOST_OF_A_LOG: Final = 1_000_000


def version() -> str:
    """The one version, kept in pyproject.toml."""
    return str(tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def utc_now() -> str:
    """Time of day for records, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def clock() -> float:
    """The clock that stamps events, in seconds: the finest monotonic one there is on every system."""
    return time.perf_counter_ns() / 1e9


def find_home() -> Home:
    """Where settings, journals, identities and reports live on this platform, or where POSBENCH_HOME moved them."""
    moved = os.environ.get("POSBENCH_HOME")
    if moved:
        try:
            return Home(Path(moved).absolute())
        except OSError:  # the current folder is gone: said by whoever needs the folder
            return Home(Path(moved))
    import platformdirs

    try:
        return Home(Path(platformdirs.user_data_dir("posbench", appauthor=False)))
    except RuntimeError:  # a user without a home and without a name, as in a container
        return Home(Path(os.devnull) / "posbench")


def keep_memory_together() -> None:
    """Two arenas for all threads, where the C library is GNU's: with one for each thread that ever lived, free room between pieces
    of memory grew with every inspection (docs/performance.md, "A shift in fast motion"). Before threads of ours are started.
    """
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def start_logging(home: Home) -> OSError | None:
    """A rotating log, and the stack of a crash beside it. Why there is none, where the folder cannot be written: no reason to stop."""
    handlers: list[logging.Handler] = [logging.NullHandler()]
    trouble = None
    try:
        path = home.folder("log") / "posbench.log"
        handlers.append(
            logging.handlers.RotatingFileHandler(path, maxBytes=_MOST_OF_A_LOG, backupCount=3, encoding="utf-8")
        )
        crashes = home.folder("log") / "crash.log"
        if crashes.exists() and crashes.stat().st_size > _MOST_OF_A_LOG:
            crashes.replace(crashes.with_name("crash.log.1"))
        faulthandler.enable(crashes.open("a", encoding="utf-8"))
    except OSError as error:
        trouble = error
    logging.basicConfig(level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return trouble


def log_what_nobody_caught() -> None:
    """Exceptions in slots and threads do not end the program: they must at least be in the log, with their place."""
    log = logging.getLogger("posbench")

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)

    def in_thread(caught: threading.ExceptHookArgs) -> None:
        log.critical("uncaught in a thread", exc_info=caught.exc_value)

    sys.excepthook = in_main
    threading.excepthook = in_thread


def this_program() -> tuple[str, ...]:
    """How this program is started again, heard and waited for. On Windows its window has no streams, its console program does."""
    if not getattr(sys, "frozen", False):
        return (sys.executable, str(HERE / "app.py"))
    console = Path(sys.executable).with_name("posbench-cli.exe")
    return (str(console) if os.name == "nt" and console.exists() else sys.executable,)


def make_parts() -> Parts:
    """The real parts."""
    home, resources = find_home(), HERE / "resources"
    models = functools.cache(load_profiles)  # three parts of the window ask for them before it is painted

    def make_bench(sink: Sink) -> Bench:
        known = models(resources / "terminals") | models(resources / "meters")
        around = Surroundings(known, load_codecs(), open_any, list_serial_ports, clock, wire_log_in(home))
        return Bench(around, sink)

    return Parts(
        home=home,
        resources=resources,
        version=version(),
        clock=clock,
        utc_now=utc_now,
        program=this_program(),
        make_bench=make_bench,
        host_network=host_network,
        find_control=find_control,
        is_simulated=lambda url: find_registration(url) is not None,
        faults=fault_switches,
        fault_facts=fault_facts,
        list_ports=lambda: (*list_serial_ports(), *list_adb_ports()),
        candidates=candidates,
        load_profiles=models,
        load_profile=load_checked,
        replay=replay,
        run_simulator=run_simulator,
        count_devices=lambda: {"codecs": len(load_codecs()), "simulators": len(simulated_protocols())},
    )


def open_any(url: str, settings: SerialSettings) -> Transport:
    """A real port, a shell through adb, or the port of a unit that has no cable."""
    if url.startswith(ADB):
        return open_adb(url)
    return NoPort() if url == NO_PORT else open_port(url, settings)


def host_network(url: str, tell: Callable[[Stamped], None]) -> HostNetwork:
    """The PC's side of a network test: for a simulated unit its own idea of one, and never the real network."""

    def simulated(subject: FactSubject, about: str, limit: int) -> tuple[tuple[str, str], ...]:
        control = find_control(url)
        if control is None:
            raise SimulatorError(f"no simulator behind {url}")
        with control:
            return control.network(subject, about)

    return HostNetwork(this_pc if find_registration(url) is None else simulated, tell, clock)


def wire_log_in(home: Home) -> Callable[[LaneInfo, CodecFactory, Profile], WireLog]:
    """How each link gets a redacted log of its own."""

    def open_log(lane: LaneInfo, codec: CodecFactory, profile: Profile) -> WireLog:
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-lane{lane.id}-{uuid.uuid4().hex[:6]}.wire"
        head = WireLogHead(codec.id, profile.id)
        return WireLog(home.folder("wire") / name, head, codec, clock, profile)

    return open_log


def has_display() -> bool:
    """Whether a window can be shown."""
    chosen = os.environ.get("QT_QPA_PLATFORM")
    return bool(chosen) or sys.platform != "linux" or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_window(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The window on a real or simulated bench; the same inspection in the terminal where no window can open."""
    why = message("cli.no_display")
    if args.demo:
        from checks.console.connecting import profile_id

        for name in args.demo:
            profile_id(name, parts)
    if has_display():
        try:
            from gui import early

            early.begin()
            from gui.wiring import open_on

            return open_on(args, parts)
        except ImportError as error:
            why = message("cli.no_qt", detail=str(error))
            sys.stderr.write(words.say(why) + "\n")
    if args.demo is None:
        raise Refused(why, Exit.BENCH_ERROR)
    from checks.console.demo import in_terminal

    return in_terminal(args, words, parts, run)


def show_patterns(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """The test pictures as a list, which needs no display, or on a monitor of this PC."""
    if args.screen is None:
        from checks.console.patterns import patterns

        return patterns(args, words, parts)
    if not has_display():
        raise Refused(message("cli.no_display"), Exit.BENCH_ERROR)
    try:
        from gui.monitors import show_on
    except ImportError as error:
        raise Refused(message("cli.no_qt", detail=str(error)), Exit.BENCH_ERROR) from error
    return show_on(words, parts, args.screen)


def system_language() -> str:
    """Chinese where the system speaks it, else English."""
    spoken = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    if not spoken and sys.platform == "win32":  # no such variables there: the language of its own windows
        return "zh_CN" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04 else "en"
    return "zh_CN" if spoken.startswith("zh") else "en"


def language_of(arguments: Sequence[str]) -> str:
    """What the command line asks for, looked at before it is understood: its own complaints are in that language."""
    named = [
        after if arg == "--lang" else arg.removeprefix("--lang=")
        for arg, after in pairwise((*arguments, ""))
        if arg == "--lang" or arg.startswith("--lang=")
    ]
    return next((one for one in reversed(named) if one), system_language())  # as argparse: the last one counts


def run(arguments: Sequence[str] | None = None, trouble: OSError | None = None) -> int:
    """Parse, do, and turn what went wrong into one sentence on stderr and an exit code. ``trouble``: why there is no log."""
    parts = make_parts()
    given = sys.argv[1:] if arguments is None else arguments
    words = parts.words(language_of(given))
    try:
        args = make_parser(version(), words).parse_args(given)
        if getattr(args, "seed", 0) is None:
            args.seed = random.SystemRandom().randrange(2**31)
        if trouble is not None:
            sys.stderr.write(words.text("cli.no_log", detail=str(trouble)) + "\n")
        code = bound(args.verb)(args, words, parts)
        sys.stdout.flush()  # an answer that was not written is no answer
        return code
    except Refused as error:
        sys.stderr.write(words.say(error.text) + "\n")
        return error.code
    except KeyboardInterrupt as stopped:
        sys.stderr.write("\n" + words.text("cli.interrupted") + "\n")
        return stopped.code if isinstance(stopped, Stopped) else 128 + signal.SIGINT
    except Exception as error:  # the outermost edge: whatever a package raises ends in a sentence here
        return explain(error, words)


def bound(verb: str) -> Verb:
    """The function behind a verb."""
    if verb == "window":
        return open_window
    if verb == "patterns":
        return show_patterns
    module, _, name = VERBS[verb].partition(":")
    found: Verb = getattr(importlib.import_module(module), name)
    return found


SAID: Final = {
    "ProfileError": "cli.error.profile",
    "WireLogError": "cli.error.wire_log",
    "SimulatorError": "cli.error.simulator",
    "CommandRefused": "cli.error.refused",
    "DeviceError": "cli.error.device",
    "JournalError": "cli.error.journal",
    "RecordError": "cli.error.record",
    "OSError": "cli.error.system",
}
"""The sentence for an exception that carries none, by its class; what it says itself follows as its detail."""


def explain(error: Exception, words: Catalogue) -> int:
    """Exceptions that carry a sentence are said; anything else is a defect, and the log has its traceback."""
    text = getattr(error, "message", None) or getattr(error, "text", None)
    if isinstance(text, Message):
        sys.stderr.write(words.say(text) + "\n")
    elif isinstance(error, OSError) and error.filename is not None:
        told = {"path": str(error.filename), "detail": error.strerror or str(error)}
        sys.stderr.write(words.text("cli.no_folder", **told) + "\n")
    elif known := [SAID[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in SAID]:
        sys.stderr.write(words.text(known[0], detail=str(error)) + "\n")
    else:
        logging.getLogger("posbench").error("internal error", exc_info=error)
        sys.stderr.write(words.text("cli.internal_error", error=f"{type(error).__name__}: {error}") + "\n")
    return Exit.BENCH_ERROR


def main() -> int:
    """The process's entry."""
    open_streams()
    stop_when_asked()
    keep_memory_together()
    trouble = start_logging(find_home())
    log_what_nobody_caught()
    return run(trouble=trouble)


if __name__ == "__main__":
    sys.exit(main())
