from __future__ import annotations

import pytest

from german.place_names import WRITTEN_OUT, Addition, key, keys, stems_of_adjective, without_addition
from german.place_register import rows


@pytest.mark.parametrize(
    ("name", "base", "addition"),
    [
        ("Lippstadt", "Lippstadt", None),
        ("Bad Salzuflen", "Bad Salzuflen", None),
        ("Frankfurt am Main", "Frankfurt", Addition("am", "main")),
        ("Halle (Saale)", "Halle", Addition("", "saale")),
        ("Eislingen/Fils", "Eislingen", Addition("", "fils")),
        ("Weiden i.d. OPf.", "Weiden", Addition("inder", "oberpfalz")),
        ("Neuburg a.d.Kammel", "Neuburg", Addition("ander", "kammel")),
        ("Neustadt b. Coburg", "Neustadt", Addition("bei", "coburg")),
        ("Berg im Gau", "Berg", Addition("im", "gau")),
        ("Sachsen bei Ansbach", "Sachsen", Addition("bei", "ansbach")),
    ],
)
def test_an_addition_is_told_from_the_name(name, base, addition):
    assert without_addition(name) == (base, addition)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lippstadt", ["lippstadt"]),
        ("St. Ingbert", ["sanktingbert"]),
        ("Ostseebad Binz", ["ostseebadbinz", "binz"]),
        (
            "Frankfurt am Main",
            [
                "frankfurtammain",
                "frankfurt",
                "frankfurtmain",
                "frankfurtammain",
                "frankfurtamain",
                "frankfurtam",
            ],
        ),
        ("Frankfurt (Oder)", ["frankfurtoder", "frankfurt", "frankfurtoder", "frankfurtanderoder"]),
    ],
)
def test_a_name_has_the_keys_of_its_spellings(name, expected):
    assert [*keys(name)] == expected


@pytest.mark.parametrize("short", sorted(WRITTEN_OUT))
def test_what_is_cut_short_stands_in_the_list(short):
    additions = [without_addition(row["name"])[1] for row in rows("orte.csv")]
    assert WRITTEN_OUT[short] in {addition.word for addition in additions if addition}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Frankfurt a. M.", "Frankfurt am Main"),
        ("Neustadt a. d. Weinstraße", "Neustadt an der Weinstraße"),
        ("Neustadt/Weinstraße", "Neustadt an der Weinstraße"),
        ("Weiden in der Oberpfalz", "Weiden i.d. OPf."),
        ("Muelheim/Ruhr", "Mülheim an der Ruhr"),
        ("Sankt-Augustin", "St. Augustin"),
    ],
)
def test_what_people_write_is_among_the_keys(written, name):
    assert key(written) in set(keys(name))


@pytest.mark.parametrize(
    ("adjective", "place"),
    [
        ("lippstaedter", "lippstadt"),
        ("bremer", "bremen"),
        ("dresdner", "dresden"),
        ("muenchner", "muenchen"),
        ("karlsruher", "karlsruhe"),
        ("muensteraner", "muenster"),
        ("hallenser", "halle"),
        ("hannoversche", "hannover"),
        ("lippischen", "lippe"),
        ("saarlaendischer", "saarland"),
    ],
)
def test_an_adjective_leads_to_its_place(adjective, place):
    assert place in set(stems_of_adjective(adjective))


@pytest.mark.parametrize("word", ["netzwerk", "er", "aner", ""])
def test_what_is_no_adjective_leads_nowhere(word):
    assert [*stems_of_adjective(word)] == []
