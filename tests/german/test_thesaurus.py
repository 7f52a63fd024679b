"""Who searches one word means the others, as surely as somebody said so."""

from german.thesaurus import (
    ABBREVIATION,
    CURATED,
    KIN,
    LONGEST_TERM,
    NARROW,
    SAME,
    Synonym,
    Thesaurus,
    fixed_expressions,
    is_fixed_expression,
    root_in_expression,
    same_heads,
    signature,
    telling,
)


def strength(thesaurus, term, other):
    known = {synonym.signature: synonym.strength for synonym in thesaurus.of(signature(term))}
    return known.get(signature(other))


SHIPPED = Thesaurus()


def test_a_signature_holds_the_families_of_the_words_that_say_something():
    assert signature("Förderung der Sprache") == ("foerdern", "sprechen")
    assert signature("Tagesmütter") == signature("Tagesmutter")
    assert signature("der die das") == ("der", "die", "das")  # nothing else is there
    assert len(signature("eins zwei drei vier fünf sechs sieben acht")) == LONGEST_TERM


def test_small_words_that_make_the_sense_of_a_term_stay_in_it():
    assert root_in_expression("unter") == "unter"
    assert signature("Kinder unter 3") == ("kind", "unter", "3")
    assert signature("Eine Welt") == ("eine", "welt")


def test_shipped_terms_find_each_other_and_wider_ones_one_way():
    assert strength(SHIPPED, "Kita", "Kindertagesstätte") == ABBREVIATION
    assert (
        strength(SHIPPED, "Stillgruppe", "Stillcafé") == strength(SHIPPED, "Stillcafé", "Stillgruppe") == SAME
    )
    assert strength(SHIPPED, "Schulreife", "Einschulung") == NARROW
    assert strength(SHIPPED, "Einschulung", "Schulreife") is None


def test_what_curators_say_counts_more_than_what_is_shipped_but_less_than_an_abbreviation():
    curated = Thesaurus([("Stillgruppe", ["Stillcafé", "Milchbar"]), ("Kita", ["Kindertagesstätte"])])
    assert strength(curated, "Stillgruppe", "Stillcafé") == CURATED
    assert strength(curated, "Milchbar", "Stillgruppe") == CURATED
    assert strength(curated, "Kita", "Kindertagesstätte") == ABBREVIATION
    assert strength(SHIPPED, "Milchbar", "Stillgruppe") is None


def test_surest_synonyms_come_first_and_equal_ones_by_the_alphabet():
    found = [(-synonym.strength, synonym.text) for synonym in SHIPPED.of(signature("Kita"))]
    assert found == sorted(found)
    assert found[0][0] == -ABBREVIATION


def test_known_terms_are_in_it():
    assert signature("Frühe Hilfen") in SHIPPED
    assert signature("Quastenflosser") not in SHIPPED
    assert signature("Quastenflosser") in Thesaurus([("Quastenflosser", ["Urfisch"])])


def test_the_longest_term_is_known_for_the_reader_of_queries():
    assert Thesaurus([("eins zwei drei vier fünf sechs", ["Zahlen"])]).longest == 6


def test_a_word_that_is_one_in_meaning_is_found_by_its_parts():
    assert SHIPPED.whole("kind_schuetzen") == ["kinderschutz"]
    assert SHIPPED.whole("haus_kirsche") == []


def test_partners_are_the_other_halves_of_terms_of_two_words():
    assert "helfen" in SHIPPED.partners("frueh")
    assert "frueh" in SHIPPED.partners("helfen")
    assert SHIPPED.partners("quastenflosser") == frozenset()


def test_terms_of_several_words_are_fixed_expressions():
    assert is_fixed_expression(signature("Bildung und Teilhabe"))
    assert not is_fixed_expression(signature("Teilhabe und Bildung"))
    assert not is_fixed_expression(signature("Kita"))
    assert all(
        list(map(len, terms)) == sorted(map(len, terms), reverse=True)
        for terms in fixed_expressions().values()
    )


def test_heads_that_mean_the_same_stand_for_each_other():
    assert {"mentor", "lotse"} <= set(same_heads()["pate"])
    assert "pate" not in same_heads()["pate"]
    assert "haus" not in same_heads()


def synonym(text, strength=SAME):
    return Synonym(text, signature(text), strength)


def test_what_contains_the_word_itself_needs_no_looking_for():
    assert telling([synonym("Waldkita"), synonym("Hort")], signature("Kita"), frozenset()) == [
        synonym("Hort")
    ]


def test_what_contains_a_surer_synonym_needs_no_looking_for():
    found = telling([synonym("Flüchtlingshilfe"), synonym("Flucht")], ["asyl"], frozenset())
    assert found == [synonym("Flucht")]


def test_what_shares_a_part_with_the_word_is_nearer_and_stays():
    found = telling([synonym("Ferien"), synonym("Ferienpass")], ["x"], frozenset({"ferien"}))
    assert [(one.text, one.strength) for one in found] == [
        ("Ferien", SAME * KIN),
        ("Ferienpass", SAME * KIN),
    ]
    (curated,) = telling([synonym("Ferien", CURATED)], ["x"], frozenset({"ferien"}))
    assert curated.strength == CURATED  # never surer than a curator
