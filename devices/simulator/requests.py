"""The simulator's end of the control socket: connections, their tokens, and one reply for each request line."""

import hmac
import json
import math
import socket
from collections.abc import Callable
from typing import Any, Final

from devices.errors import SimulatorError
from devices.events import FactSubject
from devices.profile import Profile
from devices.raster import Raster
from devices.simulator.control import MAX_LINE, packed
from devices.simulator.device import OnNetwork, SimulatedDevice
from devices.simulator.faults import looks, parse_fault
from devices.simulator.person import SimulatedPerson

_MAX_CLIENTS: Final = 8
_MAX_ASKED: Final = 64
_LONGEST_HOLD_S: Final = 600.0


class Desk:
    """Carries out the requests of whoever is let in."""

    def __init__(self, profile: Profile, device: SimulatedDevice, person: SimulatedPerson) -> None:
        self._profile = profile
        self._device = device
        self._person = person
        self._asked: tuple[tuple[str, ...], int] = ((), 0)
        self._seen: tuple[Raster | None, str] = (None, "")
        self._screen_id = 0

    def reply(self, request: Any, now: float) -> dict[str, Any]:
        """The answer to one request. Never raises for what a client sent."""
        does: dict[str, Callable[[dict[str, Any], float], dict[str, Any]]] = {
            "state": self._state,
            "press": self._press,
            "release": self._release,
            "asked": self._ask,
            "screen": self._screen,
            "fault": self._fault,
            "network": self._network,
        }
        try:
            wanted = request.get("do") if isinstance(request, dict) else None
            if not isinstance(wanted, str) or wanted not in does:
                raise SimulatorError("unknown request")
            return {"ok": True, **does[wanted](request, now)}
        except SimulatorError as error:
            return {"ok": False, "error": str(error)}

    def _state(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        seen = (self._device.screen(), self._device.screen_text())
        if seen != self._seen:
            self._seen, self._screen_id = seen, self._screen_id + 1
        return {
            "profile": self._profile.id,
            "waiting_for": self._device.waiting_for(),
            "digits_wanted": self._device.digits_wanted(),
            "asked": list(self._asked[0]),
            "asked_digits": self._asked[1],
            "to_press": self._person.left,
            "faults": [fault.text() for fault in self._device.faults()],
            "looks": list(looks(self._device.faults())),
            "unplugged": self._device.cut_until(now) is not None,
            "screen_id": self._screen_id,
        }

    def _press(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        hold = request.get("hold_s", 0.1)
        if not isinstance(hold, int | float) or not math.isfinite(hold) or not 0 <= hold <= _LONGEST_HOLD_S:
            raise SimulatorError("hold_s: seconds from 0 to 600")
        self._device.press(self._key(request.get("key")), now, float(hold))
        return {}

    def _release(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        self._device.release(self._key(request.get("key")), now)
        return {}

    def _key(self, key: Any) -> str:
        if not isinstance(key, str) or self._profile.keypad is None or self._profile.keypad.key(key) is None:
            raise SimulatorError("this model has no such key")
        return key

    def _ask(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        named, digits = request.get("keys", []), request.get("digits")
        if not isinstance(named, list) or len(named) > _MAX_ASKED:
            raise SimulatorError("keys: a list of key names")
        if digits is not None and not (isinstance(digits, str) and digits.isascii() and digits.isdigit()):
            raise SimulatorError("digits: a string of digits or nothing")
        wanted = tuple(self._key(key) for key in named)
        self._asked = (wanted, len(digits or ""))
        self._person.asked(wanted, digits[:_MAX_ASKED] if digits else None)
        return {}

    def _screen(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        return {"picture": packed(self._device.screen()), "text": self._device.screen_text()}

    def _fault(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        text, on = request.get("fault"), request.get("on", True)
        if not isinstance(text, str) or not isinstance(on, bool):
            raise SimulatorError("fault: its notation; on: true or false")
        caps = self._profile.keypad.keys if self._profile.keypad else ()
        known = next((fault for fault in self._device.faults() if text in (fault.name, fault.text())), None)
        if on or known is None:
            known = parse_fault(text, self._profile.kind, [cap.id for cap in caps])
        self._device.set_fault(known, on, now)
        return {}

    def _network(self, request: dict[str, Any], now: float) -> dict[str, Any]:
        subject, about = request.get("subject"), request.get("about")
        known = next((known for known in FactSubject if known == subject), None)
        if known is None or not isinstance(about, str) or not isinstance(self._device, OnNetwork):
            raise SimulatorError("no question about a network")
        return {"items": self._device.from_pc(known, about, now)}


class Doorman:
    """Listens on 127.0.0.1, lets in who knows the token, and serves lines. Owned by the simulator's loop."""

    def __init__(self, desk: Desk, person: SimulatedPerson, token: str) -> None:
        self._desk = desk
        self._person = person
        self._token = token
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._held: dict[socket.socket, bytes] = {}
        self._known: set[socket.socket] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def sockets(self) -> list[socket.socket]:
        """What the loop must watch for reading."""
        return [self._listener, *self._held]

    def serve(self, ready: socket.socket, now: float) -> None:
        """Something arrived at ``ready``."""
        if ready is self._listener:
            self._let_in()
        elif ready in self._held:
            self._read(ready, now)

    def close(self) -> None:
        """Hang up on everybody."""
        for client in list(self._held):
            self._drop(client)
        self._listener.close()

    def _let_in(self) -> None:
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        if len(self._held) >= _MAX_CLIENTS:
            client.close()
            return
        client.settimeout(1.0)
        self._held[client] = b""

    def _drop(self, client: socket.socket) -> None:
        self._held.pop(client, None)
        self._known.discard(client)
        client.close()

    def _read(self, client: socket.socket, now: float) -> None:
        try:
            data = client.recv(MAX_LINE)
        except OSError:
            data = b""
        *lines, rest = (self._held[client] + data).split(b"\n")
        if not data or max(map(len, (*lines, rest))) > MAX_LINE:
            self._drop(client)
            return
        self._held[client] = rest
        for line in lines:
            if client in self._held:
                self._answer(client, line, now)

    def _answer(self, client: socket.socket, line: bytes, now: float) -> None:
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = None
        if client not in self._known and not self._admit(client, request):
            self._drop(client)
            return
        greeting = isinstance(request, dict) and "token" in request
        reply = {"ok": True} if greeting else self._desk.reply(request, now)
        try:
            client.sendall(json.dumps(reply).encode("utf-8") + b"\n")
        except OSError:
            self._drop(client)

    def _admit(self, client: socket.socket, request: Any) -> bool:
        token = request.get("token") if isinstance(request, dict) else None
        if not isinstance(token, str) or not hmac.compare_digest(
            token.encode("utf-8", "replace"), self._token.encode()
        ):
            return False
        self._known.add(client)
        self._person.attended()
        return True
