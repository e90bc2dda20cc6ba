"""Providers on this machine: real HTTP, answers in the shape the real ones were recorded in."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from hearten.foundation import clock

HOST = "push.planted.example"


@dataclass(frozen=True)
class Answer:
    """One answer: its status, headers and body."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Silence:
    """Takes the request and says nothing until it is let go."""


class Endless:
    """Says yes, begins to say why, and never ends."""


class Provider:
    """Answers with what it was given, the last one again and again; knows what it was asked."""

    def __init__(self, *answers: "Answer | Silence | Endless") -> None:
        self.answers = list(answers)
        self.asked: list[Asked] = []
        self.let_go = threading.Event()

    def next(self) -> "Answer | Silence | Endless":
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        provider = self.server.provider
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        provider.asked.append(Asked(self.path, dict(self.headers), body))
        answer = provider.next()
        if isinstance(answer, Silence):
            provider.let_go.wait(30)
            self.close_connection = True
            return
        if isinstance(answer, Endless):
            self.send_response(201)
            self.send_header("Content-Length", "1000000000")
            self.end_headers()
            self.wfile.write(b"because")
            provider.let_go.wait(30)
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body.encode())))
        self.end_headers()
        self.wfile.write(answer.body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def listening(provider: Provider, *, certificate: Path | None = None) -> Iterator[int]:
    """The provider on a port of this machine, over TLS if it has a certificate."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.provider = provider
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        provider.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def certificate_for(name: str, path: Path) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path
