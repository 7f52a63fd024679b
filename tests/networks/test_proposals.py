"""The format that a name bears."""

from __future__ import annotations

import pytest

from networks.recognition.proposals import format_in


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AK Sport", "Arbeitskreis"),
        ("Jugendberufsagentur Musterstadt", "Jugendberufsagentur"),
        ("JBA", "Jugendberufsagentur"),
        ("PfD Auenberg", "Partnerschaft"),
        ("Präventionskette Nord", "Präventionskette"),
        ("Begleitausschuss", "Beirat"),
        ("Rückenwind", ""),
    ],
)
def test_a_name_says_of_what_format_it_is(name, kind):
    assert format_in(name) == kind
