"""Families, compounds and keys: what belongs together meets, what only looks alike does not.

The tables are knowledge of German, not of any collection.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from german.analyzer import analyse, content_roots, index_terms, initials, is_stop_word
from search.query.parsing import Lexicon

LEXICON = Lexicon()

ONE_FAMILY = """
Kurs Kurse Kursen Kurses
Beratung beraten Berater Beraterin Beratungen berät Beratende
Förderung fördern fördert gefördert Förderer Foerderung
vorlesen Vorleser Vorlesende vorgelesen Vorleserinnen
Schule Schulen schulisch
Kind Kinder Kindern Kindes kindlich Kindheit
Jugend Jugendliche Jugendlicher jugendlich
Beteiligung beteiligen Beteiligte beteiligt
Integration integrieren integrativ integrierte
Inklusion inklusiv
Demokratie demokratisch
Pädagogik pädagogisch Pädagogin Pädagoge
Garten Gärten Gärtner
Mutter Mütter
Buch Bücher Büchern
Arzt Ärzte Ärztin Ärztinnen
Schüler Schülerin Schülerinnen SchülerInnen
flüchten Geflüchtete Flüchtling Flüchtlinge Flucht
Ehrenamt ehrenamtlich Ehrenamtliche
Sprache sprechen Sprachen sprachlich Gespräch
Hilfe helfen Helfer hilft
Musik Musiker musikalisch musizieren
Kunst Künstler künstlerisch Künste
Ausbildung ausbilden Auszubildende Ausbilder ausgebildet
Migration Migranten migrantisch
Nachhaltigkeit nachhaltig
Erziehung erziehen erzieherisch
Studierende Student Studium studieren
Zentrum Zentren
Museum Museen
Praktikum Praktika Praktikant
Unterstützung unterstützen Unterstützer unterstützt
Vermittlung vermitteln vermittelt
Café Cafés
Trauer trauern Trauernde
dichten Dichter Dichtung
Schutz schützen Schützer
Gymnasium Gymnasien gymnasial Gymnasiasten
Nachbarn Nachbarschaft nachbarschaftlich Nachbarinnen
Zuwanderung Zugewanderte zugewandert Zuwanderer
""".strip().splitlines()

APART = """
Bild Bildung
Stift Stiftung
Rat Beratung
Zeit Zeitung
Schüler Schule
Bauer Bau
fordern fördern
Wirt Wirtschaft
Mut Mutter
Arm Ärmel
Land Landung
Messe Messung
""".strip().splitlines()

PARTS = {
    "energiesparende": "energie sparen",
    "gesundheitsfördernden": "gesundheit foerdern",
    "dunkelblond": "dunkelblond",
    "Schulsozialarbeit": "schulsozialarbeit",
    "Jugendberufsagentur": "jugend beruf agentur",
    "Museumspädagogik": "museum paedagogik",
    "Fachkräfteallianz": "fachkraft allianz",
    "Schulgärten": "schule garten",
    "Sprachförderung": "sprechen foerdern",
    "Waldkindergarten": "wald kindergarten",
    "Obdachlosenhilfe": "obdachlos helfen",
    "Stadtteilmütter": "stadtteil mutter",
    "Vorlesekreis": "vorlesen kreis",
    "Grundschulkinder": "grundschule kind",
    "Altenpflegeausbildung": "alter pflegen ausbilden",
    "Lukaskirche": "lukas kirche",
    "Beratung": "beraten",
    "Unternehmen": "unternehmen",
    "Interesse": "interesse",
    "Nachbarschaft": "nachbar",
    "Bewohnerschaft": "bewohner",
    "Kohorte": "kohorte",
}

FINDS = """
Schule: Schulhof, Grundschule, Schul-AG, Berufsschulen
Sprache: Sprachcafé, Muttersprache, mehrsprachig
Jugend: Jugendtreff, Kinder- und Jugendarbeit
Kinderarbeit: Kinder- und Jugendarbeit
Suchtprävention: Sucht- und Gewaltprävention
Lernpaten: Lernpatinnen und -paten
Kinderuni: Kinder-Uni, KinderUni
Kinder-Uni: Kinderuni, Kinder Uni
Museumspädagogik: Pädagogik im Museum
Sprachförderung: Förderung der Sprache, Sprache fördern
Schulsozialarbeit: Sozialarbeit an Schulen, JaS
Müller: Mueller, Muller, Müllers
Muller: Müller
Kita: Kindertagesstätte, Kindergärten, Waldkindergarten
Singkita: Singende Kindergärten
VHS: Volkshochschule, Kreisvolkshochschule
Bildung für nachhaltige Entwicklung: BNE
DaZ: Deutsch als Zweitsprache
Bücherei: Stadtbibliothek
Hochbegabte: Begabungsförderung, Begabtenförderung
Analphabeten: Alphabetisierung, Grundbildung
Mittagessen: Schulverpflegung, Mensa
Azubis: Auszubildende, Lehrlinge
SSB: Stadtsportbund
Stellen: Stelle, stellen
Lehrstellenmarkt: Ausbildungsbörse
Bibliotheksverbund: Arbeitsgemeinschaft der Büchereien
Rentner Smartphone: Digitallotsen
Kita-Gebühren: Elternbeiträge
Alleinerziehende: Ein-Eltern-Familien, Einelternfamilie
Ein-Eltern-Familie: Alleinerziehende
Fairtrade: Eine Welt, Weltladen
Kita Leitungen: Leitungsrunde der Kindergärten
Cybermobbing: Gefahren im Netz, Mobbing im Internet
Altenheim: Seniorenresidenz, Pflegeheim, Altenwohnpark
Schule schwänzen: Schulabsentismus, Schulverweigerer
iPad: Tabletklassen
Schülerlotsen: Schulweghelfer
Erste Hilfe am Kind: Reanimation
Schuldenberatung: Schuldnerberatung
Ausbildung abbrechen: Ausbildungsabbrüche
obdachlos: Wohnungslosenhilfe, Bahnhofsmission
Legastheniker: LRS, Rechtschreibstörung
Rentner: Seniorentreff
Kindergartenleitungen: Kita-Leitungen
Senioren Internet: Digitallotsen
energiesparende Schulen: Schulen sparen Energie
Gesundheitsförderung: gesundheitsfördernde Schule
hochintelligente: Hochbegabte
""".strip().splitlines()

MISSES = """
Garten: Kindergarten
Hochschule: Volkshochschule
Port: Stadtsportbund
Art: Artikel
Haft: Nachbarschaft
Ring: Beringung
Amt: Samt
Berg: Herberge
Hort: Kohorte
Schulbegleiter: Erste Hilfe in der Schule
Karies: Kita Löwenzahn
häusliche Gewalt: Jugendhaus gegen Gewalt
Wald: Kita Zauberwald
Nazis: Recht auf gewaltfreie Erziehung
Alleinerziehende: Eltern und Familien
Fairtrade: Welt
Schützenverein: Verbraucherschutz
Gericht: Mutter-Kind-Einrichtung
Nachbarn: Wohnung
Wirtschaft: Hauswirtschaft
Bürger: Bürgermeisterin
Handel: Handlungskonzept
Erzieherin: Erziehungsberatung
Spielplatz: Glücksspielsucht
Bank: Mitfahrbank
Messe: Messenger
Leiter: Leitbild
Dorf: Waldorfschule
Team: Teamer
Wald: Waldorfschule
Mal: Denkmal
Bus: Busch
Sucht: Besuch
""".strip().splitlines()


def keys_of(text):
    return {term.key for term in index_terms(text)} | initials(text)


def finds(query, text):
    keys = keys_of(text)
    return all(
        any(all(set(group) & keys for group in alternative.keys) for alternative in clause.alternatives)
        for clause in LEXICON.query(query).clauses
        if clause.required
    )


@pytest.mark.parametrize("line", ONE_FAMILY)
def test_words_of_one_family_share_a_root(line):
    assert {analyse(word).root for word in line.split()} == {analyse(line.split()[0]).root}


@pytest.mark.parametrize("line", APART)
def test_words_that_only_look_alike_stay_apart(line):
    one, other = line.split()
    assert analyse(one).root != analyse(other).root
    assert not finds(one, other)


@pytest.mark.parametrize(("word", "parts"), PARTS.items())
def test_compounds_are_divided_where_a_reader_would(word, parts):
    assert " ".join(part.root for part in analyse(word).segments) == parts


@pytest.mark.parametrize("line", FINDS)
def test_query_finds_text(line):
    query, texts = line.split(": ", 1)
    assert [text for text in texts.split(", ") if not finds(query, text)] == []


@pytest.mark.parametrize("line", MISSES)
def test_query_does_not_find_what_contains_it_by_chance(line):
    query, text = line.split(": ")
    assert not finds(query, text)


def test_a_word_and_its_part_differ_in_strength():
    strengths = {term.key: term.strength for term in index_terms("Sprachförderung")}
    assert strengths == {
        "sprachfoerderung": 1.0,
        "sprachforderung": 0.85,
        "r_foerdern_sprechen": 0.8,
        "p_sprechen": 0.65,
        "p_foerdern": 0.325,  # a general word: it says less
    }


def test_stop_words_count_as_places_but_give_no_key():
    assert [
        (term.key, term.position) for term in index_terms("Haus der Kulturen") if "_" not in term.key
    ] == [
        ("haus", 1),
        ("kulturen", 3),
        ("kultur", 3),
    ]


def test_fixed_expressions_have_a_key_only_where_their_words_stand_together():
    assert "m_bilden_teilhabe" in keys_of("Antrag auf Bildung und Teilhabe")
    assert "m_bilden_teilhabe" not in keys_of("Teilhabe durch Bildung")


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Jugendberufsagentur Auenberg", "jba"),
        ("Stadtsportbund Auenberg e. V.", "ssb"),
        ("Mehrgenerationenhaus", "mgh"),
        ("Bildung für nachhaltige Entwicklung", "bne"),
        ("Deutsch als Zweitsprache", "daz"),
        ("Offene Kinder- und Jugendarbeit", "okja"),
        ("Netzwerk Frühe Hilfen", "nfh"),
    ],
)
def test_names_can_be_called_by_their_initials(name, acronym):
    assert acronym in initials(name)


def test_content_roots_divide_compounds_and_drop_stop_words():
    assert content_roots("Förderung der Sprache in der Schulsozialarbeit") == [
        "foerdern",
        "sprechen",
        "schulsozialarbeit",
    ]
    assert content_roots("Sprachförderung") == ["sprechen", "foerdern"]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_keys_are_safe_lexemes_whatever_the_text(text):
    terms = index_terms(text)
    assert all(term.key.replace("_", "").isalnum() and len(term.key) < 400 for term in terms)
    assert all(0 < term.strength <= 1 for term in terms)


@settings(deadline=None)
@given(st.text(alphabet="abdeghiklmnorstuüöä", min_size=1, max_size=80))
def test_every_word_has_an_analysis_and_finds_itself(word):
    analysis = analyse(word)
    assert analyse(word.upper()).root == analysis.root
    if not is_stop_word(analysis.surface):
        assert analysis.surface in keys_of(word)
        assert finds(word, word)
