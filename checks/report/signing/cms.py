"""The signature block taken apart and put together again: whatever is not what we would have written is tampering.

The bytes of a signature lie outside the digest it signs. So every one of them must follow from the certificates, the
signed attributes and the signature value; this file says how.
"""

from dataclasses import dataclass
from typing import Final

from checks.report.signing.der import (
    BIT_STRING,
    CONTEXT_0,
    CONTEXT_1,
    INTEGER,
    NULL,
    OCTET_STRING,
    OID,
    SEQUENCE,
    SET,
    DerError,
    Node,
    element,
    oid,
    only,
    sorted_set,
)

_SIGNED_DATA: Final = oid("1.2.840.113549.1.7.2")
_DATA: Final = oid("1.2.840.113549.1.7.1")
_CONTENT_TYPE: Final = oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST: Final = oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE: Final = oid("1.2.840.113549.1.9.16.2.47")
_TIME_STAMP: Final = oid("1.2.840.113549.1.9.16.2.14")
_SEAL: Final = oid("2.25.229422450255895676762217373811353446913")
"""Ours alone; made of a random UUID, as ITU-T X.667 has it. Other readers pass over it."""
_SHA256: Final = element(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"), element(NULL))
_ECDSA: Final = element(SEQUENCE, oid("1.2.840.10045.4.3.2"))
_ONE: Final = element(INTEGER, b"\x01")


@dataclass(frozen=True, slots=True)
class Block:
    """What a signature block says: DER of leaf and root, the signed attributes, and the signature value over them.

    ``stamp`` is a time-stamp token over the signature value, empty where there is none, and ``seal`` a second signature of
    the bench over that token: nobody else can put another one in its place.
    """

    leaf: bytes
    root: bytes
    attributes: bytes
    signature: bytes
    stamp: bytes = b""
    seal: bytes = b""

    def encoded(self) -> bytes:
        """The one form of this block."""
        issuer, serial = issuer_and_serial(self.leaf)
        signer = element(
            SEQUENCE,
            _ONE,
            element(SEQUENCE, issuer, serial),
            _SHA256,
            element(CONTEXT_0, self.attributes),
            _ECDSA,
            element(OCTET_STRING, self.signature),
            *([element(CONTEXT_1, *self._unsigned())] if self.stamp else []),
        )
        certificates = element(CONTEXT_0, *sorted((self.leaf, self.root)))
        body = (_ONE, element(SET, _SHA256), element(SEQUENCE, _DATA), certificates, element(SET, signer))
        return element(SEQUENCE, _SIGNED_DATA, element(CONTEXT_0, element(SEQUENCE, *body)))

    def _unsigned(self) -> list[bytes]:
        """The two attributes outside the signature, in their one order."""
        stamp = element(SEQUENCE, _TIME_STAMP, element(SET, self.stamp))
        return sorted((stamp, element(SEQUENCE, _SEAL, element(SET, element(OCTET_STRING, self.seal)))))

    def sealed_bytes(self) -> bytes:
        """What the seal is over. Begins as no signed attributes can."""
        return b"posbench time stamp\0" + self.stamp

    def signed_bytes(self) -> bytes:
        """What the signature value is over."""
        return element(SET, self.attributes)

    def facts(self) -> "SignedFacts":
        """What the signed attributes say. Raises ``DerError`` unless they are exactly those a bench signs."""
        return _signed_facts(only(self.signed_bytes(), SET))


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """SHA-256 of the file without the gap, and of the signer's certificate."""

    message_digest: bytes
    certificate_digest: bytes


def take_apart(data: bytes) -> Block:
    """A block from its bytes. Raises ``DerError`` for every byte that does not follow from what the block says."""
    content = only(data, SEQUENCE).children()
    fields = only(content[1].must(CONTEXT_0).content, SEQUENCE).children() if len(content) == 2 else ()
    if len(fields) != 5:
        raise DerError("not five fields")
    signer = only(fields[4].must(SET).content, SEQUENCE).children()
    certificates = fields[3].must(CONTEXT_0).children()
    if len(signer) not in (6, 7) or len(certificates) != 2:
        raise DerError("not one signer with two certificates")
    leaf, root = _told_apart(certificates, signer[1])
    issuer_and_serial(root.raw)
    attributes, signature = signer[3].must(CONTEXT_0).content, signer[5].must(OCTET_STRING).content
    block = Block(leaf.raw, root.raw, attributes, signature, *(_stamp(signer[6]) if len(signer) == 7 else ()))
    if block.encoded() != data:
        raise DerError("not in the one accepted form")
    return block


def _stamp(unsigned: Node) -> tuple[bytes, bytes]:
    """Token and seal in the unsigned attributes."""
    found: dict[bytes, Node] = {}
    for part in unsigned.must(CONTEXT_1).children():
        name, values = part.must(SEQUENCE).children()
        (found[name.raw],) = values.must(SET).children()
    if set(found) != {_TIME_STAMP, _SEAL}:
        raise DerError("unsigned attributes")
    return found[_TIME_STAMP].must(SEQUENCE).raw, found[_SEAL].must(OCTET_STRING).content


def _told_apart(certificates: tuple[Node, ...], signer: Node) -> tuple[Node, Node]:
    one, other = certificates
    if element(SEQUENCE, *issuer_and_serial(one.raw)) == signer.raw:
        return one, other
    return other, one


def issuer_and_serial(certificate: bytes) -> tuple[bytes, bytes]:
    """DER of a certificate's issuer and serial number. Raises ``DerError``."""
    fields = only(certificate, SEQUENCE).children()[0].must(SEQUENCE).children()
    if len(fields) < 4:
        raise DerError("not a certificate")
    issuer, serial = fields[3].must(SEQUENCE), fields[1].must(INTEGER)
    if not serial.content or serial.content[0] & 0x80 or not any(serial.content):
        raise DerError("a serial number is positive")
    return issuer.raw, serial.raw


def certificate_encoded(signed_part: bytes, signature: bytes) -> bytes:
    """The one form of a certificate with this signed part and signature value."""
    return element(SEQUENCE, signed_part, _ECDSA, element(BIT_STRING, b"\0", signature))


def _signed_facts(attributes: Node) -> SignedFacts:
    found: dict[bytes, Node] = {}
    parts = attributes.children()
    for part in parts:
        name, values = part.must(SEQUENCE).children()
        (found[name.must(OID).raw],) = values.must(SET).children()
    if set(found) != {_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_CERTIFICATE} or len(found) != len(parts):
        raise DerError("attributes")
    if found[_CONTENT_TYPE].raw != _DATA or sorted_set(*(part.raw for part in parts)) != attributes.raw:
        raise DerError("attributes")
    return SignedFacts(
        found[_MESSAGE_DIGEST].must(OCTET_STRING).content, _certificate_digest(found[_SIGNING_CERTIFICATE])
    )


def _certificate_digest(attribute: Node) -> bytes:
    """The digest in ESS signing-certificate-v2: of one certificate, SHA-256 being the default left out."""
    (certificates,) = attribute.must(SEQUENCE).children()
    (identifier,) = certificates.must(SEQUENCE).children()
    return identifier.must(SEQUENCE).children()[0].must(OCTET_STRING).content
