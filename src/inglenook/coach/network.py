"""Where a model may be asked: on this machine or its own network, elsewhere only where that is allowed."""

import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urlsplit

ANYWHERE = "INGLENOOK_COACH_MODEL_ANYWHERE"
RANGES = "127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 ::1/128 fc00::/7 fe80::/10"
OWN = [ip_network(one) for one in RANGES.split()]
PORTS = {"http": 80, "https": 443}


class ModelError(Exception):
    """A model may not be asked, or gave nothing of use; `kind` says in a word why."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def is_near(address: str) -> bool:
    """Tell whether an address is on this network; raises `ModelError` for another that is not allowed."""
    host = parts_of(address).hostname or ""
    if _is_own(host):
        return True
    if os.environ.get(ANYWHERE) == "1":
        return False
    raise ModelError("far", f"{host} is neither this machine nor on its own network. {ANYWHERE}=1 allows it.")


def parts_of(address: str) -> SplitResult:
    """Return the parts of a plain address; raises `ModelError` for one that holds anything odd."""
    with suppress(ValueError):
        parts = urlsplit(address)
        is_odd = parts.query or parts.fragment or "@" in parts.netloc or parts.port == 0
        if parts.scheme in PORTS and parts.hostname and not is_odd:
            return parts
    raise ModelError("address", "A model's address looks like this: http://localhost:11434/v1")


@contextmanager
def connected(address: str, until: float) -> Iterator[HTTPConnection]:
    """Connect to an address that has passed `is_near`, by no proxy, and hang up when the time is over."""
    parts = parts_of(address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    sock = _socket(host, port, until)
    connection = HTTPConnection(host, port)
    if parts.scheme == "https":
        connection = HTTPSConnection(host, port)
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    connection.sock = sock
    connection.auto_open = 0
    # However slowly an answer trickles in, it has no longer than this.
    bell = Timer(max(0, until - monotonic()), _hang_up, (sock,))
    bell.start()
    try:
        with closing(connection):
            yield connection
    finally:
        bell.cancel()


def _socket(host: str, port: int, until: float) -> socket.socket:
    """Connect to a place that the host's name leads to, but never to a far one by a near name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    trouble: Exception = ModelError("far", f"The name {host} leads out of this network.")
    for family, kind, protocol, _name, place in found:
        if _is_own(host) and not _is_own(str(place[0])):
            continue
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(0.01, until - monotonic()))
            sock.connect(place)
        except OSError as error:
            trouble = error
            sock.close()
        else:
            return sock
    raise trouble


def _is_own(host: str) -> bool:
    try:
        number = ip_address(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return "." not in name or name.endswith(".local")
    number = getattr(number, "ipv4_mapped", None) or number
    return any(number in one for one in OWN)


def _hang_up(sock: socket.socket) -> None:
    # An encrypted one would first forget its keys, while another thread reads with them.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
