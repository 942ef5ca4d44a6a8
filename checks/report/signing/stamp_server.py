"""Asks a time-stamp server (RFC 3161 over HTTP) about a digest. The only file that connects anywhere, and only when called.

An answer is believed in nothing: size, form, nonce, imprint and signature are looked at before it is used. Redirections
are not followed. Whatever goes wrong is ``NoStamp``, in words.
"""

import contextlib
import http.client
import secrets
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from checks.measurement import Message, message
from checks.report.signing.der import BOOLEAN, NULL, OCTET_STRING, SEQUENCE, element, integer, oid
from checks.report.signing.stamp import Token, low_form, open_token, path_of
from checks.report.stamps import trouble_with

LIMIT_S: Final = 10.0
_MOST_BYTES: Final = 65_536
_SHA256: Final = element(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"), element(NULL))


class NoStamp(Exception):
    """There is no stamp to be had. ``message`` says why, in words of the catalogues."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.message = reason


@dataclass(frozen=True, slots=True)
class StampServer:
    """A server by its URL, and how long its answer is waited for."""

    url: str
    limit_s: float = LIMIT_S

    @property
    def name(self) -> str:
        """What it is called in sentences."""
        return urlsplit(self.url).hostname or self.url[:80]


def ask(server: StampServer, digest: bytes) -> Token:
    """A proven token over ``digest`` (SHA-256), in its one form. Raises ``NoStamp``."""
    trouble = trouble_with(server.url)
    if trouble is not None:
        raise NoStamp(trouble)
    nonce = secrets.randbits(63) | 1
    answer = _exchanged(server, _question(digest, nonce))
    try:
        token = _token(answer)
        statement, _ = open_token(token)
    except _Refused as refused:
        raise NoStamp(message("stamp.refused", server=server.name, detail=str(refused))) from refused
    except Exception as error:  # what a stranger sends may break any parser: an edge
        raise NoStamp(message("stamp.rubbish", server=server.name)) from error
    if statement.nonce != nonce or statement.imprint != digest:
        raise NoStamp(message("stamp.another", server=server.name))
    return token


def _question(digest: bytes, nonce: int) -> bytes:
    imprint = element(SEQUENCE, _SHA256, element(OCTET_STRING, digest))
    return element(SEQUENCE, integer(1), imprint, integer(nonce), element(BOOLEAN, b"\xff"))


class _Refused(Exception):
    """The server said no."""


def _token(answer: bytes) -> Token:
    """The token of an answer, whatever form it came in, in ours. What its signature does not cover is left out."""
    from asn1crypto import core, tsp

    status = tsp.PKIStatus.load(core.Sequence.load(answer, strict=True)[0][0].dump()).native  # a refusal has no token
    if status not in ("granted", "granted_with_mods"):
        raise _Refused(status)
    response: Any = tsp.TimeStampResp.load(answer, strict=True)
    signed = response["time_stamp_token"]["content"]
    (signer,) = signed["signer_infos"]
    certificates = [one.chosen.dump() for one in signed["certificates"]]
    path = path_of(_signer_named(signer["sid"], signed["certificates"]), certificates, spare=True)
    attributes = b"".join(sorted(part.dump() for part in signer["signed_attrs"]))
    info = bytes(signed["encap_content_info"]["content"])
    digest, signature = signer["digest_algorithm"]["algorithm"].native, signer["signature"].native
    return Token(info, path, attributes, digest, low_form(_loaded(path[0]), signature))


def _loaded(certificate: bytes) -> Any:
    from cryptography import x509

    return x509.load_der_x509_certificate(certificate)


def _signer_named(sid: Any, certificates: Any) -> bytes:
    """Issuer and serial number of the signer, also where the key's identifier names it."""
    if sid.name == "issuer_and_serial_number":
        named = sid.chosen
        serial: bytes = named["serial_number"].dump()
        issuer: bytes = named["issuer"].dump()
        return element(SEQUENCE, issuer, serial)
    for one in certificates:
        if one.chosen.key_identifier == sid.chosen.native:
            fields = one.chosen["tbs_certificate"]
            return element(SEQUENCE, fields["issuer"].dump(), fields["serial_number"].dump())
    raise ValueError("no certificate")


def _exchanged(server: StampServer, question: bytes) -> bytes:
    """The body of the server's answer, within the limit, whatever the server does."""
    call = _Call(server, question)
    thread = threading.Thread(target=call.run, name="posbench-stamp", daemon=True)
    thread.start()
    thread.join(server.limit_s)
    if thread.is_alive():
        call.hang_up()
        raise NoStamp(message("stamp.slow", server=server.name, seconds=round(server.limit_s)))
    if call.failure is not None:
        raise NoStamp(call.failure)
    return call.answer


class _Call:
    """One request in a thread of its own, because no single time-out limits name, connection, headers and body together."""

    def __init__(self, server: StampServer, question: bytes) -> None:
        self.answer = b""
        self.failure: Message | None = None
        self._server, self._question = server, question
        parts = urlsplit(server.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._line = kind(parts.hostname or "", parts.port, timeout=server.limit_s)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def run(self) -> None:
        """Ask and read."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        name = self._server.name
        try:
            self._line.request("POST", self._path, self._question, headers)
            response = self._line.getresponse()
            self.answer = response.read(_MOST_BYTES)
            if response.status != http.client.OK:
                self.failure = message("stamp.http", server=name, status=response.status)
        except TimeoutError:
            self.failure = message("stamp.slow", server=name, seconds=round(self._server.limit_s))
        except (OSError, http.client.HTTPException, ValueError) as error:
            known = isinstance(error, OSError) and not isinstance(error, ssl.SSLError)
            detail = getattr(error, "strerror", None) if known else None
            self.failure = message("stamp.away", server=name, detail=detail or type(error).__name__)
        finally:
            self._line.close()

    def hang_up(self) -> None:
        """From another thread: what is being read ends now."""
        line = self._line.sock
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
