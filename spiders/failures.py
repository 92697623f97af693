"""Turns what the browser says of a failed visit into one sentence for people."""

from spiders.protocol import CRASHED, GONE

NO_CERTIFICATE = "it asks for a client certificate, and a scan has none"
_SENTENCES = (
    ("ERR_NAME_NOT_RESOLVED", "the host name does not resolve; check the spelling of the address"),
    ("ERR_CONNECTION_REFUSED", "the server refused the connection"),
    ("ERR_CONNECTION_RESET", "the server broke the connection off"),
    ("ERR_CONNECTION_CLOSED", "the server closed the connection without an answer"),
    ("ERR_EMPTY_RESPONSE", "the server closed the connection without an answer"),
    ("ERR_CONNECTION_TIMED_OUT", "the server did not answer in time"),
    ("ERR_ADDRESS_UNREACHABLE", "the server cannot be reached from here"),
    ("ERR_INTERNET_DISCONNECTED", "this machine has no network connection"),
    ("ERR_PROXY_CONNECTION_FAILED", "the proxy given with --proxy does not answer"),
    ("ERR_TUNNEL_CONNECTION_FAILED", "the proxy could not reach the host; check the spelling of the address"),
    ("ERR_CERT_", "its TLS certificate is not valid; use --ignore-certificate-errors to scan all the same"),
    ("CLIENT_AUTH_CERT", NO_CERTIFICATE),
    ("ERR_SSL_", "no secure connection could be made (TLS error)"),
    (
        "ERR_INVALID_AUTH_CREDENTIALS",
        "it asks for a user name and a password; give them with --header or --storage-state",
    ),
    ("ERR_CONTENT_DECODING_FAILED", "its answer is compressed in a way that cannot be read"),
    ("ERR_ABORTED", "the server answered without a page, or with a download"),
    ("ERR_TOO_MANY_REDIRECTS", "it redirects in a circle"),
    ("ERR_INVALID_URL", "the address is not valid"),
    ("ERR_UNSAFE_PORT", "the browser refuses to open that port"),
    ("Download is starting", "it is a download, not a page"),
    ("Target crashed", CRASHED),
    ("Page crashed", CRASHED),
    ("has been closed", GONE),
    ("Timeout", "it did not answer in time"),
)


def explain(error: BaseException) -> str:
    """One clause, to stand after "example.lv could not be opened: "."""
    text = str(error) or type(error).__name__
    for mark, sentence in _SENTENCES:
        if mark in text:
            return sentence
    return text.strip().splitlines()[0][:200]
