"""Chapters over small landscapes, against figures counted by hand or naively."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pyroaring import BitMap

from insight.coverage import CellKind, GapCell
from insight.load import LoadRule, load_of
from insight.models import Chapter
from insight.overlap import Advice, advised, pairs
from insight.reports.blocks import Bars, Course, Heading, Numbers, Paragraph, Points, Table
from insight.reports.chapters import blocks_of
from insight.reports.facts import Facts, Gap, NamedActor, RareGroup, Settled, Told
from insight.reports.key_figures import comparison, key_figures
from insight.reports.periods import ReportSpan
from tests.insight.landscape import landscape, number, round_of

SPAN = ReportSpan(date(2026, 7, 1), date(2026, 9, 30))
LIKE = {"thema": ["lesen"], "zielgruppe": ["kinder"], "stadtteil": ["nord"]}
WORDS = {"lose": "lose", "beauftragt": "beauftragt"}


def facts(*networks, actors=None, agreed=(), **more) -> Facts:
    snapshot = landscape(networks, actors, agreed)
    alike = tuple(advised(pairs(snapshot), Advice.MERGE))
    return Facts(snapshot=snapshot, span=SPAN, rule=LoadRule(), bindingness=WORDS, alike=alike, **more)


def cell(kind, networks=0, actors=0, around=0) -> GapCell:
    entries = [BitMap(range(1, number + 1)) for number in (networks, actors, around)]
    return GapCell("thema", "ort", *entries, seated=BitMap(), kind=kind)


def shown(chapter, of, *others) -> list:
    return blocks_of(chapter, of, [chapter, *others])


def of_kind(kind, blocks) -> list:
    return [one for one in blocks if isinstance(one, kind)]


def texts(table) -> list[list[str]]:
    return [[one.text for one in row] for row in table.rows]


# --- stock -----------------------------------------------------------------------------------------------------------


def lived(begins=None, ends=None, status="aktiv", **more):
    return round_of("AB", facts={"begins_on": begins, "ends_on": ends, "status": status, **more})


def test_course_counts_what_was_there_at_the_end_of_each_year() -> None:
    of = facts(
        lived(date(2024, 5, 1)),
        lived(date(2025, 12, 31), date(2026, 8, 1), "beendet"),
        lived(date(2026, 12, 1)),
        lived(None),
        lived(date(2027, 1, 1), status="geplant"),
    )
    (line,) = of_kind(Course, shown(Chapter.STOCK, of))
    assert [(one.label, one.value) for one in line.points] == [("2024", 2), ("2025", 3), ("2026", 2)]
    assert (len(of.begun), [one.name for one in of.ended]) == (0, ["Runde 1"])
    assert "2026 bis zum 30. September" in line.caption


def test_what_ends_later_in_the_period_has_not_ended_yet() -> None:
    of = facts(lived(date(2020, 1, 1), date(2026, 11, 29)), lived(date(2020, 1, 1), date(2026, 11, 28)))
    of = Facts(of.snapshot, ReportSpan(date(2026, 10, 1), date(2026, 12, 31)), LoadRule(), WORDS)
    assert [one.name for one in of.ended] == ["Runde 1"]
    assert of.stock_on(date(2026, 11, 28)) == 1


def test_a_line_names_every_fourth_year_and_the_last() -> None:
    (line,) = of_kind(Course, shown(Chapter.STOCK, facts(lived(date(1990, 1, 1)))))
    assert [one.label for one in line.points if one.is_named] == [
        "2006",
        "2010",
        "2014",
        "2018",
        "2022",
        "2026",
    ]
    assert len(line.points) == 21


def test_formats_are_ordered_by_number_then_by_name() -> None:
    of = facts(*(lived(format=name) for name in ["AK", "Runde", "Runde", "AG"]))
    bars = of_kind(Bars, shown(Chapter.STOCK, of))
    assert [(one.label, one.value) for one in bars[0].items] == [("Runde", 2), ("AG", 1), ("AK", 1)]


def test_an_empty_choice_says_so_in_every_chapter() -> None:
    of = facts()
    for chapter in Chapter:
        blocks = shown(chapter, of)
        assert of_kind(Paragraph, blocks), chapter
        assert not of_kind(Table, blocks), chapter


def test_few_networks_have_no_per_cent() -> None:
    few = facts(*(lived() for _n in range(4)), stale={1000: None})
    many = facts(*(lived() for _n in range(5)), stale={1000: None})
    said = [shown(Chapter.FRESHNESS, of)[0].text for of in (few, many)]
    assert ": 1 von 4." in said[0]
    assert "%" not in said[0]
    assert ": 1 von 5 (20 %)." in said[1]


# --- gaps ------------------------------------------------------------------------------------------------------------


def test_gaps_come_before_what_is_to_be_checked_and_the_largest_first() -> None:
    found = (
        Gap("Lesen", "Nord", cell(CellKind.CHECK, actors=9)),
        Gap("Sport", "Süd", cell(CellKind.GAP, actors=2)),
        Gap("Musik", "West", cell(CellKind.GAP, actors=3, around=4)),
    )
    (table,) = of_kind(Table, shown(Chapter.GAPS, facts(lived(), gaps=found, city="Stadt")))
    assert texts(table) == [
        ["Musik", "West", "3", "4", "Lücke"],
        ["Sport", "Süd", "2", "0", "Lücke"],
        ["Lesen", "Nord", "9", "0", "prüfen"],
    ]


def test_a_long_list_of_gaps_says_what_it_leaves_out() -> None:
    found = tuple(Gap(f"T{n}", "Nord", cell(CellKind.CHECK, actors=3)) for n in range(14))
    blocks = shown(Chapter.GAPS, facts(lived(), gaps=found))
    assert len(of_kind(Table, blocks)[0].rows) == 12
    assert "2 weitere Felder zeigt der Einblick." in [one.text for one in of_kind(Paragraph, blocks)]


def test_groups_without_actors_are_nobodys_gap() -> None:
    groups = (
        RareGroup("Kinder", cell(CellKind.HERE, networks=5, actors=5)),
        RareGroup("Niemand", cell(CellKind.NOTHING)),
        RareGroup("Azubis", cell(CellKind.GAP, actors=8)),
    )
    (table,) = of_kind(Table, shown(Chapter.GAPS, facts(lived(), groups=groups)))
    assert texts(table) == [["Azubis", "0", "8"], ["Kinder", "5", "5"]]


# --- doubles and load ------------------------------------------------------------------------------------------------


def alike(members, name):
    return round_of(members, facts={"character": ("fach",), "times_a_year": 4, "name": name}, **LIKE)


def test_pairs_of_which_somebody_said_that_they_differ_are_not_named_again() -> None:
    rounds = [alike("ABC", "Eins"), alike("ABCD", "Zwei"), alike("ABCE", "Drei")]
    (table,) = of_kind(Table, shown(Chapter.DOUBLES, facts(*rounds)))
    assert len(table.rows) == 3
    settled = Settled(apart=frozenset({(1, 2), (2, 3)}), decided=2, merged=1)
    blocks = shown(Chapter.DOUBLES, facts(*rounds, settled=settled))
    (table,) = of_kind(Table, blocks)
    assert texts(table) == [["Eins", "Drei", "3", "4"]]
    assert "1 Paar zu prüfen, im Zeitraum 2 als verschieden geklärt, 1 zusammengeführt." in [
        one.text for one in of_kind(Paragraph, blocks)
    ]


def test_one_network_has_nothing_to_be_compared_with() -> None:
    (only,) = shown(Chapter.DOUBLES, facts(lived()))
    assert "mindestens zwei" in only.text


def test_meetings_and_attendances_are_sums() -> None:
    of = facts(
        round_of("ABC", facts={"times_a_year": 4}),
        round_of("AB", facts={"times_a_year": 12}),
        round_of("A", facts={"times_a_year": None}),
    )
    blocks = shown(Chapter.DOUBLES, of)
    assert [one.value for one in of_kind(Numbers, blocks)[0].items] == ["16", "36"]
    assert any("1 Netzwerk nennt keinen" in one.text for one in of_kind(Paragraph, blocks))


def busiest(of, *letters):
    return tuple(
        (NamedActor(f"Haus {one}", f"/akteure/{one}/"), load_of(of.snapshot, number(one), of.rule))
        for one in letters
    )


def test_who_carries_much_is_told_with_the_meetings_of_a_month() -> None:
    rounds = [round_of("AB", "A", facts={"times_a_year": 12}) for _n in range(5)]
    bare = facts(*rounds)
    of = facts(*rounds, busiest=busiest(bare, "A", "B"), busy=2)
    (table,) = of_kind(Table, shown(Chapter.LOAD, of))
    assert texts(table) == [["Haus A", "5", "5", "5,0"], ["Haus B", "5", "0", "5,0"]]


def test_the_summary_names_an_actor_only_where_the_internal_chapter_is_in_the_report() -> None:
    rounds = [round_of("AB", "A", facts={"times_a_year": 12}) for _n in range(5)]
    of = facts(*rounds, busiest=busiest(facts(*rounds), "A"), busy=1)

    def leads(*others):
        return [
            one.lead for block in of_kind(Points, shown(Chapter.SUMMARY, of, *others)) for one in block.items
        ]

    assert not any("Haus A" in one for one in leads(Chapter.STOCK, Chapter.DOUBLES))
    assert any("Haus A" in one for one in leads(Chapter.LOAD))


@pytest.mark.parametrize(
    ("begins", "ends", "lead"),
    [
        (date(2026, 8, 1), None, "Der Bestand wächst."),
        (date(2020, 1, 1), date(2026, 8, 1), "Der Bestand nimmt ab."),
        (date(2020, 1, 1), None, "Der Bestand ist stabil."),
        (date(2026, 7, 2), date(2026, 8, 1), "Der Bestand ist stabil."),
    ],
)
def test_what_the_summary_says_of_the_stock(begins, ends, lead) -> None:
    of = facts(lived(begins, ends), lived(date(2019, 1, 1)))
    (points,) = of_kind(Points, shown(Chapter.SUMMARY, of, Chapter.STOCK))
    assert points.items[0].lead == lead


# --- what they say, when they meet -----------------------------------------------------------------------------------


def test_questions_come_first_and_long_words_are_cut() -> None:
    said = (
        Told(1000, date(2026, 9, 1), "fortschritt", "Es geht voran."),
        Told(1000, date(2026, 8, 1), "hier-nicht-loesbar", "Das kann\nnur das Land."),
        Told(1000, date(2026, 7, 1), "problem", "x" * 700),
    )
    blocks = shown(Chapter.TOLD, facts(lived(), told=said))
    assert [one.text for one in of_kind(Heading, blocks)] == ["Hier nicht lösbar", "Probleme"]
    first, second = of_kind(Table, blocks)
    assert texts(first) == [["Runde 0", "Das kann nur das Land.", "1. August 2026"]]
    assert len(texts(second)[0][1]) == 600
    assert (
        "Zwischenstände: 3, davon über den Fortgang der Arbeit: 1. Netzwerke, die berichten: 1."
        in of_kind(Paragraph, blocks)[-1].text
    )


def test_dates_say_how_many_met_and_who_meets_next() -> None:
    start = datetime(2026, 12, 1, 17, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    of = facts(lived(), lived(), agreed=[(1, start)], held={1000: 3})
    blocks = shown(Chapter.DATES, of)
    assert "3 öffentliche Treffen im Kalender. Aktive Netzwerke: 2, davon mit Treffen: 1." in blocks[0].text
    assert texts(of_kind(Table, blocks)[0]) == [["Runde 1", "Dienstag, 1. Dezember 2026, 17:30 Uhr"]]
    assert of.undated == 1


# --- comparing reports -----------------------------------------------------------------------------------------------


def test_key_figures_are_those_of_the_chapters() -> None:
    of = facts(lived(), lived(status="ruhend"), actors={"A": {}, "B": {}, "C": {}}, stale={1000: None})
    found = {one["key"]: one["value"] for one in key_figures(of, [Chapter.STOCK])}
    assert found == {"netzwerke": 1, "akteure": 3, "akteure-dabei": 2}
    assert [one["key"] for one in key_figures(of, [Chapter.FRESHNESS])] == ["nicht-bestaetigt"]


def test_comparison_shows_what_both_have() -> None:
    now = [
        {"key": "a", "label": "A", "value": 7},
        {"key": "b", "label": "B", "value": 1},
        {"key": "c", "label": "C", "value": 2},
    ]
    then = [{"key": "c", "value": 2}, {"key": "a", "value": 5}, {"key": "b", "value": 1_001}]
    table = comparison(now, then, "Q2")
    assert texts(table) == [["A", "5", "7", "+2"], ["B", "1.001", "1", "−1.000"], ["C", "2", "2", "0"]]
    assert comparison(now, [{"key": "z", "value": 1}], "Q2") is None
