"""Why a visit failed, in words for people; and a server that lets in nobody without a certificate, asked without a browser."""

import socket
import ssl
from urllib.parse import urlsplit

import pytest

from scanner.demo.server import Farm
from spiders.failures import explain


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Page.goto: net::ERR_NAME_NOT_RESOLVED at https://no.test/", "does not resolve"),
        ("Page.goto: net::ERR_BAD_SSL_CLIENT_AUTH_CERT at https://papers.test/", "asks for a client certificate"),
        ("Page.goto: net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED at https://papers.test/", "asks for a client certificate"),
        ("Page.goto: net::ERR_SSL_PROTOCOL_ERROR at https://odd.test/", "no secure connection"),
        ("Something else\nand more", "Something else"),
    ],
)
def test_what_is_said_of_a_failed_visit(told: str, said: str) -> None:
    assert said in explain(Exception(told))


@pytest.mark.parametrize(("host", "lets_in"), [("papers.storm.test", False), ("office.storm.test", False), ("www.storm.test", True)])
def test_the_server_asks_for_a_certificate_where_it_is_told_to(website: Farm, host: str, lets_in: bool) -> None:
    proxy = urlsplit(website.proxy)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((proxy.hostname or "", proxy.port or 0), timeout=5) as plain:
        plain.sendall(f"CONNECT {host}:443 HTTP/1.1\r\n\r\n".encode())
        assert b" 200 " in plain.recv(1000)
        try:
            with context.wrap_socket(plain, server_hostname=host) as secure:
                secure.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                answer = secure.recv(100)
        except OSError:
            answer = b""
    assert answer.startswith(b"HTTP/1.1 200") == lets_in
