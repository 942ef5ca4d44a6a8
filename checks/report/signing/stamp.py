"""A time-stamp token (RFC 3161) in the one form that is accepted, and the proof of every byte in it.

A token holds what its own signature covers, its maker's certificates, and nothing else; the bench's seal over it says that
it is the one the bench put there. Whether its maker is known is asked in ``trust``.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID

from checks.report.signing.cms import issuer_and_serial
from checks.report.signing.der import (
    BOOLEAN,
    CONTEXT_0,
    CONTEXT_1,
    GENERALIZED_TIME,
    INTEGER,
    NULL,
    OCTET_STRING,
    OID,
    SEQUENCE,
    SET,
    DerError,
    Node,
    element,
    integer,
    oid,
    only,
)

_SIGNED_DATA: Final = oid("1.2.840.113549.1.7.2")
_TST_INFO: Final = oid("1.2.840.113549.1.9.16.1.4")
_CONTENT_TYPE: Final = oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST: Final = oid("1.2.840.113549.1.9.4")
_CERTIFICATE_1: Final = oid("1.2.840.113549.1.9.16.2.12")
_CERTIFICATE_2: Final = oid("1.2.840.113549.1.9.16.2.47")
_RSA: Final = element(SEQUENCE, oid("1.2.840.113549.1.1.1"), element(NULL))
_HASHES: Final[dict[str, tuple[bytes, bytes, hashes.HashAlgorithm]]] = {
    "sha256": (oid("2.16.840.1.101.3.4.2.1"), oid("1.2.840.10045.4.3.2"), hashes.SHA256()),
    "sha384": (oid("2.16.840.1.101.3.4.2.2"), oid("1.2.840.10045.4.3.3"), hashes.SHA384()),
    "sha512": (oid("2.16.840.1.101.3.4.2.3"), oid("1.2.840.10045.4.3.4"), hashes.SHA512()),
}
"""By name: object identifiers of the digest and of ECDSA with it."""
_ORDERS: Final = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
    "secp521r1": int("1" + "F" * 65 + "A51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 16),
}
_TIME: Final = re.compile(rb"(\d{14})(?:\.(\d{1,9}))?Z")
_MOST_CERTIFICATES: Final = 6


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says. DER of its statement and of its certificates, the signer's first; the digest by its name."""

    info: bytes
    path: tuple[bytes, ...]
    attributes: bytes
    digest: str
    signature: bytes

    def encoded(self) -> bytes:
        """The one form of this token. Raises ``DerError`` and ``ValueError`` for keys and digests without one."""
        issuer, serial = issuer_and_serial(self.path[0])
        digest = element(SEQUENCE, _named(self.digest)[0], element(NULL))
        signer = element(
            SEQUENCE,
            integer(1),
            element(SEQUENCE, issuer, serial),
            digest,
            element(CONTEXT_0, self.attributes),
            self._algorithm(),
            element(OCTET_STRING, self.signature),
        )
        content = element(SEQUENCE, _TST_INFO, element(CONTEXT_0, element(OCTET_STRING, self.info)))
        certificates = element(CONTEXT_0, *sorted(self.path))
        body = (integer(3), element(SET, digest), content, certificates, element(SET, signer))
        return element(SEQUENCE, _SIGNED_DATA, element(CONTEXT_0, element(SEQUENCE, *body)))

    def _algorithm(self) -> bytes:
        key = x509.load_der_x509_certificate(self.path[0]).public_key()
        if isinstance(key, rsa.RSAPublicKey):
            return _RSA
        if isinstance(key, ec.EllipticCurvePublicKey):
            return element(SEQUENCE, _named(self.digest)[1])
        raise DerError("kind of key")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the maker of a stamp says: this digest (SHA-256) was there at this time (UTC), in answer to ``nonce``."""

    imprint: bytes
    at: datetime
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A proven token: the time in it, and its maker's certificates, its own first."""

    at: datetime
    path: tuple[x509.Certificate, ...]

    @property
    def maker(self) -> x509.Certificate:
        """The certificate that made it."""
        return self.path[0]


def take_token(data: bytes) -> Token:
    """A token from its bytes. Raises ``DerError`` and ``ValueError`` for every byte that does not follow from what it says."""
    content = only(data, SEQUENCE).children()
    fields = only(content[1].must(CONTEXT_0).content, SEQUENCE).children() if len(content) == 2 else ()
    if len(fields) != 5:
        raise DerError("not five fields")
    signer = only(fields[4].must(SET).content, SEQUENCE).children()
    if len(signer) != 6:
        raise DerError("not one signer")
    info = only(fields[2].must(SEQUENCE).children()[1].must(CONTEXT_0).content, OCTET_STRING).content
    path = path_of(signer[1].raw, (node.raw for node in fields[3].must(CONTEXT_0).children()))
    digest = _digest_named(signer[2].must(SEQUENCE).children()[0].raw)
    attributes, signature = signer[3].must(CONTEXT_0).content, signer[5].must(OCTET_STRING).content
    token = Token(info, path, attributes, digest, signature)
    if token.encoded() != data:
        raise DerError("not in the one accepted form")
    return token


def path_of(signer: bytes, certificates: Iterable[bytes], *, spare: bool = False) -> tuple[bytes, ...]:
    """The certificates in order, from the one that ``signer`` (issuer and serial number) names upwards.

    Raises ``DerError`` where it is not there or, unless ``spare`` ones may be left over, where one does not belong.
    """
    left = sorted(set(certificates))
    if len(left) > _MOST_CERTIFICATES and not spare:
        raise DerError("a certificate that does not belong")
    path = [raw for raw in left if element(SEQUENCE, *issuer_and_serial(raw)) == signer][:1]
    if not path:
        raise DerError("no certificate of its maker")
    left.remove(path[0])
    while (above := next((raw for raw in left if _issued(path[-1], raw)), None)) is not None:
        path.append(above)
        left.remove(above)
        if len(path) > _MOST_CERTIFICATES:
            raise DerError("too many certificates")
    if left and not spare:
        raise DerError("a certificate that does not belong")
    return tuple(path)


def _issued(below: bytes, above: bytes) -> bool:
    try:
        one, other = x509.load_der_x509_certificate(below), x509.load_der_x509_certificate(above)
        one.verify_directly_issued_by(other)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
        return False
    return one.issuer != one.subject


def open_token(token: Token) -> tuple[Statement, Stamp]:
    """What a token states, and its maker, both proven. Raises ``DerError`` and ``ValueError`` where any proof fails."""
    statement = statement_of(token.info)
    path = tuple(x509.load_der_x509_certificate(raw) for raw in token.path)
    _attributes(token)
    if low_form(path[0], token.signature) != token.signature:
        raise DerError("the other form of the signature value")
    _prove(path[0], token)
    try:
        _may_stamp(path, statement.at)
    except (x509.ExtensionNotFound, x509.DuplicateExtension) as error:
        raise DerError("certificate") from error
    return statement, Stamp(statement.at, path)


def statement_of(info: bytes) -> Statement:
    """TSTInfo of RFC 3161, section 2.4.2. Raises ``DerError``."""
    fields = list(only(info, SEQUENCE).children())
    if len(fields) < 5 or fields[0].raw != integer(1):
        raise DerError("version")
    fields[1].must(OID)
    algorithm, imprint = fields[2].must(SEQUENCE).children()
    if algorithm.must(SEQUENCE).children()[0].raw != _HASHES["sha256"][0]:
        raise DerError("digest of the imprint")
    fields[3].must(INTEGER)
    nonce = None
    last = 0
    for field in fields[5:]:
        order = (SEQUENCE, BOOLEAN, INTEGER, CONTEXT_0, CONTEXT_1).index(field.tag) + 1
        if order <= last:
            raise DerError("order of the fields")
        last = order
        if field.tag == INTEGER:
            nonce = int.from_bytes(field.content, "big", signed=True)
        if field.tag == CONTEXT_1:
            _no_critical(field)
    return Statement(imprint.must(OCTET_STRING).content, _time(fields[4]), nonce)


def _no_critical(extensions: Node) -> None:
    """A critical extension must be understood, and none is."""
    if any(part.tag == BOOLEAN and any(part.content) for one in extensions.children() for part in one.children()):
        raise DerError("critical extension")


def _time(node: Node) -> datetime:
    found = _TIME.fullmatch(node.must(GENERALIZED_TIME).content)
    if found is None:
        raise DerError("time")
    when = datetime.strptime(found.group(1).decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return when.replace(microsecond=int((found.group(2) or b"0").decode("ascii").ljust(6, "0")[:6]))


def _attributes(token: Token) -> None:
    """The signed attributes: each once, in order, about this statement and this maker (RFC 3161, RFC 5816)."""
    found: dict[bytes, Node] = {}
    parts = only(element(SET, token.attributes), SET).children()
    for part in parts:
        name, values = part.must(SEQUENCE).children()
        (found[name.must(OID).raw],) = values.must(SET).children()
    if len(found) != len(parts) or b"".join(sorted(part.raw for part in parts)) != token.attributes:
        raise DerError("attributes")
    if not {_CONTENT_TYPE, _MESSAGE_DIGEST} <= set(found) or found[_CONTENT_TYPE].raw != _TST_INFO:
        raise DerError("attributes")
    if found[_MESSAGE_DIGEST].must(OCTET_STRING).content != hashlib.new(token.digest, token.info).digest():
        raise DerError("digest")
    named = [_certificate_named(found[kind], kind) for kind in (_CERTIFICATE_1, _CERTIFICATE_2) if kind in found]
    if not named or any(hashlib.new(name, token.path[0]).digest() != digest for name, digest in named):
        raise DerError("another maker")


def _certificate_named(attribute: Node, kind: bytes) -> tuple[str, bytes]:
    """Digest by name and value of the first certificate in ESS signing-certificate, version 1 (SHA-1) or 2."""
    parts = attribute.must(SEQUENCE).children()[0].must(SEQUENCE).children()[0].must(SEQUENCE).children()
    if kind == _CERTIFICATE_1:
        return "sha1", parts[0].must(OCTET_STRING).content
    if parts[0].tag == OCTET_STRING:
        return "sha256", parts[0].content
    return _digest_named(parts[0].must(SEQUENCE).children()[0].raw), parts[1].must(OCTET_STRING).content


def _named(digest: str) -> tuple[bytes, bytes, hashes.HashAlgorithm]:
    if digest not in _HASHES:
        raise DerError("digest")
    return _HASHES[digest]


def _digest_named(identifier: bytes) -> str:
    for name, (known, _, _) in _HASHES.items():
        if identifier == known:
            return name
    raise DerError("digest")


def low_form(maker: x509.Certificate, signature: bytes) -> bytes:
    """The one form of a signature value: of the two that ECDSA has, the one with the smaller number. Raises ``ValueError``."""
    key = maker.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return signature
    order = _ORDERS.get(key.curve.name)
    if order is None:
        raise DerError("curve")
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, order - s))


def _prove(maker: x509.Certificate, token: Token) -> None:
    key, signed, algorithm = maker.public_key(), element(SET, token.attributes), _named(token.digest)[2]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(token.signature, signed, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(token.signature, signed, ec.ECDSA(algorithm))
        else:
            raise DerError("kind of key")
    except InvalidSignature as error:
        raise DerError("signature") from error


def _may_stamp(path: tuple[x509.Certificate, ...], at: datetime) -> None:
    """The maker's certificate is for time stamps and nothing else (RFC 3161, 2.3), and all were valid at that time."""
    usage = path[0].extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise DerError("purpose")
    if not all(may_issue(certificate) for certificate in path[1:]):
        raise DerError("issuer")
    if not all(one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in path):
        raise DerError("out of its time")


def may_issue(certificate: x509.Certificate) -> bool:
    """Whether it is an authority's. Raises ``x509.ExtensionNotFound``, ``x509.DuplicateExtension``."""
    extensions = certificate.extensions
    basic = extensions.get_extension_for_class(x509.BasicConstraints).value
    return basic.ca and extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
