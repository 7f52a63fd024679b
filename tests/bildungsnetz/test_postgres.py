"""The embedded server as its users meet it: every user here is a process of its own."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from bildungsnetz.postgres import Cluster, write_secret
from tests.bildungsnetz.conftest import ROOT

USER = """
    import sys
    from pathlib import Path
    import psycopg
    from bildungsnetz.postgres import Cluster, PostgresError
    try:
        url = Cluster(Path(sys.argv[1]), throwaway=sys.argv[2] == "throwaway").connect()
    except PostgresError as error:
        sys.exit(str(error))
    with psycopg.connect(url) as connection:
        print(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
    sys.stdin.read()
"""

_users: list[subprocess.Popen[str]] = []


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data directory on a path with a space, below one that only this account may enter."""
    place = tmp_path / "Bürger Netz"
    place.mkdir(mode=0o700)
    yield place / "postgres"
    for user in _users:  # of a test that failed
        user.kill()
        end(user)
    _users.clear()
    Cluster(place / "postgres").disconnect()
    assert _servers(place) == []


def start(data: Path, kind: str = "throwaway") -> subprocess.Popen[str]:
    """Start a process that connects, prints when its server was started, and waits to be ended."""
    user = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(USER), str(data), kind],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    _users.append(user)
    return user


def started(user: subprocess.Popen[str]) -> str:
    assert user.stdout
    return user.stdout.readline().strip()


def end(user: subprocess.Popen[str]) -> None:
    if user.stdin and not user.stdin.closed:
        user.communicate(timeout=30)


def _servers(data: Path) -> list[psutil.Process]:
    return [
        process for process in psutil.process_iter(["name", "cmdline"])
        if any(part.startswith(str(data)) for part in process.info["cmdline"] or ()) and process.info["name"] == "postgres"
    ]  # fmt: skip


def wait_until_stopped(data: Path) -> None:
    deadline = time.monotonic() + 15
    while _servers(data):
        assert time.monotonic() < deadline, "the server was left behind"
        time.sleep(0.05)


def test_many_users_share_one_server_and_the_last_one_ends_it(data: Path) -> None:
    users = [start(data) for _ in range(4)]  # all at once, on a data directory that does not exist yet
    assert len({started(user) for user in users}) == 1
    for user in users[1:]:
        end(user)
    time.sleep(1)
    assert len(_servers(data)) == 1
    end(users[0])
    wait_until_stopped(data)
    assert not data.with_name("postgres.url").exists()


def test_two_clusters_run_side_by_side(data: Path) -> None:
    first, second = start(data), start(data.with_name("zweites"))
    assert started(first) != started(second)
    assert [len(_servers(place)) for place in (data, data.with_name("zweites"))] == [1, 1]
    end(first)
    end(second)
    wait_until_stopped(data.parent)


def test_a_killed_user_leaves_no_server_behind(data: Path) -> None:
    user = start(data)
    assert started(user)
    user.send_signal(signal.SIGKILL)
    end(user)
    wait_until_stopped(data)


def test_data_outlives_the_server_and_its_sudden_death(data: Path) -> None:
    user = start(data, "lasting")
    assert started(user)
    with psycopg.connect(data.with_name("postgres.url").read_text()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    for process in (*_keepers(data), *_servers(data), user):  # as when the machine loses power
        process.kill()
    end(user)
    wait_until_stopped(data)
    stale = (data / "postmaster.pid").read_text().splitlines()
    (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *stale[1:]]))  # the pid was given anew

    again = start(data, "lasting")
    assert started(again)
    with psycopg.connect(data.with_name("postgres.url").read_text()) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    end(again)
    wait_until_stopped(data)


def _keepers(data: Path) -> list[psutil.Process]:
    return [
        process for process in psutil.process_iter(["cmdline"])
        if (command := process.info["cmdline"] or []) and str(data) in command and "postgres.py" in " ".join(command)
    ]  # fmt: skip


def test_a_killed_server_comes_back_at_its_address_for_who_still_uses_it(data: Path) -> None:
    user = start(data, "lasting")
    assert started(user)
    url = data.with_name("postgres.url").read_text()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    min(_servers(data), key=lambda process: process.create_time()).kill()
    deadline = time.monotonic() + 60
    while True:
        try:
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
            break
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the server stayed away"
            time.sleep(0.1)
    end(user)
    wait_until_stopped(data)


def test_a_killed_keeper_is_replaced_by_the_next_user(data: Path) -> None:
    first = start(data)
    since = started(first)
    (keeper,) = _keepers(data)
    keeper.kill()
    second = start(data)
    assert started(second) == since  # the running server was adopted, nobody lost a connection
    end(first)
    end(second)
    wait_until_stopped(data)


def test_a_server_whose_keeper_was_killed_before_it_had_a_database_is_completed(data: Path) -> None:
    first = start(data)
    assert started(first)
    (keeper,) = _keepers(data)
    keeper.kill()
    cluster = Cluster(data)
    with psycopg.connect(cluster._dsn("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE bildungsnetz WITH (FORCE)")
        connection.execute("DROP ROLE bildungsnetz")
    second = start(data)
    assert started(second)
    end(first)
    end(second)
    wait_until_stopped(data)


@pytest.mark.parametrize("together", [True, False], ids=["initdb_too", "initdb_goes_on"])
def test_a_first_start_that_was_killed_in_the_middle_is_made_anew(data: Path, together: bool) -> None:
    first = start(data)
    deadline = time.monotonic() + 30
    while not [*data.parent.glob("*/PG_VERSION"), *data.parent.glob(".*/PG_VERSION")]:
        assert time.monotonic() < deadline, "initdb made nothing"
        time.sleep(0.001)
    (keeper,) = _keepers(data)
    below = keeper.children(recursive=True)
    for process in (keeper, *(below if together else ())):
        with suppress(psutil.NoSuchProcess):  # initdb starts many that live for a moment
            process.kill()
    end(first)
    second = start(data)
    assert started(second), second.communicate()
    end(second)
    wait_until_stopped(data)
    psutil.wait_procs(below, timeout=30)
    assert sorted(path.name for path in data.parent.glob(".*.new") if path.exists()) == []


def test_a_server_that_cannot_start_is_told_in_one_sentence(data: Path) -> None:
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    user = start(data)
    _, message = user.communicate(timeout=60)
    assert user.returncode == 1
    assert message.startswith("Die eingebaute Datenbank startet nicht (")
    assert message.count("\n") == 1


def test_the_portal_is_no_superuser_and_letters_are_german(data: Path) -> None:
    cluster = Cluster(data, throwaway=True)
    with psycopg.connect(cluster.connect()) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "intarray"):
            connection.execute(f"CREATE EXTENSION {extension}")
        row = connection.execute(
            "SELECT usesuper, upper('größe'), show_trgm('Übung') @> ARRAY['ung'], version() LIKE 'PostgreSQL 18.%%' "
            "FROM pg_user WHERE usename = current_user"
        ).fetchone()
    assert row == (False, "GRÖßE", True, True)
    assert cluster.disconnect() is True
    wait_until_stopped(data)


@pytest.mark.parametrize(("keep", "content"), [(True, "first"), (False, "second")])
def test_write_secret(tmp_path: Path, keep: bool, content: str) -> None:
    path = tmp_path / "secret"
    write_secret(path, "first", keep_existing=keep)
    write_secret(path, "second", keep_existing=keep)
    assert path.read_text() == content
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
