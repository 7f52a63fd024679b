"""Word lists for invented entries. Names look like real ones; whether they exist somewhere is chance."""

KINDS = {
    "Kita": ["Kita {flower}", "Kindertagesstätte {flower}", "Kinderhaus {animal}", "Katholische Kita St. {saint}",
             "Waldkindergarten {place}", "Krippe {animal}"],
    "Grundschule": ["Grundschule {place}", "{person}-Grundschule {place}", "Grundschule am {landscape}"],
    "Weiterführende Schule": ["{person}-Gymnasium {place}", "Gesamtschule {place}", "Oberschule am {landscape}",
                              "Gemeinschaftsschule {place}", "{person}-Realschule"],
    "Förderschule": ["Förderschule {place}", "{person}-Schule {place}, Förderzentrum Lernen"],
    "Berufliche Schule": ["Berufskolleg {place}", "Berufsbildungszentrum {place}", "{person}-Berufsschule"],
    "Volkshochschule": ["Volkshochschule {place}", "VHS-Zweckverband {place}"],
    "Bibliothek": ["Stadtbibliothek {place}", "Gemeindebücherei {place}", "Bücherei St. {saint}"],
    "Museum": ["Heimatmuseum {place}", "Museum für {craft} {place}"],
    "Musikschule": ["Musikschule {place}", "Kreismusikschule {place}"],
    "Familienbildung": ["Familienzentrum {flower}", "Familienbildungsstätte {place}", "Mehrgenerationenhaus {place}"],
    "Jugendeinrichtung": ["Jugendzentrum {landscape}", "Jugendtreff {place}", "Jugendhaus {animal}"],
    "Verein": ["Förderverein {person}-Schule {place} e. V.", "Bürgerverein {place} e. V.", "Lesefreunde {place} e. V."],
    "Sportverein": ["TSV {place}", "Turnverein {place} 18{year} e. V.", "SV {animal} {place}"],
    "Beratungsstelle": ["Beratungsstelle {place}", "Erziehungsberatung {place}", "Suchtberatung {place}"],
    "Unternehmen": ["{family} GmbH", "{craft} {family} & Söhne", "Stadtwerke {place}"],
    "Kommunalverwaltung": ["Jugendamt {place}", "Schulverwaltungsamt {place}", "Bildungsbüro {place}"],
    "Migrantenorganisation": ["Interkultureller Verein {place}", "Deutsch-Türkischer Elternverein {place}"],
    "Religionsgemeinschaft": ["Kirchengemeinde St. {saint} {place}", "Evangelische Gemeinde {place}"],
}  # fmt: skip
KIND_WEIGHTS = [28, 16, 11, 2, 3, 2, 4, 2, 2, 4, 4, 8, 6, 3, 3, 2, 1, 3]
NETWORKS = ["{format} {topic} {place}", "{format} für {topic}", "{format} {topic} im Kreis {place}", "{topic} in {place}",
            "{format} {topic} und {topic2}", "Forum {topic} {place}"]  # fmt: skip
PURPOSES = [
    "Wir stimmen Angebote rund um {topic} in {place} ab und schließen Lücken.",
    "Gemeinsame Veranstaltungen zu {topic}, kollegiale Beratung und Fortbildung für {group}.",
    "Die Mitglieder planen {topic} für {group} und berichten dem Ausschuss.",
    "Erfahrungsaustausch über {topic}; wer neu ist, bekommt eine Patin aus der Runde.",
    "Absprachen zwischen Schulen, Kitas und Trägern in {place}: Termine, Räume, Übergänge.",
]
DESCRIPTIONS = [
    "Angebote für {group} in {place}, Schwerpunkt {topic}.",
    "Wir arbeiten mit Kitas und Schulen in {place} zusammen. Offen für {group}.",
    "{topic} und Beratung, montags bis freitags geöffnet.",
    "Seit 19{year} in {place}; mit Garten, Werkstatt und Mensa.",
    "",
]
RHYTHMS = [
    "monatlich",
    "vierteljährlich",
    "jeden 2. Dienstag im Monat, 16 Uhr",
    "zweimal im Jahr",
    "nach Bedarf",
    "",
]
FLOWER = ["Regenbogen", "Sonnenblume", "Pusteblume", "Löwenzahn", "Klatschmohn", "Gänseblümchen", "Wiesengrund",
          "Apfelbäumchen", "Kastanie", "Weidenkorb", "Sternschnuppe", "Nordlicht", "Vergissmeinnicht"]  # fmt: skip
ANIMAL = [
    "Igel",
    "Biber",
    "Schwalbe",
    "Eichhörnchen",
    "Fuchsbau",
    "Spatzennest",
    "Bärenhöhle",
    "Storchennest",
    "Marienkäfer",
]
SAINT = ["Martin", "Josef", "Maria", "Nikolaus", "Elisabeth", "Georg", "Barbara", "Laurentius", "Michael"]
LANDSCAPE = [
    "Lindenberg",
    "Mühlbach",
    "Schlosspark",
    "Stadtwall",
    "Weinberg",
    "Hafen",
    "Ostring",
    "Kirchplatz",
    "Buchenhain",
]
CRAFT = ["Tischlerei", "Bergbau", "Textil", "Druckerei", "Bäckerei", "Weberei", "Fischerei"]
FIRST = [
    "Astrid",
    "Sophie",
    "Janusz",
    "Käthe",
    "Albert",
    "Hannah",
    "Erich",
    "Anne",
    "Clara",
    "Paula",
    "Otto",
    "Maria",
]
FAMILY = ["Lindner", "Scholl", "Korczak", "Kollwitz", "Schweitzer", "Arendt", "Kästner", "Frank", "Schumann", "Hahn",
          "Montessori", "Humboldt", "Brandt", "Wagner", "Seidel", "Vogt", "Krüger", "Böhm", "Weiß", "Jäger"]  # fmt: skip
PLACE_FRONT = ["Alten", "Neuen", "Ober", "Unter", "Linden", "Eichen", "Buchen", "Wald", "Wiesen", "Mühl", "Kirch", "Stein",
               "Sand", "Rosen", "Birken", "Fischer", "König", "Grün", "Schön", "Hohen", "Nieder", "Brunn", "Erlen", "Weiden"]  # fmt: skip
PLACE_BACK = ["berg", "stadt", "hausen", "feld", "bach", "dorf", "heim", "rode", "au", "burg", "born", "walde", "hagen",
              "kirchen", "tal", "leben", "stedt", "ow", "itz", "ingen", "moor", "beck"]  # fmt: skip
