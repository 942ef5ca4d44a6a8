"""What stands on the screen of a simulated terminal that is out of service. Wording invented."""

from devices.simulator.faults import FaultSet


def warning(faults: FaultSet, now: float) -> str:
    """The lines a person reads; empty while the terminal is in service."""
    if faults.args("tampered", now):
        return "TAMPER DETECTED\nDO NOT OPEN"
    code = faults.begun("offline-code", now)
    return f"OUT OF SERVICE\nOFFLINE CODE {code[0]}" if code else ""
