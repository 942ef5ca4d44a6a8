"""Real servers on this computer for tests of the network: one that listens, one that swallows, one that speaks TLS."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that takes connections, shakes hands where it has a context, and says nothing."""
    server = socket.create_server((HERE, 0))
    server.settimeout(0.1)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            with suppress(OSError):
                client, _ = server.accept()
                with client:
                    client.settimeout(3.0)
                    if context is not None:
                        context.wrap_socket(client, server_side=True).close()

    thread = threading.Thread(target=serve, name="posbench-test-server")
    thread.start()
    try:
        yield int(server.getsockname()[1])
    finally:
        over.set()
        thread.join(5.0)
        server.close()


@contextmanager
def black_hole() -> Iterator[int]:
    """A port whose queue is full: the kernel drops what comes, as a firewall does."""
    server = socket.socket()
    server.bind((HERE, 0))
    server.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        with suppress(BlockingIOError):
            filler.connect(server.getsockname())
        fillers.append(filler)
    try:
        yield int(server.getsockname()[1])
    finally:
        for one in (*fillers, server):
            one.close()


class Authority:
    """Signs itself; ``days`` of validity, negative for one that is over."""

    def __init__(self, folder: Path, days: float, host: str = "localhost", alternative: bool = True) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=60)).not_valid_after(
            now + datetime.timedelta(days=days)
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        if alternative:
            known = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
            builder = builder.add_extension(x509.SubjectAlternativeName([known]), critical=False)
        self.path, secret = folder / "cert.pem", folder / "key.pem"
        self.path.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(self.path, secret)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.path))
