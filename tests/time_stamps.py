"""Time-stamp authorities that the tests run for real, over HTTP on this computer: pyHanko's and OpenSSL's, and faulty servers."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

Answer = Callable[[bytes], bytes]
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
TYPE = "application/timestamp-reply"


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(
    subject: str, key: Key, issuer: str, issuer_key: Key, *, authority: bool, now: datetime, days: int = 3650,
    critical: bool = True, issuer_name: x509.Name | None = None, purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
) -> x509.Certificate:  # fmt: skip
    """A certificate as an authority would have it, or not quite."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(issuer_name or _name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False),
            critical=True,
        )
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=critical)
    return builder.sign(issuer_key, hashes.SHA256())


@dataclass
class Authority:
    """A root, an authority below it, and the key that makes stamps."""

    root_certificate: x509.Certificate
    middle: x509.Certificate
    maker: x509.Certificate
    key: Key
    middle_key: Key

    @classmethod
    def made(cls, now: datetime, kind: Literal["rsa", "ec"] = "rsa", name: str = "Stamps", **wrong: Any) -> "Authority":
        root_key, middle_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        key: Key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP384R1())
        root, middle = f"{name} root", f"{name} authority"
        return cls(
            certificate(root, root_key, root, root_key, authority=True, now=now),
            certificate(middle, middle_key, root, root_key, authority=True, now=now),
            certificate(name, key, middle, middle_key, authority=False, now=now, **wrong),
            key,
            middle_key,
        )

    @classmethod
    def under(cls, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, now: datetime) -> "Authority":
        """Directly below a root that is there already."""
        key = rsa.generate_private_key(65537, 2048)
        name = root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        maker = certificate("Own stamps", key, str(name), root_key, authority=False, now=now, issuer_name=root.subject)
        return cls(root, root, maker, key, root_key)

    @property
    def root(self) -> bytes:
        return self.root_certificate.public_bytes(Encoding.PEM)

    def revoked(self, when: datetime) -> x509.CertificateRevocationList:
        """The list that names the maker."""
        entry = x509.RevokedCertificateBuilder().serial_number(self.maker.serial_number).revocation_date(when).build()
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.middle.subject).last_update(when)
        made = builder.next_update(when + timedelta(days=9)).add_revoked_certificate(entry)
        return made.sign(self.middle_key, hashes.SHA256())

    def at(self, when: datetime) -> Answer:
        """Answers as pyHanko's time stamper does, which says that it is ``when``."""
        store = SimpleCertificateStore()
        store.register(_plain(self.middle))
        key = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamper = DummyTimeStamper(
            _plain(self.maker), asn1_keys.PrivateKeyInfo.load(key), certs_to_embed=store, fixed_dt=when
        )
        return lambda question: stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()

    def by_openssl(self, folder: Path) -> Answer:
        """Answers as ``openssl ts`` does, at the time of day."""
        form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").write_bytes(self.key.private_bytes(*form))
        (folder / "maker.pem").write_bytes(self.maker.public_bytes(Encoding.PEM))
        (folder / "chain.pem").write_bytes(self.middle.public_bytes(Encoding.PEM))
        (folder / "ts.cnf").write_text(
            f"[tsa]\ndefault_tsa = t\n[t]\nserial = {folder}/serial\ncrypto_device = builtin\n"
            f"signer_cert = {folder}/maker.pem\ncerts = {folder}/chain.pem\nsigner_key = {folder}/key.pem\n"
            "signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\nordering = no\n"
            "tsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n"
        )
        (folder / "serial").write_text("01\n")

        def answer(question: bytes) -> bytes:
            asked, reply = folder / "question.tsq", folder / "reply.tsr"
            asked.write_bytes(question)
            command = [
                "openssl",
                "ts",
                "-reply",
                "-config",
                f"{folder}/ts.cnf",
                "-queryfile",
                str(asked),
                "-out",
                str(reply),
            ]
            subprocess.run(command, check=True, capture_output=True)
            return reply.read_bytes()

        return answer


def _plain(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


@contextmanager
def serving(answer: Answer, status: int = 200) -> Iterator[str]:
    """The URL of a server that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
