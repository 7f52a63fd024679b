"""From when and until when a rhythm holds."""

import pytest

from rhythm import parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ab Januar 2027 monatlich", "monatlich, ab 1. Januar 2027"),
        ("monatlich seit 2019", "monatlich, ab 1. Januar 2019"),
        ("monatlich, ab 12.1.27", "monatlich, ab 12. Januar 2027"),
        ("beginnend am 3. Mai 2027: monatlich", "monatlich, erstmals am 3. Mai 2027"),
        ("alle 2 Wochen, erstmals am 12.01.2027", "alle 2 Wochen, erstmals am 12. Januar 2027"),
        ("alle 2 Wochen, erster Termin: Di, 12.1.2027", "alle 2 Wochen, erstmals am 12. Januar 2027"),
        ("mittwochs bis Ende Juni 2027", "jeden Mittwoch, bis 30. Juni 2027"),
        ("mittwochs bis Februar 2028", "jeden Mittwoch, bis 29. Februar 2028"),
        ("mittwochs bis einschließlich 30.6.2027", "jeden Mittwoch, bis 30. Juni 2027"),
        ("mittwochs von März 2027 bis Mai 2027", "jeden Mittwoch, ab 1. März 2027, bis 31. Mai 2027"),
        (
            "mittwochs vom 1. März bis zum 27. Oktober 2027",
            "jeden Mittwoch, ab 1. März 2027, bis 27. Oktober 2027",
        ),
        ("mittwochs vom 15.10. bis 15.3.2027", "jeden Mittwoch, ab 15. Oktober 2026, bis 15. März 2027"),
        ("mittwochs von März bis Juni 2027", "jeden Mittwoch, ab 1. März 2027, bis 30. Juni 2027"),
        ("täglich vom 1. bis 15. März 2027", "täglich, ab 1. März 2027, bis 15. März 2027"),
        ("derzeit mittwochs", "jeden Mittwoch"),
        ("ab sofort monatlich", "monatlich"),
        ("bis auf Weiteres montags", "jeden Montag"),
    ],
)
def test_beginning_and_end(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")


@pytest.mark.parametrize(
    ("text", "words", "leftover"),
    [
        ("ab September monatlich", "monatlich", "ab September"),
        ("ab dem 14. September jeden Montag", "jeden Montag", "ab dem 14. September"),
        ("montags bis Juni", "jeden Montag", "bis Juni"),
        ("monatlich, nächstes Treffen im Mai", "monatlich", "nächstes Treffen im Mai"),
        ("2017 jeden dritten Dienstag", "jeden 3. Dienstag im Monat", "2017"),
        ("jährlich, zuletzt im Mai 2024", "jährlich", "zuletzt im Mai 2024"),
    ],
)
def test_a_day_without_a_year_stays_unread_and_is_no_season(text, words, leftover):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, leftover)


@pytest.mark.parametrize(
    "text", ["nächstes Treffen am 3. März 2027", "12.10.2026, 14 Uhr", "am 24. Dezember"]
)
def test_a_single_date_is_no_rhythm(text):
    assert parse(text) is None


def test_a_span_from_a_day_that_is_none_is_not_understood():
    assert parse("mittwochs vom 31.2. bis 15.3.2027") is None
