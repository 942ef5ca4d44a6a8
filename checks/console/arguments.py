"""The command line as people script it: stable names, every verb with its options. Binds to nothing; ``app`` does."""

import argparse
from typing import Any, Final

from checks.console.parsing import Parser, seconds, speak, typed
from checks.intake.sizes import SIZES, USUAL
from checks.words import Words

MODEL: Final = (
    "the model; without it the unit is asked in the ways that change nothing; 'ask': you agree that it is asked in those "
    "that change something as well, one at a time, each with its own settings and harmless commands only"
)


def make_parser(version: str, words: Words | None = None) -> argparse.ArgumentParser:
    """The command line; stable, people script it. Its help and complaints are in the language of ``words``."""
    parser = Parser(prog="app.py", description="Posbench: service bench for payment terminals and PIN pads.")
    parser.add_argument("--lang", choices=("zh_CN", "en"), help="language; by default the system's")
    parser.add_argument(
        "--demo", nargs="*", metavar="PROFILE", default=None, help="open with simulated units plugged in"
    )
    parser.add_argument("--version", action="version", version=f"Posbench {version}")
    parser.set_defaults(verb="window", json=False)
    verbs = parser.add_subparsers(metavar="VERB")
    _add(verbs, "ports", "serial ports, their USB identity and the profiles that may match")
    profiles = _add(verbs, "profiles", "models known, with protocol, capabilities and evidence label")
    profiles.add_argument("--check", metavar="FILE", help="validate a profile; all problems at once")
    _simulate_arguments(_add(verbs, "simulate", "a simulated device until interrupted"))
    _inspect_arguments(_add(verbs, "inspect", "an inspection without a window"))
    verify = _add(verbs, "verify", "0 intact and trusted, 1 altered, 3 signer unknown, 4 not a report")
    verify.add_argument("reports", nargs="+", metavar="PATH", help="reports, and folders with reports below them")
    verify.add_argument(
        "--trust", action="append", default=[], metavar="CERT.pem", help="root to trust; nothing else is"
    )
    verify.add_argument("--table", metavar="OUT.csv|OUT.xlsx", help="the answers as a list")
    replay = _add(verbs, "replay", "decode a recorded wire log to events")
    replay.add_argument("file", metavar="FILE")
    _identity_arguments(_add(verbs, "identity", "the workshop's signing identity"))
    recover = _add(verbs, "recover", "inspections that were interrupted: list them, or close them with a report")
    recover.add_argument("--report", metavar="FOLDER", help="close them, each with a report in this folder")
    _signing_arguments(recover)
    _licence_arguments(_add(verbs, "licence", "official lists of payment licences: imported, looked up"))
    _baseline_arguments(_add(verbs, "baseline", "a known-good unit: captured, compared, shown, kept for its model"))
    _batch_arguments(_add(verbs, "batch", "returned units in batches: announced, inspected, exported, labelled"))
    _history_arguments(_add(verbs, "history", "past inspections: searched, shown, exported, brought together"))
    _parts_arguments(_add(verbs, "parts", "the shop's own part codes, used in diagnoses, repairs and reports"))
    _practice_arguments(_add(verbs, "practice", "who practised on simulated units, and with which score"))
    patterns = _add(verbs, "patterns", "test pictures: list them, or show them on a monitor of this PC")
    patterns.add_argument("action", nargs="?", choices=("list",), default="list", help="the list (default)")
    patterns.add_argument(
        "--screen", type=int, metavar="N", help="cover monitor N (from 1); space: next, backspace: back, Escape: end"
    )
    _add(verbs, "self-check", "count codecs, checks, patterns, rules, profiles, languages")
    if words is not None:
        speak(parser, words)
    return parser


def _add(verbs: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="facts as JSON on stdout")
    parser.set_defaults(verb=name)
    return parser


def _simulate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("profile", nargs="?", metavar="PROFILE")
    parser.add_argument(
        "--listen", metavar="pty|tcp:PORT|adb:PORT", help="a pseudo-terminal (default where there are any), TCP or adb"
    )
    parser.add_argument(
        "--fault", action="append", default=[], metavar="NAME[=ARG][@SECONDS]", help="'list' names them"
    )
    parser.add_argument("--press", metavar="auto|KEYS", help="press what is asked, or these keys, separated by commas")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--until-eof", action="store_true", help="end when standard input ends, as well as when interrupted"
    )
    parser.add_argument("--fast", action="store_true", help="do not pace the line at the device's baud rate")


def _inspect_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--terminal",
        type=typed,
        required=True,
        metavar="URL",
        help="whatever pySerial opens, or 'none' for a unit without a cable",
    )
    parser.add_argument("--profile", metavar="ID", help=MODEL)
    parser.add_argument(
        "--login-file",
        metavar="F",
        help="user and password of a service console, one line each; readable by you alone. Without it you are asked",
    )
    parser.add_argument(
        "--meter",
        type=typed,
        metavar="URL",
        help="a supply meter in the unit's supply line; 'typed' for one you read yourself",
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="WHAT=NUMBER",
        help="what you read off a multimeter: voltage=5.02, current=0.31, temperature=41 (of the board), "
        "voltage@battery=3.9; once for each",
    )
    parser.add_argument(
        "--meter-profile",
        metavar="ID",
        help="the meter's model; without it tc66c. Another one's protocol is never tried",
    )
    parser.add_argument(
        "--meter-columns",
        metavar="COLUMNS",
        help="what a text board's columns are: NAME=QUANTITY@SOURCE:UNIT with commas between, "
        "such as 1=voltage@meter:mV,2=current@meter:A",
    )
    parser.add_argument("--meter-baud", type=int, metavar="N", help="the meter's speed where it is not its model's")
    parser.add_argument("--plan", choices=("quick", "full"), default="full")
    parser.add_argument(
        "--before",
        metavar="RECORD.json",
        help="re-test after a repair: repeat only what that inspection found wrong, as thoroughly as it did",
    )
    parser.add_argument("--serial", metavar="S", help="serial number on the sticker")
    parser.add_argument("--symptom", metavar="S", help="what the customer says")
    parser.add_argument("--operator", metavar="NAME")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument(
        "--answers", choices=("ask", "auto"), help="who answers: you, or a played operator (simulated units)"
    )
    parser.add_argument(
        "--patience", type=seconds, default=60.0, metavar="SECONDS", help="how long a lost link is waited for"
    )
    parser.add_argument(
        "--connect-limit", type=seconds, metavar="SECONDS", help="how long to wait for the unit to answer"
    )
    parser.add_argument(
        "--baseline", metavar="FILE", help="a known-good unit to compare with; by default the one kept for the model"
    )
    parser.add_argument("--work-order", metavar="W", help="the order this unit belongs to")
    parser.add_argument(
        "--accessory", action="append", default=[], metavar="A", help="what came with the unit; once for each"
    )
    parser.add_argument("--batch", metavar="NAME", help="count the unit in a batch; 'batch new' begins one")
    parser.add_argument(
        "--waive",
        action="append",
        default=[],
        metavar="CHECK",
        help="accept this check nonetheless if it does not pass; once for each, with --waived-by and --waived-why",
    )
    parser.add_argument("--waived-by", metavar="NAME", help="who answers for what is accepted nonetheless")
    parser.add_argument("--waived-why", metavar="TEXT", help="why it is accepted nonetheless")
    parser.add_argument(
        "--licence",
        metavar="NUMBER_OR_NAME",
        help="look the acquirer up in the imported list, and keep it in the record",
    )
    _database_argument(parser)
    parser.add_argument("--report", required=True, metavar="OUT.pdf")
    parser.add_argument("--record", metavar="OUT.json")
    parser.add_argument("--handout", metavar="OUT.pdf", help="also one signed page for the merchant, in plain words")
    _signing_arguments(parser)


def _baseline_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(terminal=None)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        ("capture", "write what a good unit has on it to a file"),
        ("compare", "hold a unit against such a file: 0 the same, 1 different, 4 not all could be read"),
        ("show", "what is in such a file"),
        ("keep", "use such a file for every inspection of its model"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="facts as JSON on stdout")
        if name in ("capture", "compare"):
            action.add_argument("--terminal", type=typed, required=True, metavar="URL", help="whatever pySerial opens")
            action.add_argument("--profile", metavar="ID", help=MODEL)
            action.add_argument("--connect-limit", type=seconds, metavar="SECONDS")
        if name == "capture":
            action.add_argument("--operator", metavar="NAME", help="who says that this unit is good")
        action.add_argument("file", metavar="BASELINE.toml")


def _licence_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        ("import", "read a list as published: CSV, XLSX or a saved page"),
        ("find", "by licence number or name: 0 listed and not ended, 1 otherwise; the look-up is recorded"),
        ("show", "which list is imported"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="facts as JSON on stdout")
        if name != "show":
            action.add_argument("--operator", metavar="NAME", help="who does it")
        if name == "import":
            action.add_argument("file", metavar="LIST")
        if name == "find":
            action.add_argument("wanted", type=typed, metavar="NUMBER_OR_NAME")


def _database_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database",
        type=typed,
        metavar="URL",
        help="SQLAlchemy URL of the history; by default the one that is set in the window, else a file of this bench's own",
    )


def _history_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        ("list", "inspections that fit, the latest first"),
        ("show", "every inspection of one unit: 1 where there is none"),
        ("export", "CSV or XLSX for people, JSON with the whole records for another bench"),
        ("import", "records that another bench exported; each is kept once"),
        ("compare", "one signed document of two past inspections of a unit: what is different first"),
        ("trends", "who drifts towards a limit, what is due, and the overview: 1 where somebody is named, else 0"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="facts as JSON on stdout")
        _database_argument(action)
        if name in ("list", "export"):
            for wish, what in (
                ("--serial", "serial number or a part of it"),
                ("--model", "profile id, or a part of the model's name"),
                ("--fault", "fault code, such as keypad.dead"),
                ("--operator", "name or a part of it"),
                ("--verdict", "pass, fail or not-decided; pass-waived: the passes that rest on somebody's word"),
                ("--since", "ended then or later: 2026-11-22 or 2026-11-22T10:00"),
                ("--until", "ended before that"),
            ):
                verdicts = ("pass", "pass-waived", "fail", "not-decided") if wish == "--verdict" else None
                action.add_argument(wish, type=typed, metavar=wish[2:].upper(), choices=verdicts, help=what)
        if name == "list":
            action.add_argument("--limit", type=int, default=200, metavar="N")
        if name == "trends":
            action.add_argument("--serial", type=typed, metavar="SERIAL", help="the drift of this unit alone")
            action.add_argument("--since", type=typed, metavar="SINCE", help="ended then or later: 2026-01-01")
            action.add_argument("--until", type=typed, metavar="UNTIL", help="ended before that")
        if name in ("show", "compare"):
            action.add_argument("serial_number", type=typed, metavar="SERIAL")
        if name == "compare":
            action.add_argument("--report", required=True, metavar="OUT.pdf")
            action.add_argument(
                "--first", type=typed, default="", metavar="ID", help="by default the one before the second"
            )
            action.add_argument(
                "--second", type=typed, default="", metavar="ID", help="by default the last; 'history list' names them"
            )
            _signing_arguments(action)
        if name == "export":
            action.add_argument("file", metavar="OUT.csv|OUT.xlsx|OUT.json")
        if name == "import":
            action.add_argument("files", nargs="+", metavar="FILE.json")


def _batch_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        ("new", "begin a batch, with the list of announced units where there is one"),
        ("expect", "the list of announced units, in place of the one before"),
        ("list", "every batch"),
        ("show", "one batch against its list: 0 as announced, 1 something is missing, surplus or another model"),
        ("export", "one row per unit, as CSV or XLSX by the file's name"),
        ("label", "labels as PDF, one page each"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="facts as JSON on stdout")
        if name != "list":
            action.add_argument("name", metavar="NAME")
        if name == "new":
            action.add_argument("--expect", metavar="LIST", help="CSV, XLSX or a saved page with the serial numbers")
            action.add_argument("--operator", metavar="NAME")
        if name == "expect":
            action.add_argument("expect", metavar="LIST")
        if name == "label":
            action.add_argument(
                "--serial", type=typed, action="append", default=[], metavar="S", help="by default every unit"
            )
            action.add_argument("--size", choices=tuple(SIZES), default=USUAL, help="millimetres")
        if name in ("export", "label"):
            action.add_argument("file", metavar="OUT.csv|OUT.xlsx" if name == "export" else "OUT.pdf")


def _parts_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        (
            "import",
            "read a list with the headings part, code and where wanted name, model, price: CSV, XLSX or a saved page",
        ),
        ("show", "the list in use"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="facts as JSON on stdout")
        if name == "import":
            action.add_argument("file", metavar="LIST")


def _practice_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (
        ("list", "every series of exercises, the newest first"),
        ("show", "one series with every sum: 0 passed, 1 not"),
        ("certificate", "the signed certificate of a passed series, also long after it"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="facts as JSON on stdout")
        if name in ("show", "certificate"):
            action.add_argument("series", type=typed, metavar="SERIES")
        if name == "certificate":
            action.add_argument(
                "--passphrase-file", metavar="F", help="passphrase of the signer's key; without it you are asked"
            )
            action.add_argument(
                "--technician", metavar="NAME", default="", help="this technician's key signs, instead of the bench's"
            )


def _signing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file", metavar="F", help="passphrase of the signer's key; without it you are asked"
    )
    parser.add_argument(
        "--technician", metavar="NAME", default="", help="this technician's key signs, instead of the bench's"
    )
    parser.add_argument(
        "--time-stamp",
        metavar="URL",
        help="ask this server (RFC 3161) for a time stamp; without it nothing is asked. A server that fails costs the stamp only",
    )
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help="paper size of what is printed")
    parser.add_argument("--report-lang", action="append", choices=("zh_CN", "en"), help="twice for both languages")


def _identity_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("create", "show", "export", "renew", "revoke"))
    parser.add_argument(
        "--passphrase-file", metavar="F", help="passphrase of the signer's key, or the PIN of its token"
    )
    parser.add_argument(
        "--technician",
        metavar="NAME",
        default="",
        help="a technician's own identity under the root, instead of the bench's",
    )
    parser.add_argument(
        "--root-passphrase-file", metavar="F", help="passphrase of the root where it is another; by default the same"
    )
    parser.add_argument(
        "--token", metavar="LIBRARY:LABEL", help="create the bench's key on this PKCS#11 token instead of in a file"
    )
    parser.add_argument("--workshop", metavar="NAME")
    parser.add_argument("--bench", metavar="NAME")
    parser.add_argument("--out", metavar="FILE", help="export to a file instead of stdout")
    parser.add_argument(
        "--reason",
        default="unspecified",
        choices=("unspecified", "keyCompromise", "superseded", "cessationOfOperation"),
    )
