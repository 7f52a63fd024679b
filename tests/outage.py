"""A database that goes away and comes back: a relay between the portal and the server of the tests, to be cut."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection

# What PgBouncer says instead of serving, as an ErrorResponse of the protocol: SQLSTATE and words.
BOUNCER = ("08P01", "server login has been failing, cached error: connect failed")


class Relay:
    """Passes bytes on in both directions. `cut()` ends all connections, and every new one at once."""

    def __init__(self, host: str, port: int):
        self.target = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_up = True
        self.refusal: tuple[str, str] | None = None
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self, refusal: tuple[str, str] | None = None) -> None:
        self.is_up, self.refusal = False, refusal
        for end in tuple(self.open):
            _close(end)
        self.open.clear()

    def restore(self) -> None:
        self.is_up = True

    def close(self) -> None:
        self.cut()
        self.listener.close()

    @property
    def url(self) -> str:
        own = connection.settings_dict
        return f"postgresql://{own['USER']}:{quote(own['PASSWORD'])}@127.0.0.1:{self.port}/{own['NAME']}"

    def _listen(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            if self.is_up:
                server = socket.create_connection(self.target)
                self.open |= {client, server}
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()
            else:
                threading.Thread(target=self._refuse, args=(client,), daemon=True).start()

    def _refuse(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.refusal and client.recv(8)[4:] == struct.pack("!i", 80877103):  # asks for TLS
                client.sendall(b"N")
                client.recv(4096)
            if self.refusal:
                code, text = self.refusal
                fields = f"SFATAL\0C{code}\0M{text}\0\0".encode()
                client.sendall(b"E" + struct.pack("!i", len(fields) + 4) + fields)
        _close(client)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _close(one)
    _close(other)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def relay(transactional_db: None) -> Iterator[Relay]:
    """All connections of the test go through it, from now on and in all threads."""
    own = connection.settings_dict
    usual = {name: own[name] for name in ("HOST", "PORT")}
    between = Relay(own["HOST"], int(own["PORT"]))
    connection.close()
    own.update(HOST="127.0.0.1", PORT=str(between.port))
    try:
        yield between
    finally:
        connection.close()
        own.update(usual)
        between.close()
