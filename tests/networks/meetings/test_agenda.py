import pytest

from networks.meetings.agenda import items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Begrüßung\n\n  Termine 2027 \n", ["Begrüßung", "Termine 2027"]),
        ("1. Begrüßung\r\n2) Termine", ["Begrüßung", "Termine"]),
        ("TOP 1: Begrüßung\nTOP 2: Termine", ["Begrüßung", "Termine"]),
        ("- Begrüßung\n– Termine", ["Begrüßung", "Termine"]),
        ("1. Halbjahr", ["1. Halbjahr"]),  # no list
        ("3. Förderphase\n4. Förderphase", ["3. Förderphase", "4. Förderphase"]),
        ("1. Begrüßung\nTermine", ["1. Begrüßung", "Termine"]),
    ],
)
def test_an_agenda_is_a_list_without_the_numbers_that_people_typed(text: str, expected: list[str]) -> None:
    assert items(text) == expected
