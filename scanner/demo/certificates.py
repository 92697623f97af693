"""Throw-away certificates: an authority made at the start, a leaf for each host when first asked for."""

import datetime as dt
import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAYS = 7


class Authority:
    """Makes a server context for any host; keys are in memory but for the moment OpenSSL needs a file."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "privacydiff loopback")])
        self._certificate = self._sign(self._name, self._key, x509.BasicConstraints(ca=True, path_length=None))
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def certificate(self) -> bytes:
        """The authority's own certificate as PEM, for a client that is to trust its hosts."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def context(self, host: str, *, ask: str = "", newest: str = "1.3") -> ssl.SSLContext:
        """A server's TLS context for `host`, up to version `newest`.

        With `ask` it asks for a certificate, and needs one where that says "closed".
        """
        if host not in self._contexts:
            key = ec.generate_private_key(ec.SECP256R1())
            name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
            leaf = self._sign(name, key, x509.SubjectAlternativeName([x509.DNSName(host)]))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "leaf.pem"
                file.write_bytes(
                    key.private_bytes(
                        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                    )
                    + leaf.public_bytes(serialization.Encoding.PEM)
                    + self._certificate.public_bytes(serialization.Encoding.PEM)
                )
                context.load_cert_chain(file)
            if newest == "1.2":
                context.maximum_version = ssl.TLSVersion.TLSv1_2
            if ask:
                context.verify_mode = ssl.CERT_REQUIRED if ask == "closed" else ssl.CERT_OPTIONAL
            self._contexts[host] = context
        return self._contexts[host]

    def _sign(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=_DAYS))
            .add_extension(extension, critical=False)
            .sign(self._key, hashes.SHA256())
        )
