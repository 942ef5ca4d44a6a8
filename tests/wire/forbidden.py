"""Tries to make a protocol's parts say what must never be said: every public function, and every command of the bench."""

import inspect
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from types import ModuleType
from typing import Any, get_args

import numpy as np

from devices.codec import CodecFactory
from devices.commands import Command
from devices.errors import CommandRefused
from devices.events import FactSubject
from devices.profile import Profile
from devices.raster import Raster


def public_functions(modules: Iterable[ModuleType]) -> Iterator[tuple[str, Any]]:
    """Functions of these modules, and functions of their classes, that anybody may call."""
    for module in modules:
        for name, found in vars(module).items():
            if name.startswith("_") or getattr(found, "__module__", "") != module.__name__:
                continue
            if inspect.isfunction(found):
                yield f"{module.__name__}.{name}", found
            elif inspect.isclass(found):
                for inner, method in vars(found).items():
                    if isinstance(method, staticmethod):
                        yield f"{module.__name__}.{name}.{inner}", method.__func__


def bytes_in(value: object) -> Iterator[bytes]:
    """Every byte string inside a result, however deep."""
    if isinstance(value, bytes | bytearray):
        yield bytes(value)
    elif isinstance(value, str):
        return
    elif isinstance(value, dict):
        for inner in value.values():
            yield from bytes_in(inner)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):  # type: ignore[arg-type]
            yield from bytes_in(getattr(value, field.name, None))
    elif isinstance(value, Iterable):
        for inner in value:
            yield from bytes_in(inner)


def built(modules: Iterable[ModuleType], offered: Iterable[tuple[object, ...]]) -> Iterator[tuple[str, bytes]]:
    """What comes out of every public function that takes one of the ``offered`` arguments."""
    tries = list(offered)
    for name, function in public_functions(modules):
        for arguments in tries:
            with suppress(CommandRefused, TypeError, ValueError, AttributeError, KeyError, IndexError, OverflowError):
                for data in bytes_in(function(*arguments)):
                    yield name, data


def commands(text: str) -> Iterator[Command]:
    """Every command of the bench, with ``text`` wherever there is room for one."""
    values = {
        "expected": text,
        "timeout_s": 5,
        "lines": (text, text),
        "name": "A",
        "raster": Raster(np.zeros((4, 4, 3), np.uint8)),
        "interval_s": 1.0,
        "user": text,
        "password": text,
        "about": text,
        "percent": 5,
    }
    for kind in get_args(Command):
        wanted = {field.name: values[field.name] for field in fields(kind) if field.name in values}
        if "subject" in {field.name for field in fields(kind)}:
            yield from (kind(subject=subject, **wanted) for subject in FactSubject)
        else:
            yield kind(**wanted)


def said(codec: CodecFactory, profile: Profile, texts: Iterable[str], answers: Iterable[bytes]) -> Iterator[bytes]:
    """Everything written for every command, with each of ``answers`` after each write, and through all time-outs."""
    replies = list(answers)
    for text in texts:
        for command in commands(text):
            for reply in replies:
                yield from _said_for(codec.open(profile), command, reply)


def _said_for(link: Any, command: Command, reply: bytes) -> Iterator[bytes]:
    try:
        output = link.send(command, 0.0)
    except CommandRefused:
        return
    now = 0.0
    for _ in range(12):
        yield from output.write
        if output.write and reply:
            output = link.feed(reply, now)
        elif output.deadline is not None:
            now = max(now, output.deadline)
            output = link.tick(now)
        else:
            return
