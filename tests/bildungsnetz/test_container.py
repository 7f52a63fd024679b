"""The container files cannot be run by these tests, but they can be in step with the project."""

from tests.bildungsnetz.conftest import ROOT


def test_the_image_gets_every_room_and_nothing_unlisted() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    rooms = {f"!{name}/" for name in packages}
    assert ignored[0] == "*"
    assert rooms | {
        "!static/",
        "!templates/",
        "!gunicorn.conf.py",
        "!manage.py",
        "!pyproject.toml",
        "!requirements/*.txt",
    } == set(ignored[1:-1])


def test_the_image_has_the_python_of_the_project() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    images = [
        line.split()[1] for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("FROM")
    ]
    assert set(images) == {f"python:{version}-slim"}
