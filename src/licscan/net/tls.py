"""Which certificate authorities are trusted, and which certificate of the user is shown."""

import contextlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from licscan.net.errors import UnreachableError

_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True)
class TlsSettings:
    """`ca_file` and `ca_folder` take the place of the usual authorities; `client_certificate` holds key and chain."""

    ca_file: str | None = None
    ca_folder: str | None = None
    client_certificate: str | None = field(default=None, repr=False)


def tls_settings(
    environ: Mapping[str, str], *, first: str | None = None, client_certificate: str | None = None
) -> TlsSettings:
    """The authorities that `first` names, else the environment variables of requests, curl and OpenSSL."""
    named = (first, *(environ.get(name) for name in _CA_VARIABLES))
    found = next((path for path in named if path and Path(path).exists()), None)
    folder = found is not None and Path(found).is_dir()
    return TlsSettings(None if folder else found, found if folder else None, client_certificate)


def tls_context(settings: TlsSettings) -> ssl.SSLContext:
    """A context that verifies certificates and host names, by certifi and the system where no setting names a file.

    Raises UnreachableError where a file that a setting names is not what it should be.
    """
    named = settings.ca_file or settings.ca_folder
    try:
        context = ssl.create_default_context(cafile=settings.ca_file, capath=settings.ca_folder)
    except (OSError, ValueError):
        raise UnreachableError(
            "the file of CA certificates that the settings name cannot be read",
            hint="name a PEM file with PIP_CERT, SSL_CERT_FILE or REQUESTS_CA_BUNDLE",
        ) from None
    if not named:
        import certifi

        with contextlib.suppress(OSError):
            context.load_verify_locations(certifi.where())
    return context


def with_client_certificate(settings: TlsSettings) -> ssl.SSLContext:
    """The same for the servers that the user names, which may ask who the user is."""
    context = tls_context(settings)
    if settings.client_certificate is not None:
        try:
            # A password would be asked for on the terminal; no password that can be had here opens such a key.
            context.load_cert_chain(Path(settings.client_certificate), password=lambda: "")
        except (OSError, ValueError):
            raise UnreachableError(
                "the client certificate that the settings name cannot be used",
                hint="client-cert names one PEM file with the private key, unencrypted, and the certificate",
            ) from None
    return context
