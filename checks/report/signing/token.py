"""A bench's key on a PKCS#11 token: made there, used there, never read. The only importer of the token library.

The PIN comes in from outside and is kept in memory only, as long as the identity is. A wrong one is tried once and never
again by itself: tokens lock after a few. One call at a time: libraries of tokens are not made for threads.
"""

import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from checks.measurement import message
from checks.report.signing.errors import IdentityUnusable, WrongPassphrase

_LABEL: Final = "Posbench bench"
_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key is: the token's library on this computer, the token's label, and the key's id there in hexadecimal."""

    library: str
    label: str
    key: str = ""

    @classmethod
    def named(cls, text: str) -> "Place":
        """From ``LIBRARY:LABEL``. Raises ``IdentityUnusable``."""
        library, _, label = text.rpartition(":")
        if not library or not label:
            raise IdentityUnusable(message("identity.token.form", text=text[:200]))
        return cls(library, label)

    def to_json(self) -> bytes:
        """For the identity's folder."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode("utf-8")

    @classmethod
    def from_json(cls, data: bytes) -> "Place":
        """Raises ``ValueError``."""
        try:
            told = json.loads(data)
        except RecursionError as error:
            raise ValueError("not a token's place") from error
        if not isinstance(told, dict) or set(told) != {"library", "label", "key"} or not _all_text(told.values()):
            raise ValueError("not a token's place")
        bytes.fromhex(told["key"])
        return cls(**told)


def _all_text(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """Signs like a private key, on its token. Every signature opens a session of its own and closes it again."""

    place: Place
    pin: bytes = field(repr=False)

    def sign(self, data: bytes, signature_algorithm: ec.ECDSA) -> bytes:
        """ECDSA over SHA-256 of ``data``, DER. Raises ``IdentityUnusable``, ``WrongPassphrase``."""
        from pkcs11 import Attribute, Mechanism, ObjectClass

        if signature_algorithm.algorithm.name != "sha256":  # type: ignore[union-attr]
            raise ValueError("unexpected digest")
        with _session(self.place, self.pin) as session:
            wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: bytes.fromhex(self.place.key)}
            found = list(session.get_objects(wanted))
            if len(found) != 1:
                raise IdentityUnusable(message("identity.token.no_key", label=self.place.label))
            raw = found[0].sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def make_key(place: Place, pin: bytes) -> tuple[TokenKey, ec.EllipticCurvePublicKey]:
    """A fresh P-256 key on the token, which never leaves it, and its public half. Raises as ``TokenKey.sign``."""
    from pkcs11 import Attribute, KeyType
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

    number = secrets.token_bytes(16)
    with _session(place, pin, write=True) as session:
        curve = session.create_domain_parameters(
            KeyType.EC, {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
        )
        secret = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.PRIVATE: True}
        public, _ = curve.generate_keypair(id=number, label=_LABEL, store=True, private_template=secret)
        key = load_der_public_key(encode_ec_public_key(public))
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise IdentityUnusable(message("identity.token.failed", label=place.label, detail="P-256"))
    return TokenKey(Place(place.library, place.label, number.hex()), pin), key


@contextmanager
def _session(place: Place, pin: bytes, write: bool = False) -> Iterator[Any]:
    """A logged-in session. What the library throws becomes one of ours, in words."""
    try:
        import pkcs11
    except ImportError as error:
        raise IdentityUnusable(message("identity.token.no_library")) from error
    try:
        text = pin.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongPassphrase(message("identity.token.wrong_pin")) from error
    if not text:
        raise WrongPassphrase(message("identity.no_passphrase"))
    try:
        if not Path(place.library).is_file():
            raise IdentityUnusable(message("identity.token.no_file", path=place.library))
        with _LOCK:
            token = pkcs11.lib(place.library).get_token(token_label=place.label)
            with token.open(user_pin=text, rw=write) as session:
                yield session
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        raise WrongPassphrase(message("identity.token.wrong_pin")) from error
    except pkcs11.PinLocked as error:
        raise IdentityUnusable(message("identity.token.locked", label=place.label)) from error
    except (pkcs11.NoSuchToken, pkcs11.TokenNotPresent) as error:
        raise IdentityUnusable(message("identity.token.absent", label=place.label)) from error
    except pkcs11.MultipleTokensReturned as error:
        raise IdentityUnusable(message("identity.token.several", label=place.label)) from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        detail = f"{type(error).__name__} {error}".strip()
        raise IdentityUnusable(message("identity.token.failed", label=place.label, detail=detail)) from error
