"""What is found for what was typed, and in which order."""

from __future__ import annotations

import pytest

from search.query.highlighting import hits
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def test_whole_name_comes_first(find, directory):
    NetworkFactory(name="Freundeskreis der Kita Regenbogen in Lindenau")
    assert find("kita regenbogen")[0] == "Kita Regenbogen"


def test_short_name_counts_as_name(find, directory):
    assert find("AK DaZ")[0] == "Arbeitskreis Deutsch als Zweitsprache"


@pytest.mark.parametrize("typed", ["Buecherei", "BÜCHEREI", "Büchereien"])
def test_synonym_in_any_spelling_finds_the_theme(answer, directory, typed):
    assert names(answer(typed), complete=True) == ["Stadtbibliothek Auenberg"]


def test_synonym_finds_sub_theme_through_its_parent(find, directory):
    assert "Vorlesekreis Lindenau" in find("Sprachförderung")


def test_place_in_query_is_a_condition_that_prose_need_not_repeat(answer, directory):
    found = answer("Sprachbildung Nordstadt")
    assert [option.label for _facet, option in found.places] == ["Nordstadt"]
    assert [hit.name for hit in hits(found, found.ids()) if not hit.is_partial] == []
    found = answer("Kita Lindenau")
    assert hits(found, found.ids())[0].name == "Kita Regenbogen"


def test_quotes_ask_for_the_words_in_their_order(find, directory):
    assert find('"Deutsch als Zweitsprache"') == ["Arbeitskreis Deutsch als Zweitsprache"]
    assert find('"Zweitsprache als Deutsch"') == []


def test_minus_excludes(find, directory):
    assert find("Kita -Nordlicht") == ["Kita Regenbogen"]
    assert set(find("-Kita")).isdisjoint({"Kita Regenbogen", "Kita Nordlicht"})


def test_unfinished_word_matches_as_beginning(find, directory):
    assert "Stadtbibliothek Auenberg" in find("stadtbib", is_typing=True)


def test_typing_error_is_corrected_and_said(answer, directory):
    found = answer("Stadtbiblothek")
    assert found.interpretation.corrections == [("Stadtbiblothek", "Stadtbibliothek")]
    assert [hit.name for hit in hits(found, found.ids())] == ["Stadtbibliothek Auenberg"]


def test_known_word_is_not_corrected(answer, directory):
    assert answer("Garten").interpretation.corrections == []


def names(found, *, complete):
    return [hit.name for hit in hits(found, found.ids()) if hit.is_partial != complete]


def test_compound_that_nobody_uses_brings_its_telling_part_near(answer, directory):
    """Who asks for Zweitsprachetag wants the second language; many have a Tag."""
    found = answer("Zweitsprachetag")
    assert names(found, complete=True) == []
    assert names(found, complete=False) == ["Arbeitskreis Deutsch als Zweitsprache"]


def test_two_words_find_the_compound_that_they_would_form_and_its_synonyms(answer, city):
    NetworkFactory(name="Arbeitskreis Schulhelfer")
    NetworkFactory(name="Begleitung im Alter")
    assert names(answer("Begleitung in der Schule"), complete=True) == ["Arbeitskreis Schulhelfer"]


def test_rare_synonym_says_more_than_one_that_many_share(answer, city):
    """Both mean a Hebamme; every second network is one of Frühe Hilfen."""
    for number in range(6):
        NetworkFactory(name=f"Frühe Hilfen {number}")
    NetworkFactory(name="Treff rund um die Geburtshilfe")
    assert names(answer("Hebamme"), complete=True)[0] == "Treff rund um die Geburtshilfe"


def test_of_equal_hits_the_one_with_more_evidence_is_first(answer, city):
    NetworkFactory(name="Runde A", purpose="Alkohol")
    NetworkFactory(name="Runde B", purpose="Alkohol, Drogen und Glücksspiel")
    assert names(answer("Sucht"), complete=True) == ["Runde B", "Runde A"]


def test_lying_in_a_place_is_as_good_as_being_named_so(answer, directory, city):
    NetworkFactory(name="Werkstatt Lindenau", purpose="Vorlesen ist schön, und vieles andere auch.")
    assert names(answer("Vorlesen Lindenau"), complete=True)[0] == "Vorlesekreis Lindenau"


def test_partial_hits_follow_complete_ones_and_are_marked(answer, directory):
    found = answer("Zweitsprache Werkstatttage")
    shown = hits(found, found.ids())
    assert found.complete_total == 0
    assert {hit.name for hit in shown} == {"Arbeitskreis Deutsch als Zweitsprache", "Runder Tisch Technik"}
    assert all(hit.is_partial for hit in shown)


def test_ended_network_ranks_behind_its_twin(find):
    NetworkFactory(name="Lesenetz A", purpose="Leselust wecken", status="beendet")
    NetworkFactory(name="Lesenetz B", purpose="Leselust wecken", status="aktiv")
    assert find("Leselust") == ["Lesenetz B", "Lesenetz A"]


def test_matching_words_are_marked_and_escaped(answer):
    ActorFactory(name="Haus <b>Vorlesen</b> & Co")
    found = answer("vorlesen")
    [hit] = hits(found, found.ids())
    assert hit.marked_name == "Haus &lt;b&gt;<mark>Vorlesen</mark>&lt;/b&gt; &amp; Co"


def test_reason_names_theme_and_synonym(answer, directory):
    found = answer("DaZ", scope={"art": ["akteur"]})
    by_name = {hit.name: hit for hit in hits(found, found.ids())}
    [reason] = by_name["Kita Regenbogen"].reasons
    assert (reason.via, reason.text) == ("Thema", "Sprachbildung")


def test_excerpt_shows_the_sentence_that_matched(answer, city):
    NetworkFactory(
        name="Runde", purpose="Wir treffen uns. " * 30 + "Dabei geht es um Schulgärten. " + "Ende. " * 30
    )
    found = answer("Schulgärten")
    [hit] = hits(found, found.ids())
    assert "<mark>Schulgärten</mark>" in hit.excerpt
    assert hit.excerpt.startswith("… ")


def test_order_is_total_and_pages_are_its_slices(answer, directory):
    for number in range(45):
        ActorFactory(name=f"Haus {number % 3}", kind=directory["Kita Nordlicht"].kind)
    for sort in ("name", "aktualitaet", "termin", "treffer"):
        found = ask(SearchRequest(text="Haus" if sort == "treffer" else "", sort=sort))
        everything = found.ids()
        assert len(set(everything)) == found.total
        pages = [
            entry_id for start in range(0, found.total, 20) for entry_id in found.page(start, start + 20)
        ]
        assert pages == everything


def test_sorting_by_meeting_and_freshness(find, directory):
    from datetime import date, timedelta

    from django.utils import timezone

    from actors.models import Actor
    from tests.factories import MeetingFactory

    MeetingFactory(network=directory["Runder Tisch Technik"], start=timezone.now() + timedelta(days=2))
    MeetingFactory(network=directory["Vorlesekreis Lindenau"], start=timezone.now() + timedelta(days=9))
    Actor.objects.filter(name="Kita Nordlicht").update(confirmed_at=date(2026, 3, 1))
    Actor.objects.filter(name="Kita Regenbogen").update(confirmed_at=date(2026, 4, 1))
    assert find(sort="termin")[:2] == ["Runder Tisch Technik", "Vorlesekreis Lindenau"]
    assert find(sort="aktualitaet")[:2] == ["Kita Regenbogen", "Kita Nordlicht"]


def test_part_of_a_hyphenated_name_is_corrected(find):
    ActorFactory(name="Montessori-Kinderhaus Sonnenschein")
    assert find("Montesori") == ["Montessori-Kinderhaus Sonnenschein"]


def test_compound_that_nobody_uses_finds_what_comes_near(find):
    NetworkFactory(name="Internetpaten", purpose="Ehrenamtliche erklären Handy und Tablet.")
    assert find("Handykurs") == ["Internetpaten"]
