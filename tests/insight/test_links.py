"""The addresses into the directory behind the figures of the design, with the hits that it counted on 28 November 2026."""

import json
from pathlib import Path

from django.test import Client

LINKS = json.loads((Path(__file__).parent / "links.json").read_text(encoding="utf-8"))


def test_every_link_of_the_design_has_the_hits_it_names(auenberg) -> None:
    client = Client()
    found = {address: client.get(address).context["listing"].total for address in LINKS}
    assert len(LINKS) == 189
    assert found == LINKS
