"""Attacks on `roadmap serve` by raw sockets: names of other hosts, endless requests, any number of connections."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from roadmap.serve.live import Answer
from roadmap.serve.server import MOST_BYTES, MOST_CONNECTIONS, Server

SECONDS = 2.0
"""What a connection may take, here."""


class Fake:
    """A site of one page."""

    base = "/roadmap/"

    def answer(self, path: str) -> Answer:
        """Return the path, whatever it is."""
        return Answer(200, "text/plain", path.encode())


@pytest.fixture
def server() -> Iterator[Server]:
    with Server("127.0.0.1", 0, SECONDS) as listening:
        listening.live = Fake()  # type: ignore[assignment]  # all that it is asked for
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join(5)
        assert not thread.is_alive()


def connected(server: Server) -> socket.socket:
    return socket.create_connection(server.server_address[:2], timeout=20)


def answer(connection: socket.socket) -> bytes:
    """All that comes until the end; nothing where the server hangs up at once."""
    received = b""
    with suppress(ConnectionError):
        while more := connection.recv(65_536):
            received += more
    return received


def asked(server: Server, request: bytes) -> bytes:
    with connected(server) as connection:
        with suppress(ConnectionError):
            connection.sendall(request)
        return answer(connection)


def get(host: str, path: str = "/roadmap/") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:8000", "[::1]"])
def test_names_of_this_machine_are_answered(server: Server, host: str):
    assert b" 200 " in asked(server, get(host)).split(b"\r\n")[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "request_",
    [
        get("evil.example"),
        get("evil.example:8000"),
        get("127.0.0.1.evil.example"),
        get("localhost.evil.example"),
        get("localhost@evil.example"),
        get("127.0.0.1:80:80"),
        get("192.168.1.1"),
        get("2130706433"),
        get(""),
        get("localhost, evil.example"),
        b"GET /roadmap/ HTTP/1.1\r\n\r\n",
        b"GET /roadmap/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/roadmap/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"HEAD /roadmap/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ],
    ids=lambda request_: request_.decode().replace("\r\n", " ").strip()[:60],
)
def test_a_name_of_another_host_is_refused_against_rebinding(server: Server, request_: bytes):
    reply = asked(server, request_)
    assert b" 421 " in reply.split(b"\r\n")[0]
    assert b"HEAD" in request_ or b"--address" in reply
    assert b"/roadmap/" not in reply


def test_the_host_of_the_address_is_answered():
    with Server("0.0.0.0", 0) as listening:
        assert listening.hosts == {"127.0.0.1", "[::1]", "localhost", "0.0.0.0"}


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"a" * MOST_BYTES + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * MOST_BYTES + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * MOST_BYTES + b"\r\n",
        b"a" * 10 * MOST_BYTES,
    ],
    ids=["line", "header", "headers", "no end"],
)
def test_a_request_without_measure_is_refused(server: Server, request_: bytes, capfd: pytest.CaptureFixture[str]):
    began = time.monotonic()
    reply = asked(server, request_)
    assert not reply or b" 431 " in reply
    assert time.monotonic() - began < SECONDS
    assert b" 200 " in asked(server, get("localhost"))
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"\x16\x03\x01\x02",
        b"GET\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"\x00\xff\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_leaves_no_traceback(server: Server, request_: bytes, capfd: pytest.CaptureFixture[str]):
    with connected(server) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        assert b" 200 " not in answer(connection)
    assert b" 200 " in asked(server, get("localhost"))
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.slow
def test_a_request_drop_by_drop_ends_in_bounded_time(server: Server):
    """Each drop comes in time, the request never."""
    began = time.monotonic()
    with connected(server) as connection:
        try:
            while time.monotonic() - began < 10 * SECONDS:
                connection.sendall(b"X")
                connection.settimeout(SECONDS / 10)
                try:
                    if not connection.recv(1):
                        break
                except TimeoutError:
                    continue
        except ConnectionError:
            pass
    assert time.monotonic() - began < 3 * SECONDS


@pytest.mark.slow
def test_idle_connections_neither_block_nor_end_the_server(server: Server, capfd: pytest.CaptureFixture[str]):
    with ExitStack() as idle:
        for _one in range(250):
            idle.enter_context(connected(server))
        began = time.monotonic()
        assert b" 200 " in asked(server, get("localhost"))
        assert time.monotonic() - began < SECONDS, "not after the idle ones have had their time"
        while len(server.connections) > MOST_CONNECTIONS and time.monotonic() - began < SECONDS:
            time.sleep(0.05)  # those who end surplus connections may come late
        assert len(server.connections) <= MOST_CONNECTIONS
    assert "Traceback" not in capfd.readouterr().err
