"""From what somebody typed to clauses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from german.lexicon import rows
from german.thesaurus import CURATED, Thesaurus, signature
from search.query.expansion import MAX_ALTERNATIVES
from search.query.highlighting import Marker
from search.query.parsing import MAX_CLAUSES, Lexicon, place_forms

LEXICON = Lexicon(
    [("Sprachbildung", ["Deutschlernen", "Wortschatzarbeit"]), ("Frühe Hilfen", ["Kükenkoffer"])],
    places=["Nordstadt", "Siedlung Nord"],
    optional=["Auenberg"],
)


def clauses(text, **options):
    return {clause.text: clause for clause in LEXICON.query(text, **options).clauses}


def test_all_telling_words_are_required_and_stop_words_are_no_clauses():
    assert {text: clause.required for text, clause in clauses("Reiten für die Schwimmer").items()} == {
        "reiten": True,
        "schwimmer": True,
    }


def test_words_that_say_little_are_conditions_only_when_nothing_but_a_place_is_asked_beside():
    needed = {text: clause.required for text, clause in clauses("Hilfen für die Schwimmer").items()}
    assert needed == {"hilfen": False, "schwimmer": True}
    assert clauses("Hilfe")["hilfe"].required
    places = Lexicon(places=["Lindenau"])
    assert [clause.required for clause in places.query("Treff Lindenau").clauses] == [True, True]


def test_words_for_the_form_are_conditions_only_when_nothing_else_is_asked():
    assert {text: clause.required for text, clause in clauses("Netzwerk Kinderarmut Auenberg").items()} == {
        "netzwerk": False,
        "kinderarmut": True,
        "auenberg": False,
    }
    assert clauses("Netzwerk")["netzwerk"].required
    assert clauses("wer macht")["macht"].required


def test_only_stop_words_are_searched_as_they_are():
    assert [clause.text for clause in LEXICON.query("der die das").clauses] == ["der", "die", "das"]


def test_alternatives_are_graded():
    weights = {
        alternative.keys: alternative.weight
        for alternative in clauses("Förderungen")["foerderungen"].alternatives
    }
    assert weights[(("foerderungen",),)] == 1.0
    assert weights[(("foerderung",),)] == 0.95
    assert weights[(("r_foerdern",),)] == 0.8
    assert weights[(("p_foerdern",),)] == 0.65


def test_other_names_of_a_compound_say_more_than_its_parts_scattered_in_a_text():
    known = {
        alternative.via: alternative
        for alternative in clauses("Schulbegleitung")["schulbegleitung"].alternatives
    }
    parts = {"schule", "begleiten"}
    scattered = next(
        alternative.weight
        for alternative in clauses("Schulbegleitung")["schulbegleitung"].alternatives
        if {group[0].removeprefix("r_") for group in alternative.keys} == parts and alternative.kind == "teil"
    )
    assert scattered < known["Teilhabeassistenz"].weight


def test_curated_synonyms_work_both_ways_and_name_what_they_went_by():
    there = clauses("Kükenkoffer")["kuekenkoffer"].alternatives
    assert [alternative.via for alternative in there if alternative.via == "Frühe Hilfen"] == [
        "Frühe Hilfen"
    ] * 2
    back = clauses("Frühe Hilfen")["fruehe hilfen"].alternatives
    assert "Kükenkoffer" in {alternative.via for alternative in back}


def test_curated_terms_need_a_new_lexicon_and_nothing_else():
    assert Lexicon().synonyms("Kükenkoffer") == []
    assert [synonym.text for synonym in LEXICON.synonyms("Kükenkoffer")] == ["Frühe Hilfen"]


def test_abbreviations_are_surer_than_synonyms():
    strengths = {synonym.text: synonym.strength for synonym in LEXICON.synonyms("VHS")}
    assert strengths["Volkshochschule"] == 0.9
    assert max(synonym.strength for synonym in LEXICON.synonyms("Mensa")) < 0.55


def test_phrases_and_exclusions():
    query = LEXICON.query('"Haus der Kulturen" -Kita -"offener Treff" Beratung')
    assert [(clause.text, clause.phrase) for clause in query.clauses] == [
        ("Haus der Kulturen", (("haus", 0), ("kulturen", 2))),
        ("beratung", ()),
    ]
    assert sorted(clause.text for clause in query.excluded) == ["kita", "offener Treff"]


def test_a_hyphen_inside_a_word_excludes_nothing():
    query = LEXICON.query("Kinder-Uni – Elternabend")
    assert [clause.text for clause in query.clauses] == ["kinderuni", "elternabend"]
    assert query.excluded == ()


def test_the_last_word_is_a_beginning_only_while_typing():
    assert clauses("Kita Nord", typing=True)["nord"].prefix == "nord"
    assert clauses("Kita Nord", typing=True)["kita"].prefix == ""
    assert clauses("Kita Nord")["nord"].prefix == ""
    assert clauses("Kita Nord ", typing=True)["nord"].prefix == ""


def test_a_single_letter_says_nothing_while_typing():
    assert set(clauses("Kita N", typing=True)) == {"kita"}
    assert set(clauses("Kita N")) == {"kita", "n"}
    assert set(clauses("N", typing=True)) == {"n"}


def test_words_for_a_form_are_no_condition_as_a_term_either():
    lexicon = Lexicon([("Runder Tisch", ["RT"])])
    needed = {clause.text: clause.required for clause in lexicon.query("Runder Tisch Kinderarmut").clauses}
    assert needed == {"runder tisch": False, "kinderarmut": True}


def test_verbs_hold_a_sentence_together_and_are_no_condition():
    needed = {
        clause.text: clause.required
        for clause in LEXICON.query("Welche Hilfen bekommen Mütter, die schwimmen").clauses
    }
    assert (needed["muetter"], needed["bekommen"], needed["schwimmen"]) == (True, False, True)
    assert clauses("Hilfen bekommen")["bekommen"].required


@pytest.mark.parametrize("typed", ["§ 3 KKG", "Paragraph 3 KKG", "§3 KKG"])
def test_a_paragraph_is_one_clause_with_what_it_stands_for(typed):
    query = LEXICON.query(typed)
    paragraph, law = query.clauses
    assert {one.via for one in paragraph.alternatives if one.via} == {"Frühe Hilfen", "Kinderschutz"}
    assert paragraph.alternatives[0].keys == (("par_3",),)
    assert (law.text, law.required, paragraph.required) == ("kkg", False, True)


@pytest.mark.parametrize(
    ("typed", "written", "near"),
    [
        ("§ 78", [(("par_78",),), (("78",),)], []),
        ("§ 78a", [(("par_78a",),), (("78a",),)], [(("par_78", "78"),)]),  # „AG 78“ is near
        ("§ 8a", [(("par_8a",),)], [(("par_8",),)]),  # „8“ may be anything
    ],
)
def test_a_paragraph_with_a_letter_is_near_the_one_without(typed, written, near):
    [clause] = LEXICON.query(typed).clauses
    assert [one.keys for one in clause.alternatives if one.kind in ("exakt", "stamm")] == written
    assert [one.keys for one in clause.loose] == near


def test_a_telephone_number_is_one_clause():
    [clause] = LEXICON.query("05555/412-26").clauses
    assert clause.alternatives[0].keys == (("t_0555541226",),)


def test_places_are_not_divided():
    assert clauses("Nordstadt")["nordstadt"].keys == {"nordstadt", "r_norden_stadt"}
    assert "p_stadt" in clauses("Weststadt")["weststadt"].keys


def test_loose_parts_come_only_when_asked_for():
    query = LEXICON.query("Seifenkistenkurs")
    loose = (("r_seife", "p_seife"),)
    assert loose not in {alternative.keys for alternative in query.clauses[0].alternatives}
    assert loose in {alternative.keys for alternative in query.relaxed().clauses[0].alternatives}
    assert query.relaxed({"seifenkistenkurs"}) == query.relaxed()
    assert query.relaxed({"anderes"}) == query


def test_words_of_the_same_field_come_near_or_only_raise_the_rank():
    loose = {one.keys[0]: (one.weight, one.kind) for one in clauses("Sucht")["sucht"].loose}
    assert loose["r_droge", "p_droge"] == (0.16, "lose")
    assert loose["r_rausch", "p_rausch"] == (0.08, "verwandt")
    further = {one.keys: (one.weight, one.kind) for one in clauses("VHS")["vhs"].loose}
    assert further[(("m_lebenslang_lernen",),)] == (0.16, "lose")


def test_an_abbreviation_is_met_by_its_long_form_by_what_that_is_called_and_by_its_parts():
    by_name = {}
    for one in clauses("KTP")["ktp"].alternatives:
        by_name.setdefault(one.via, []).append((one.weight, one.keys))
    assert by_name["Kindertagespflege"] == [
        (0.9, (("r_kindertagespflege", "p_kindertagespflege"),)),
        (0.5, (("r_kind", "p_kind"), ("r_tagespflege", "p_tagespflege"))),
    ]
    assert [weight for weight, _keys in by_name["Tagesmutter"]] == [pytest.approx(0.8 * 0.45)]


def test_two_words_mean_the_compound_and_what_both_are_called_together_elsewhere():
    for clause in LEXICON.query("Rentner Smartphone").clauses:
        ways = {one.keys[0][0]: (one.weight, one.kind) for one in clause.alternatives if len(one.keys) == 1}
        assert ways["r_rentner_smartphone"] == (0.8, "teil")
        assert ways["r_digital_lotse"] == (pytest.approx(0.8 * 0.45), "synonym")


def test_of_three_words_the_two_that_form_a_compound_mean_it():
    compound = ("r_rentner_smartphone", "p_rentner_smartphone")
    meant = {
        clause.text: (compound,) in {one.keys for one in clause.alternatives}
        for clause in LEXICON.query("Schach Rentner Smartphone").clauses
    }
    assert meant == {"schach": False, "rentner": True, "smartphone": True}


@pytest.mark.parametrize("text", ["Rentner Nordstadt", "Netzwerk Smartphone", '"Rentner Handy" Smartphone'])
def test_places_forms_and_phrases_form_no_compound_with_their_neighbours(text):
    alternatives = [one for clause in LEXICON.query(text).clauses for one in clause.alternatives]
    assert [one for one in alternatives if one.weight == 0.8 and one.kind == "teil"] == []


@pytest.mark.parametrize(
    ("word", "weight", "required"),
    [
        ("Schach", 1.0, True),
        ("Hilfe", 0.4, True),
        ("2026", 0.4, True),
        ("Netzwerk", 0.25, True),
        ("macht", 0.1, True),
    ],
)
def test_a_word_says_as_much_as_its_rank(word, weight, required):
    [clause] = LEXICON.query(word).clauses
    assert (clause.weight, clause.required) == (weight, required)


def test_the_name_of_the_kommune_and_noise_never_restrict_beside_other_words():
    assert {text: one.required for text, one in clauses("Auenberg macht Schach").items()} == {
        "auenberg": False,
        "macht": False,
        "schach": True,
    }


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('"Haus Schach"', (("haus", 0), ("schach", 1))),
        ("„Haus Schach“", (("haus", 0), ("schach", 1))),
        ("«Haus der Haus»", (("haus", 0), ("haus", 2))),
        ('"der die"', ()),
        ('""', ()),
        ('"Haus Schach', ()),
    ],
)
def test_words_in_quotes_of_any_kind_are_a_phrase(text, phrase):
    phrases = [one.phrase for one in LEXICON.query(text).clauses if one.phrase]
    assert phrases == ([phrase] if phrase else [])


def test_clauses_stand_where_they_were_typed():
    query = LEXICON.query('Schach "Haus Dame" -Turm und Frühe Hilfen')
    assert [(one.text, one.start, one.end) for one in query.clauses] == [
        ("schach", 0, 6),
        ("Haus Dame", 7, 18),
        ("fruehe hilfen", 29, 41),
    ]
    assert [(one.text, one.start, one.end) for one in query.excluded] == [("turm", 20, 24)]


def test_one_letter_and_what_stands_in_quotes_is_no_beginning():
    assert [clause.prefix for clause in LEXICON.query("Kita N", typing=True).clauses] == [""]
    assert [clause.prefix for clause in LEXICON.query("Kita No", typing=True).clauses] == ["", "no"]
    assert [clause.prefix for clause in LEXICON.query('Kita "Nord"', typing=True).clauses] == ["", ""]


def test_a_place_stands_in_sentences_in_other_forms():
    assert place_forms("lindenau") == {"lindenau", "lindenaus", "lindenauer"}
    assert place_forms("nordstadt") == {"nordstadt", "nordstadts", "nordstaedter"}
    assert place_forms("harle") == {"harle", "harles", "harler"}
    assert place_forms("aue") == {"aue"}
    assert place_forms("siedlung nord") == {"siedlung nord"}


def synonyms_of(lexicon, text):
    return {
        one.via: one.weight
        for clause in lexicon.query(text).clauses
        for one in clause.alternatives
        if one.kind == "synonym" and one.via
    }


def test_synonyms_that_others_contain_are_not_looked_for_twice():
    lexicon = Lexicon([("Zwergenstube", ["Wurzelkind", "Wurzelkindgruppe", "Elfenhain"])])
    assert set(synonyms_of(lexicon, "Zwergenstube")) == {"Wurzelkind", "Elfenhain"}


def test_synonyms_that_share_a_part_with_the_word_are_nearer_and_stay():
    lexicon = Lexicon([("Gnomenlager", ["Gnom", "Gnomenpass", "Elfenzelt"])])
    weights = synonyms_of(lexicon, "Gnomenlager")
    assert set(weights) == {"Gnom", "Gnomenpass", "Elfenzelt"}
    assert weights["Gnom"] == weights["Gnomenpass"] >= weights["Elfenzelt"]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Lesescout", "r_lesen_mentor"),
        ("Elterntraining", "r_elternkurs"),
        ("Solarberatung", "r_solar_sprechen_stunde"),
    ],
)
def test_a_compound_is_met_by_others_whose_head_means_the_same(word, key):
    assert any(
        key in one.keys[0] for one in clauses(word)[word.lower()].alternatives if one.kind == "synonym"
    )


def test_a_head_alone_brings_no_other_heads():
    assert not {"r_mentor", "r_scout"} & clauses("Schatzkoffer")["schatzkoffer"].keys


def test_the_words_of_a_known_term_are_met_apart_too():
    (clause,) = LEXICON.query("Frühe Hilfen").clauses
    assert clause.text == "fruehe hilfen"
    (known,) = Lexicon([("Bücher Igel", ["Lesestachel"])]).query("Bücher Igel").clauses
    apart = [one for one in known.alternatives if len(one.keys) == 2 and one.kind == "synonym"]
    assert any({"r_bibliothek", "r_buch"} & set(one.keys[0]) and "r_igel" in one.keys[1] for one in apart)
    assert (("r_igel", "p_igel"),) in {one.keys for one in known.loose}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("Essen", "Autismus"),
        ("Welt", "Entwicklungspolitik"),
        ("Team", "Jugendleiter"),
        ("Dorf", "Waldorfpädagogik"),
    ],
)
def test_words_that_only_look_like_a_term_do_not_bring_its_synonyms(word, other):
    assert other not in {found.text for found in LEXICON.synonyms(word)}
    assert signature(other)[0] not in {
        key[2:] for clause in LEXICON.query(word).clauses for key in clause.keys
    }


def test_neighbouring_words_raise_their_compound():
    assert ("r_museum_paedagogik", 0.8) in LEXICON.query("Museum Pädagogik").bonus


def test_marks_point_at_matching_words():
    text = "Wir fördern das Lesen: Leseförderung und Bücher"
    marked = [text[start:end] for start, end in Marker(LEXICON.query("Förderung lesen")).marks(text)]
    assert marked == ["fördern", "Lesen", "Leseförderung"]


def test_shipped_files_are_well_formed():
    known = [term for row in rows("synonyme.csv") for term in row["begriffe"].split("|")]
    assert len(known) > 1500
    assert [term for term in known if not Thesaurus().of(signature(term))] == []
    assert signature("Kein Abschluss ohne Anschluss") in Thesaurus()


def test_curated_synonyms_stand_beside_the_shipped_ones_and_raise_them():
    shipped, both = Thesaurus().of(signature("Kita")), Thesaurus([("Kita", ["Zwergenstube"])])
    assert [found.text for found in both.of(signature("Kita"))] != [found.text for found in shipped]
    assert {found.text for found in shipped} < {found.text for found in both.of(signature("Kita"))}
    assert signature("Zwergenstube") in both
    assert signature("Zwergenstube") not in Thesaurus()
    raised = Thesaurus([("Kita", [shipped[-1].text])]).of(signature("Kita"))
    assert {found.text: found.strength for found in raised}[shipped[-1].text] == max(
        CURATED, shipped[-1].strength
    )


HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from("\"'-:*|&!<>()\\\0„“«» aäß"), st.characters()), max_size=2_000
)


@settings(deadline=None, max_examples=60)
@given(HOSTILE, st.booleans())
def test_any_query_gives_a_bounded_answer(text, typing):
    query = LEXICON.query(text, typing=typing)
    assert len(query.clauses) <= 2 * MAX_CLAUSES
    for clause in query.clauses:
        assert 0 < len(clause.alternatives) <= MAX_ALTERNATIVES
        assert all(key.replace("_", "").isalnum() for key in clause.keys)
        assert 0 <= clause.start <= clause.end <= len(text)
    Marker(query).marks(text)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "kinder" * 1_700, '"' * 10_000, "„" * 10_000, " -a" * 3_300, "a-" * 5_000, "a." * 5_000, "\0" * 10_000,
     "😀" * 10_000, ":*|&!<->\\'\"" * 1_000, "schule kind " * 800, "(innen)" * 1_400],
)  # fmt: skip
def test_ten_thousand_characters_become_a_few_clauses(text):
    assert len(LEXICON.query(text, typing=True).clauses) <= 2 * MAX_CLAUSES


def test_small_words_count_inside_fixed_expressions():
    assert ("m_kind_unter_3",) in clauses("Kinder unter 3")["kinder unter 3"].alternatives[0].keys
    assert "m_kind_unter_3" not in clauses("Ü3")["ue3"].keys
    assert "r_recht" not in clauses("gegen Rechts")["gegen rechts"].keys
    assert list(clauses("Hilfe gegen Lärm")) == ["hilfe", "laerm"]


def test_the_telling_words_of_a_known_term_are_met_wherever_they_stand():
    (clause,) = LEXICON.query("Kinder unter 3").clauses
    [(children, three)] = [one.keys for one in clause.alternatives if one.weight == 0.85]
    assert {"kinder", "r_kind"} <= set(children)
    assert "unter" not in {*children, *three}
    assert "3" in three


def test_a_compound_may_lack_the_word_for_its_form():
    assert (("r_lesen", "p_lesen"),) in {
        one.keys for one in clauses("Leseangebote")["leseangebote"].alternatives
    }
    assert (("r_lesen", "p_lesen"),) not in {one.keys for one in clauses("Lesecafé")["lesecafe"].alternatives}
