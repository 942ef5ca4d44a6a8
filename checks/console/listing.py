"""The verbs that tell what is here: ports, profiles, wire logs as events, and what the program is made of."""

import argparse
import sys
from pathlib import Path

from checks.console.connecting import profile_id
from checks.console.facts import port_facts, profile_facts, show_json, stamped_facts
from checks.console.parts import Exit, Parts, Refused
from checks.console.terminal import printable, sentence
from checks.labels import label_in
from checks.measurement import message
from checks.registry import load_checks, load_patterns, load_rules
from checks.words import SOURCE_LANGUAGE, Catalogue
from devices.errors import ProfileError, SimulatorUsage, WireLogError
from devices.profile import Profile


def ports(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """Serial ports with USB identity and the profiles that may match."""
    known = parts.profiles()
    rows = [(port, [p.id for p in parts.candidates(port, known)]) for port in parts.list_ports()]
    if args.json:
        return show_json([port_facts(port, ids) for port, ids in rows])
    for port, ids in rows:
        usb = f"{port.usb.text} {port.usb.product} {port.usb.serial}".rstrip() if port.usb else "-"
        print(f"{port.url}\t{printable(usb)}\t{', '.join(ids) or '-'}")
    if not rows:
        sys.stderr.write(words.text("cli.no_ports") + "\n")
    return Exit.DONE


def profiles(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """Models known, or the problems of one file."""
    if args.check:
        return _check(Path(args.check), args.json, words, parts)
    known = parts.profiles()
    if args.json:
        return show_json([profile_facts(profile) for profile in known.values()])
    for p in known.values():
        able = ", ".join(sorted(p.capabilities))
        print(f"{p.id}\t{p.kind}\t{words.local(p.name)}\t{p.protocol}\t{able}\t[{label_in(p.evidence, words)}]")
    return Exit.DONE


def _check(path: Path, as_json: bool, words: Catalogue, parts: Parts) -> int:
    problems: tuple[str, ...] = ()
    found = ""
    try:
        found = parts.load_profile(path, parts.resources / "terminals" / "_defaults.toml").id
    except ProfileError as error:
        problems = error.problems
    if as_json:
        show_json({"file": str(path), "id": found, "problems": list(problems)})
    else:
        head = (words.text("cli.profile_problems", path=str(path)),) if problems else (f"{path}: {found}",)
        print("\n".join((*head, *map(words.technical, problems))))
    return Exit.FAILED if problems else Exit.DONE


def replay(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """A wire log as events."""
    try:
        events = [stamped_facts(stamped) for stamped in parts.replay(Path(args.file), parts.profiles())]
    except WireLogError as error:
        raise Refused(message("cli.replay_unread", detail=sentence(str(error))), Exit.BENCH_ERROR) from error
    if args.json:
        return show_json(events)
    for facts in events:
        rest = ", ".join(f"{name}={value!r}" for name, value in facts.items() if name not in ("at", "event"))
        print(f"{facts['at']:10.4f}  {facts['event']}  {rest}")
    return Exit.DONE


def simulate(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """A simulated device until it is interrupted."""
    known = parts.profiles()
    if "list" in args.fault:
        chosen = profile_id(args.profile, parts)
        return _list_faults(known[chosen] if chosen is not None else None, args.json, words, parts)
    if args.profile is None:
        raise Refused(message("cli.simulate_what", known=", ".join(sorted(known))))
    profile = profile_id(args.profile, parts) or ""
    _has_faults(known[profile], args.fault, parts)
    _has_keys(known[profile], args.press)
    until = sys.stdin if args.until_eof else None
    try:
        return parts.run_simulator(
            profile,
            known,
            sys.stdout,
            args.listen or "",
            args.fault,
            args.press,
            args.seed,
            args.json,
            not args.fast,
            until,
        )
    except SimulatorUsage as error:
        raise Refused(message("cli.simulate_refused", detail=printable(str(error)))) from error


def _has_faults(profile: Profile, wanted: list[str], parts: Parts) -> None:
    """Raises ``Refused`` for a fault that nobody knows, and for one that this model could show nowhere."""
    every, own = ({fault["name"] for fault in parts.fault_facts(of)} for of in (None, profile))
    for text in wanted:
        name = text.partition("@")[0].partition("=")[0]
        if name not in own:
            told = "cli.fault_nowhere" if name in every else "cli.unknown_fault"
            raise Refused(message(told, fault=printable(name), profile=profile.id))


def _has_keys(profile: Profile, press: str | None) -> None:
    known = [cap.id for cap in profile.keypad.keys] if profile.keypad is not None else []
    for key in press.split(",") if press and press != "auto" else ():
        if key not in known:
            raise Refused(message("cli.unknown_key", key=printable(key), known=", ".join(known)))


def _list_faults(profile: Profile | None, as_json: bool, words: Catalogue, parts: Parts) -> int:
    """What ``--fault`` takes, for one model where one is named."""
    found = parts.fault_facts(profile)
    if as_json:
        return show_json(found)
    for fault in found:
        name = f"window.fault.{fault['name']}"
        said = words.text(name, argument=fault["argument"] or "")
        if said == name or words.language == SOURCE_LANGUAGE:
            said = str(fault["description"])
        print(f"{fault['form']:<28} {fault['side']:<9} {said}")
    return Exit.DONE


def self_check(args: argparse.Namespace, words: Catalogue, parts: Parts) -> int:
    """Counts what this program is made of; a part that is missing fails."""
    counts = count_parts(parts)
    if args.json:
        show_json(counts)
    else:
        print("\n".join(f"{name}: {count}" for name, count in counts.items()))
    return Exit.FAILED if 0 in counts.values() else Exit.DONE


def count_parts(parts: Parts) -> dict[str, int]:
    """Codecs, simulators, checks, patterns, rules, profiles, languages, sentences, fonts."""
    checks, watches = load_checks()
    catalogues = parts.catalogues()
    return parts.count_devices() | {
        "checks": len(checks),
        "watches": len(watches),
        "patterns": len(load_patterns()),
        "rules": len(load_rules()),
        "profiles": len(parts.profiles()),
        "languages": len(catalogues),
        "sentences": min(len(c.sentences) for c in catalogues.values()),
        "fonts": len(list(parts.fonts().glob("NotoSans*.otf"))),
    }
