"""The rules of matching on small invented actors, without a database."""

from dataclasses import replace

from partners.matching import Candidate, PartnerPlan, SaidOffer, judged, match, rules, weights_of
from partners.reasons import ORDER, SENTENCES, sentences

ROOM = SaidOffer("bietet", "raum", "Saal für 50 Personen")
NORTH, SOUTH = frozenset({"nord"}), frozenset({"sued"})


def candidate(entry: int = 1, name: str = "Haus", **facts) -> Candidate:
    return Candidate(entry=entry, name=name, **facts)


def names(suggestions) -> list[str]:
    return [one.candidate.name for one in suggestions]


def plan(**asked) -> PartnerPlan:
    return PartnerPlan(
        **{name: frozenset(value) if isinstance(value, set) else value for name, value in asked.items()}
    )


def test_a_room_where_it_is_needed_fits_exactly_and_one_elsewhere_does_not() -> None:
    asked = plan(kinds={"raum"}, wanted="Raum für 30 Personen", places={"nord"}, place_names=("Nordstadt",))
    here, there = (
        candidate(1, "Hier", said=(ROOM,), places=NORTH),
        candidate(2, "Dort", said=(ROOM,), places=SOUTH),
    )
    found = match(asked, [there, here])
    assert names(found.exact) == ["Hier"]
    assert "Dort" not in names(found.exact)


def test_a_room_that_is_too_small_is_not_named() -> None:
    asked = plan(kinds={"raum"}, wanted="Raum für 60 Personen", places={"nord"}, place_names=("Nordstadt",))
    found = match(asked, [candidate(said=(ROOM,), places=NORTH)])
    assert found.exact == ()


def test_an_offer_of_the_right_kind_with_another_content_is_no_reason() -> None:
    asked = plan(kinds={"personal"}, wanted="Vorlesende für Grundschulkinder")
    sport = candidate(1, "Sport", said=(SaidOffer("bietet", "personal", "FSJ-Kraft für Schul-AGs"),))
    reading = candidate(2, "Lesen", said=(SaidOffer("bietet", "personal", "Lesepatinnen und Lesepaten"),))
    found = match(asked, [sport, reading])
    assert names(found.exact) == ["Lesen"]
    assert found.second == ()
    assert sentences(asked, judged(asked, sport), lambda _facet, slug: slug) == []


def test_who_asks_never_appears() -> None:
    me = candidate(1, "Wir", said=(ROOM,), places=NORTH)
    asked = plan(kinds={"raum"}, wanted="Saal", places={"nord"}, asker=me)
    found = match(asked, [me, replace(me, entry=2, name="Andere")])
    assert names(found.exact) == ["Andere"]


def test_where_only_a_place_is_given_everybody_there_fits_exactly() -> None:
    asked = plan(places={"nord"}, place_names=("Nordstadt",))
    here = [candidate(n, f"Haus {n}", places=NORTH) for n in range(1, 8)]
    there = candidate(9, "Dort", places=SOUTH)
    sought = candidate(
        10,
        "Sucht dort",
        places=SOUTH,
        said=(SaidOffer("sucht", "zugang", "Einsatzstellen in der Nordstadt"),),
    )
    found = match(asked, [there, sought, *here])
    assert names(found.exact) == [f"Haus {n}" for n in range(1, 8)]
    assert names(found.second) == ["Sucht dort"]


def test_where_only_a_group_is_given_who_names_it_fits_and_who_is_for_all_does_not() -> None:
    asked = plan(groups={"arbeitsuchende"}, group_names=("Arbeitsuchende",))
    named, everyone = (
        candidate(1, "Nennt sie", groups=frozenset({"arbeitsuchende"})),
        candidate(2, "Für alle", groups=frozenset({"alle-einwohnerinnen-und-einwohner"})),
    )
    found = match(asked, [everyone, named])
    assert names(found.exact) == ["Nennt sie"]
    assert found.second == ()


def test_the_other_generation_next_door_is_worth_a_second_look() -> None:
    asked = plan(
        kinds={"zugang"}, groups={"aeltere-menschen"}, places={"nord"}, group_names=("Ältere Menschen",)
    )
    school = candidate(groups=frozenset({"jugendliche"}), places=NORTH, kind_slug="jugendeinrichtung",
                       said=(SaidOffer("bietet", "zugang", "Jugendliche im Viertel"),))  # fmt: skip
    found = match(asked, [school])
    assert found.exact == ()
    assert names(found.second) == ["Haus"]
    said = sentences(asked, found.second[0], lambda _facet, slug: slug)
    assert said == ["andere Generation am selben Ort: jugendliche", "sitzt am gesuchten Ort: nord"]
    assert match(asked, [replace(school, places=SOUTH)]).second == ()


def test_an_offer_for_another_place_is_not_offered_here() -> None:
    asked = plan(
        kinds={"zugang"},
        wanted="ältere Menschen",
        places={"sued"},
        place_names=("Südstadt",),
        other_places=("Nordstadt",),
    )
    offer = SaidOffer("bietet", "zugang", "Seniorinnen und Senioren der Nordstadt")
    there = candidate(said=(offer,), places=NORTH)
    assert not any(reason.said == offer for reason in judged(asked, there).reasons)
    assert any(reason.said == offer for reason in judged(replace(asked, other_places=()), there).reasons)


def test_who_offers_is_led_to_who_seeks() -> None:
    asked = plan(kinds={"material"}, wanted="zwölf gebrauchte Laptops", is_offer=True)
    seeks = candidate(1, "Sucht", said=(SaidOffer("sucht", "material", "Laptops"),))
    offers = candidate(2, "Bietet", said=(SaidOffer("bietet", "material", "Laptops"),))
    found = match(asked, [offers, seeks])
    assert names(found.exact) == ["Sucht"]
    assert found.second == ()


def test_who_is_busy_comes_after_who_is_not() -> None:
    asked = plan(kinds={"raum"}, wanted="Saal", places={"nord"})
    free, busy = (
        candidate(2, "Zett", said=(ROOM,), places=NORTH),
        candidate(1, "Amt", said=(ROOM,), places=NORTH, is_busy=True),
    )
    assert names(match(asked, [busy, free]).exact) == ["Zett", "Amt"]


def test_what_i_offer_and_they_seek_is_said() -> None:
    me = candidate(9, "Wir", said=(SaidOffer("bietet", "raum", "Seminarraum"),))
    they = candidate(
        said=(
            SaidOffer("sucht", "raum", "Raum für Samstagsschule"),
            SaidOffer("bietet", "personal", "Lesepatinnen"),
        )
    )
    asked = plan(kinds={"personal"}, wanted="Vorlesende", asker=me)
    said = sentences(asked, judged(asked, they), lambda _facet, slug: slug)
    assert "sucht Raum: Raum für Samstagsschule. Sie bieten: Seminarraum" in said
    assert said[0] == "bietet Personal: Lesepatinnen"


def test_clubs_are_meant_and_not_who_already_has_the_group() -> None:
    asked = plan(
        kinds={"zugang"}, wanted="Vereine, in denen Menschen mit Behinderung mitmachen", groups={"menschen-mit-behinderung"},
        group_names=("Menschen mit Behinderung",),
    )  # fmt: skip
    club = candidate(1, "TSV", kind="Sportverein")
    home = candidate(2, "Heim", groups=frozenset({"menschen-mit-behinderung"}))
    assert judged(asked, club).score > judged(asked, home).score


def test_several_kinds_count_together() -> None:
    both = candidate(1, "Beides", said=(ROOM, SaidOffer("bietet", "wissen", "Freiwilligenmanagement")))
    one = candidate(2, "Raum", said=(ROOM,))
    asked = plan(kinds={"raum", "wissen"}, wanted="Fortbildung für Ehrenamtliche mit Raum")
    assert judged(asked, both).score > judged(asked, one).score


def test_nothing_asked_finds_nobody() -> None:
    assert plan().is_empty
    found = match(plan(), [candidate(said=(ROOM,))])
    assert (found.exact, found.second) == ((), ())


def test_equal_ones_stand_in_the_order_of_their_names() -> None:
    asked = plan(places={"nord"})
    found = match(asked, [candidate(1, "B", places=NORTH), candidate(2, "A", places=NORTH)])
    assert names(found.exact) == ["A", "B"]


def test_every_signal_has_a_weight_and_every_reason_a_sentence() -> None:
    assert set(SENTENCES) == set(ORDER)
    silent = {
        "fern",
        "fern_gebunden",
        "alltag",
        "selten",
        "voll",
        "ungefragt",
    }  # lower or raise, but are nothing to say
    assert set(rules()["immer"]) - silent == set(SENTENCES)
    for direction in ("sucht", "bietet"):
        for row, weights in rules()[direction].items():
            assert set(weights) <= set(rules()["immer"]), row
        assert all(least > 0 for row in rules()["genau"][direction].values() for least in row.values())


def test_unknown_kinds_have_the_weights_of_all() -> None:
    assert weights_of(plan(kinds={"personal"}))["bedarf"] > weights_of(plan(kinds={"zugang"}))["bedarf"]
