"""A mail server that keeps what it gets, byte by byte, as it came over the wire."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class Sink:
    port: int = 0
    received: list[bytes] = field(default_factory=list)

    @property
    def options(self) -> dict[str, Any]:
        return {"host": "127.0.0.1", "port": self.port, "timeout": 5}


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            match line.split()[:1]:
                case [verb] if verb.upper() == b"DATA":
                    self._say("354 go on")
                    self.server.sink.received.append(self._data())
                    self._say("250 kept")
                case [verb] if verb.upper() == b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _data(self) -> bytes:
        """Up to the lone full stop; the one that the client put before others is taken off again."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True
    sink: Sink


@pytest.fixture
def smtp() -> Iterator[Sink]:
    """Listens on this machine only. `received`: the bytes between DATA and the full stop."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.sink = Sink(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.sink
        server.shutdown()
