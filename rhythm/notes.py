"""What may stay unread without harm: where, who and what for. Everything else that was not read may change the dates.

Harmless is what is built of words that we know to be harmless, of nouns that name no time, and of adjectives before
such nouns: „im Sitzungssaal der Bürgerhalle“, „laden die Organisatorinnen zu einem Frühstück ein“. An unknown adverb
(„wetterabhängig“), a number, a condition („wenn …“) or a denial never is.
"""

import re

from rhythm import lexicon, qualifiers

_HARMLESS = frozenset(
    # articles, pronouns, possessives
    "der die das den dem des ein eine einen einem einer eines jeder jede jedes jeden jedem unser unsere unseren unserem "
    "unserer unseres ihr ihre ihren ihrem ihrer seine seinen seinem wir uns sie sich man es alle allen beide beiden "
    # where, with whom, what for
    "im in ins am an ans auf auf bei beim zu zum zur mit für von vom aus gegenüber neben hinter dort hier statt und u "
    "sowie & + per via als um über unter "
    # verbs of meeting
    "ist sind findet finden trifft treffen treffe tagt tagen kommt kommen zusammen tritt treten probt proben übt üben "
    "trainiert trainieren beginnt beginnen gibt bietet bieten lädt laden ein hält halten ab unternimmt unternehmen macht "
    "machen veranstaltet veranstalten organisiert organisieren stattfindet stattfinden stattfindende stattfindenden "
    "berät beraten feiert feiern lädt wird werden geprobt getagt gespielt gesungen geübt geöffnet offen durch "
    "durchzuführen hat haben dafür eingebürgert steht stehen offen singt singen spielt spielen wandert wandern "
    "turnt turnen trainiert liest lesen kocht kochen gekocht bastelt basteln diskutiert diskutieren öffnet zugänglich "
    # what people do together, as it is now: what was („fanden“) and what changes („verlegt“) is not harmless
    "einberufen einberuft einzuberufen beruft erfolgt erfolgen behandelt behandeln bespricht besprechen besprochen angeboten anbieten "
    "anzubieten geboten gefeiert abgehalten abhalten durchgeführt durchführen führt führen veranstaltet organisiert vorgestellt "
    "vorstellen gelesen gebetet betet beten getroffen versammelt versammeln gestrickt strickt stricken gebacken backt "
    "backen näht nähen genäht isst essen gegessen trinkt trinken wandern gewandert läuft laufen fährt fahren schwimmt schwimmen "
    "tanzt tanzen getanzt musiziert musizieren arbeitet arbeiten gearbeitet hilft helfen lernt lernen übt redet reden geredet "
    "spricht sprechen erzählt erzählen plaudert plaudern unterhält unterhalten austauschen ausgetauscht tauscht tauschen informiert "
    "informieren berichtet berichten zeigt zeigen gezeigt begrüßt begrüßen erwartet erwarten freut freuen besucht besuchen betreut "
    "betreuen besetzt begleitet begleiten leitet leiten geleitet gestaltet gestalten nimmt nehmen teil teilnehmen genommen geht gehen "
    "sitzt sitzen bleibt bleiben zusammenkommen zusammenfinden zusammensetzen setzt setzen soll sollen sollte sollten kann können "
    "möchte möchten darf dürfen will wollen lassen lässt gilt gelten gehört gehören dient dienen stellt stehen dauert wechselseitig "
    "repariert reparieren malt malen töpfert töpfern sammelt sammeln betreibt pflegt pflegen genießt genießen dreht bereit "
    "eingeladen ausgerichtet richtet bewirtet serviert geprobt gekegelt kegelt kegeln gesucht beginnend unternommen "
    "möglich bearbeitet zusammentreten zusammentritt ganztägig ganztägige ganztägigen ganztägiger halbtägig halbtägige halbtägigen startet starten besteht bestehen möglichkeit erreichbar buchbar ausschließlich lediglich telefonisch persönlich ökumenisch musikalisch schriftlich "
    "abgegeben angenommen ausgegeben entgegengenommen verkauft verteilt vorgelesen präsentiert anzufertigen kehrt kehren "
    "begegnen begegnet kennenlernen mitmachen mitsingen mitbringen bringen bringt jetzt also zuhause drinnen draußen "
    "tauscht verbringt verbringen widmet widmen unterstützt unterstützen vermittelt vermitteln entspannen toben krabbeln häkeln "
    "gehäkelt häkelt werken werkelt schauen schaut zuschauen zuhören helfend engagiert sucht suchen versucht versuchen "
    # connectors
    "er es ihn ihm ihnen sein deren dessen welche welcher welches wer wo wobei womit dabei daneben darüber darunter hierzu "
    "hierfür daher deshalb zumal zudem zusätzlich nämlich denn weil damit sodass dass wie so ganz sehr besonders gut schön fest "
    "interessiert einander miteinander untereinander selbst weiter weiterhin wieder freiwillig zwar gepflegt zwanglos locker gesellig etwas "
    "gemütlich rein extra eigens sogar da diese dieser diesen diesem dieses meine mein euch ihr euer eure "
    # little words
    "danach fixe fix jedoch aber allerdings immer jeweils stets auch dafür dann nun gemeinsam gerne herzlich willkommen öffentlich parallel ganzjährig jährig "
    "regelmäßig regelmäßige regelmäßigen mal einmal außerdem dazu turnusgemäß turnusmäßig planmäßig anschließend "
    "neuerdings mittlerweile inzwischen nunmehr traditionell traditionsgemäß bereits natürlich selbstverständlich wohl ergänzend folgt "
    "bekommt bekommen einlädt einladen einfach vorbei kommt "
    "gern gesehen zusammensetzt zusammensetzen kontinuierlich eng intensiv aktiv engagiert fröhlich gemeinschaftlich "
    "perfekt ideal geeignet beliebt nett sehr ganz herzlich freundlich "
    "uhr h je ab sonst ansonsten abends abend nachmittags nachmittag vormittags vormittag morgens morgen mittags mittag früh "
    "ebenfalls ebenso regulär neu kostenlos kostenfrei barrierefrei ehrenamtlich unverbindlich ev evang kath "
    "online digital hybrid virtuell präsenz videokonferenz zoom teams mehr noch".split()
)
_TIME_NOUN = re.compile(
    r"(?:(?<!mit)(?<!nachmit)(?<!vormit)tag(?:e|en|es|s)?|woche[n]?|wochenenden?|monat(?:e|en|s|es)?|jahr(?:e|en|s|es)?|zeit(?:en)?"
    r"|ferien|urlaub\w*|pausen?|saison|semester[sn]?|trimester[sn]?|quartal\w*|turnus|rhythmus|abstand|abständen?|takt|intervall\w*"
    r"|(?:januar|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember)s?"
    r"|jan|feb|mär|mrz|apr|jun|jul|aug|sept?|okt|nov|dez|ruhe|auszeit|stille|schließung|unterbrechung"
    r"|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|sonnabends?"
    r"|frühjahrs?|frühlings?|sommers?|herbst\w*|winters?|ostern|pfingsten|weihnachten|advents?|fasching\w*|fasnacht\w*|fastnacht\w*"
    r"|(?:jahres|monats|wochen|quartals|ferien|semester|saison|schul|trimester)(?:endes?|starts?|auftakts?)|karneval\w*|neujahr|silvester|kirmes|kirchweih|\w*mond|wetter|regen|schnee|hitze|sonnenuntergang"
    r"|bedarf\w*|absprachen?|vereinbarung\w*|einladung|ankündigung|aushang|ausnahmen?|ausfall|absagen?|wechsel\w*|reihenfolge"
    r"|anklang|erfolg|wunsch|antrag|anfrage|verlangen|andrang|zuspruch|resonanz|beteiligung|witterung|eignung"
    r"|vergangenheit|abruf|sonne|sonnenschein|gewitter|sturm|frost|(?:test|probe|pilot|erprobungs)phase|entwurf|vorschlag|hornung|mitternacht|uhr|minuten?|termine?n?|datum|daten|beginn|anfang|ende|mitte|anlass|anlässen?|interesse|nachfrage|anmeldung\w*|hälfte"
    r"|fall|fälle|falle|regel|rücksprache|umständ\w*|not|notwendigkeit|mindest\w*|rest|mal|male|verschiebung\w*|abweichung\w*|unterbrechung\w*|verspätung|verzögerung|blöcken?|änderung\w*|vorbehalt"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|sonnabend)(?:s|en)?(?:abend|nachmittag|vormittag|morgen|mittag|nacht)\w*"
    r"|mo|di|mi|do|fr|sa|so|kw|gelegenheit|fristen?|beschluss|ferienzeit|\w*kalender|plan|terminplan|jahresplan)",
    re.IGNORECASE,
)
_EVENT_DAY = re.compile(
    r"(?:mahl|hoch|frei|brot|teil|lese|vorlese|spiel|sing|bastel|kinder|gebets|märchen)zeit(?:en)?|(?:fach|projekt|aktions|klausur|studien|themen|sprech|elternsprech|vereins|familien|senioren|verbands|gemeinde|bildungs|kinder|bibel|weltgebets|gründungs|gruppen|besinnungs|einkehr|info|schnupper|planungs|team|fortbildungs|eltern|begegnungs|ehrenamts|jugend|mädchen|frauen|stadtteil|netzwerk|kreis|land|landkreis|bezirks|städte|kirchen)tag(?:e|en|es|s)?",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(r"stunden?", re.IGNORECASE)
_ENDING = r"(?:tag(?:e|en|es|s)?|woche[n]?|monat(?:e|en|s|es)?|jahr(?:e|en|es|s)?|zeit(?:en)?|ferien|pausen?|saison|mond|wetter|semester|quartal|wechsel|rhythmus|turnus|bedarf|fall|änderung(?:en)?|ausfall|termin(?:e|en)?|beginns?|anfangs?|(?:sommer|herbst|winter|frühling|frühjahr)s?|(?:jahres?|monats?|wochen|schul\w*|semester|trimester|quartals?|ferien|saison|winter|sommer)(?:endes?|starts?)|programms?|woche|wechsels?)"
_TIME_ENDING = re.compile(rf"\w+?(?<!mit){_ENDING}", re.IGNORECASE)
_ADJECTIVE = re.compile(r"[a-zäöüß]{3,}(?:e|en|er|es|em)")
_ARTICLES = re.compile(r"ein(?:e[rnms]?)?|der|die|das|den|dem", re.IGNORECASE)
_NO_ADJECTIVE = re.compile(
    r"übrig\w*|letzt\w*|nächst\w*|vorletzt\w*|übernächst\w*|jeweilig\w*|manch\w*|einig\w*|mehrer\w*|viel\w*|wenig\w*|halb\w*|ganz\w*"
    r"|erst\w*|zweit\w*|dritt\w*|viert\w*|fünft\w*|sechst\w*|gerade[nmrs]?|ungerade[nmrs]?|selten\w*|seltener|öfter\w*|häufig\w*|früher\w*|später\w*"
    r"|wechselnd\w*|unregelmäßig\w*|gelegentlich\w*|bestimmt\w*|geplant\w*|folgend\w*|vorherig\w*"
    r"|kein\w*|oder|aber|wenn|weder|entweder|außer|ohne|seit|jeder|einer|heuer|wieder|immer|möglich\w*|abwechseln\w*"
    r"|zwei|drei|zwischen|bisher\w*|künftig\w*|etwaige\w*|eventuelle\w*|gegebenen\w*",
)
# At the beginning a capital says nothing: „Vorerst jeden Montag“, „Testweise …“, „Verlegt auf …“.
_ADVERB = re.compile(
    r"\w+(?:weise|falls|mals|maßen|abhängig|wärts|halber|stens|seits)|\w{3,}(?:lich|bar|sam|haft|ell)|(?!\w*[^eikpoa]tisch|\w*fisch)\w{4,}isch|(?!\w*abend|\w*jugend|dutzend)\w{3,}end"
    r"|(?!könig|honig|essig)\w{4,}ig|(?:vor|zu)erst|beinahe|bald|kaum|heute|gestern|morgen|diesmal|heuer|anfangs|irgend\w+|damals|einst|neulich|längst|jüngst|niemals|mitunter"
    r"|später|früher|öfters?|häufiger|seltener|angedacht|beabsichtigt|andernorts|umständehalber|noch|schon|sogar|höchst|allenfalls|vielleicht|eventuell|womöglich|indes|derweil|inzwischen|unlängst"
)
_PARTICIPLE = re.compile(r"(?:ge|ver|be|vor|ab|an|aus|um|ein|unter|zusammen)\w*(?:t|en)")
# A verb, in a form that says what is now („orientieren“, „versorgt“, „gehäkelt“); what one does changes no date, unless it is ...
_VERB = re.compile(r"[a-zäöüß]{3,}(?:[^t]en|ern|eln|t)")
# ... a verb of change, of an end, of fixing a date, of depending on something: „verlegt“, „aufhören“, „festgelegt“, „richtet sich nach“,
_VERB_OF_CHANGE = re.compile(
    r"\w*(?:schieb|schob|ver?leg|geleg|vorgeleg|fäll|falle|gefallen|paus|ruh(?!ig)|schließ|schloss|sag(?:t|en)|streich|strich|änder|wechs|vari|weich|wich"
    r"|richte|häng|hang|schwank|reduz|kürz|halbier|doppel|erweiter|schränk|grenz|stell(?:t|en)|stopp|end(?:et|en)$|hör(?:t|en)|hol(?:t|en)|zieh|zog"
    r"|verzicht|broch|brech|setz(?:t|en)|lass|sprung|spring|sperr|passt|passen|fehl|lösch|kündig|plan|vorgesehen|bestimm|fest|einbar|sproch|sprech"
    r"|teil(?:t|en)|frist|termin|stimm|öffentlicht|redet|abred|gegeben|geben$|orientier|abhäng|verhinder|hinder|stör|mein|schein|dreh|tausch|rotier|altern|storn|mied|meid|reserv|zähl|rechne|erwart"
    r"|such(?:t|en)|wünsch|beantrag|verlang|genehm|lohn|erlaub|gestatt|komm(?:t|en)\s?$|lös(?:t|en)|gelöst)\w*"
)
# ... or it was: „tagten“, „trafen“, „wurde“,
_WEAK_PAST = re.compile(r"\w*(?:te|ten)")
_PAST = re.compile(
    r"(?:\w{0,4})(?:fand|traf|kam|war|gab|saß|stand|las|sang|aß|fuhr|lief|hielt|lud|ging|begann|zog|nahm|sprach|sah|blieb|rief|half|trug|schrieb"
    r"|bot|trat|wurd|word|gewes|schlug|flog|wuchs|gewann)(?:en)?"
)
# What people are known to do, so that nobody need ask who does it.
_DOING = re.compile(
    r"(?:ge|be|mit|vor|an|auf|aus|ein|zusammen|ver|er|da|hinzu|vorbei|durch|herum|mitge|vorge|ange|ausge|einge|aufge|zu)?"
    r"(?:alber|zustoß|bastel|bau|beratschlag|bereit|bereicher|bild|blätter|bowl|brunch|büffel|deck|denk|dichte|diskutier|eröffn|ermutig|feier|film|flick|forsch|fotografier|frag|freu|frühstück|förder"
    r"|gärtner|garten|gieß|gratulier|grill|gruppier|gründ|gymnasti|häkel|handarbeit|heimwerk|improvisier|inspirier|jodel|jonglier|kegel|kicker|klatsch|klön|knobel|knüpf|koch|koordinier|kuschel"
    r"|lach|lausch|lern|leist|mal|meditier|modellier|moderier|motivier|musizier|nachdenk|näh|nutz|pack|pflanz|philosophier|picknick|plausch|plauder|präsentier|probier|quatsch|ratsch|radel|rappel|reflektier"
    r"|reinschnupper|reis|rate?|rätsel|schlemm|schmied|schmink|schneid|schnack|schnitz|schnupper|schraub|schul|sing|speis|spiel|spinn|spür|stärk|stöber|strick|tanz|tauf|test|töpfer|trainier|tratsch|treff|trommel|turn"
    r"|üb|unterricht|unterstütz|verein|verköstig|vernetz|versorg|verzaubere?|vorles|wandel|wander|web|werk|zauber|zeichn|zuhör|arbeit|austausch|helf|les|lieb|leb|schenk|schütz|beratsch|vertief|entwickel|entdeck|erleb|erkund|erarbeit|informier|vermittel|vertret|verwöhn|begleit|betreu|berat|begrüß|beweg|mach|tu|kümmer|engagier|richt|lad)"
    r"(?:e?t|e?n|end|ende)?"
)
_THE_MEETING = re.compile(
    r"\w*(?:treffen|termine?n?|sitzung(?:en)?|proben?|runden?|zusammenk[uü]nfte?|veranstaltung(?:en)?|stunden?|abende?|tage?|stammtische?|plenum|training|kurs|turnus)",
    re.IGNORECASE,
)
_PARTICLES = frozenset("aus vor weg um ab nach zurück hinaus flach".split())
# „der Termin wandert“; but „die Gruppe wandert“
_MOVES = re.compile(
    r"\b(?:läuft|laufen|setzt|setzen|bleibt|bleiben|steht)\s+(?:\w+\s+){0,3}aus\W*$|\bin\s+(?:der\s+)?planung\b"
    r"|\b\w*(?:termin|treffen|sitzung|probe|datum|tag)\w{0,2}\b[^,;.]*\bwander[nt]|\bwander[nt]\b[^,;.]*\b(?:termin|treffen|sitzung|probe)\b",
    re.IGNORECASE,
)
# ... or no verb at all.
_NO_VERB = re.compile(
    r"zuletzt|oft|erst|zumeist|meist|fast|sonst|vielleicht|morgen|gestern|selten|zwischen|wegen|gegen|seit|statt|bisweilen|zuweilen|einstweilen|mitunter"
    r"|dagegen|hingegen|nicht|höchst\w*|zumindest|leicht|gesamt|vorerst|zunächst|demnächst|mindest|längst|jüngst|innerhalb|entsprechend|\w*stens|\w+wochen"
    r"|bekannt|fort|anstatt|jederzeit|allzeit|weit|halt|derart|insgesamt|mitten|ungeachtet|unbekannt|unbestimmt|unverändert|un\w+t|je\w*|drei|acht"
    r"|jahren|monaten|tagen|stunden|minuten|zeiten|ferien|terminen|\w*(?:tag|abend|morgen|mittag)en?"
)
_BEFORE_NO_VERB = re.compile(
    r"de[rnms]|die|das|ein\w*|kein\w*|jede\w*|diese\w*|alle\w*|am|im|an|in|auf|bei|von|vom|mit|zu|zum|zur|für|ab|bis|seit|nach|vor|um|\d.*",
    re.IGNORECASE,
)
# Time words that say nothing where nothing else does: „Turnus: monatlich“.
_LABELS = frozenset("rhythmus turnus takt taktung termin termine monat treffen".split())
# „Weitere Termine: …“, „Öffnungszeiten: …“: a heading. „während der Öffnungszeiten“ says something.
_HEADING = re.compile(
    r"(?:(?:weitere|unsere|die|alle|feste|neue|aktuelle|regelmäßige)\s+)?(?:(?:öffnungs|trainings|proben?|übungs|sprech|gruppen|treffen|sitzungs|uhr|kurs|spiel"
    r"|beratungs|betreuungs|gottesdienst|markt)-?)?(?:zeit(?:en|punkt)?|termine?|tage?)|wann|(?:spiel|trainings|proben?|sitzungs)?beginn",
    re.IGNORECASE,
)
_HEADING_BEFORE = re.compile(
    rf"^(?:{_HEADING.pattern})\s*:\s*(?=\w)", re.IGNORECASE
)  # „Trainingszeiten: Bambini“
_NEVER = frozenset(
    "nicht wenn falls sofern soweit solange außer ohne nur meist selten manchmal eventuell evtl vielleicht voraussichtlich "
    "geplant demnächst früher später bisher bislang ehemals vor nach seit bis während zwischen oder bzw entweder nie niemals "
    "teilweise zeitweise wetterabhängig flexibel variabel kein keine keinen keiner keinem spätestens frühestens erst wieder "
    "dazwischen zwischendurch letztmals erstmals zuletzt ausgenommen entfällt fällt ruht geschlossen frei oft öfter häufig probeweise "
    "vorläufig siehe zunächst künftig heuer einmalig ausnahmsweise abwechselnd wechselnd unbestimmt nachdem bevor sobald sowie".split()
)
_HOUSE = r"\d{1,3}(?:\s?[a-h])?(?![^\W_]|\s*(?:[-–:./]\s*\d|uhr|h\b|x\b|mal\b))"
_PHRASES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:dauer:?\s+|für\s+|je\s+|jeweils\s+)?(?:(?:ca\.|etwa|maximal|max\.|höchstens|mindestens|mind\.|bis\s+zu)\s+)?(?:\d{1,3}(?:[,.]5)?(?:\s*-\s*\d{1,3})?|zwei|drei|eineinhalb|anderthalb)[\s-]*(?:stunden?|std\b\.?|stündig|minuten|min\b\.?|minütig|h)(?![^\W_])",
        r"\b(?:für\s+)?(?:jeweils\s+)?(?:einen|1)\s+(?:halben\s+|ganzen\s+)tag\b",
        r"\b(?:für|je)\s+(?:gut\s+|knapp\s+|etwa\s+)?eine(?:r)?\s+stunde\b",
        rf"\b(?:mit\s+)?(?:(?:meist|etwa|rund|ca\.|circa|ungefähr|über|gut|knapp|bis\s+zu|maximal|max\.|höchstens|mindestens|mind\.|wenigstens|nicht\s+mehr\s+als)\s+)*{lexicon.MANY_PEOPLE}",
        rf"\bin\s+{lexicon.MANY}\s+\w*gruppen\b",
        rf"\b{lexicon.MANY}-?jährige[nr]?\b",
        r"\b(?:[2-6]|zwei|drei|vier|fünf|sechs|ein|halb)-?tägig(?:e[rsnm]?)?\b",
        r"\bbei\s+(?:fast\s+)?jede[mr]\s+(?:wetter|witterung)\b|\bbei\s+wind\s+und\s+wetter\b",
        r"\ban\s+einem\s+(?:vormittag|nachmittag|abend|morgen)\b|\bam\s+(?:frühen|späten)\s+(?:vormittag|nachmittag|abend|morgen)\b",
        r"\bmit\s+(?:meist\s+|etwa\s+|ca\.\s+)?\d+(?:\s*(?:bis|-)\s*\d+)?\s+(?:teilnehm\w*|personen|mitgliedern|leuten|kindern)",
        r"\bseit\s+(?:\d+|\w+)\s+jahren\b",
        r"\bseit\s+(?:anfang|mitte|ende|beginn)\s+de[sr]\s+\w+",
        r"\b(?:nach|vor|parallel\s+zu[rm]?|im\s+anschluss\s+an)\s+(?:de[rmn]|die)?\s*\w{0,30}(?:stunde|gottesdienst(?:es)?|messe|probe|training|unterricht|mittagessen|schule|arbeit|andacht|kirche)\b|\bnach\s+feierabend\b",
        r"\b\d{1,2}\.\s*(?:klassen?|klassenstufe|jahrgangsstufe|stock|stockwerk|og|obergeschoss|etage|mannschaft)\b",
        r"\bjeden\s+alters\b|\bjeglichen\s+alters\b",
        r"\b(?:in|im|raum|gebäude)\s+(?-i:(?!KW|Q)[A-Z]{1,3})\s?\d{1,3}(?:[.-]\d{1,3})?\b(?!\s*(?:uhr|h\b))",
        r"\bim\s+(?:winter|sommer)garten\b",
        r"\bauch\s+in\s+den\s+(?:schul)?ferien\b",
        r"\b(?:abwechselnd|im\s+wechsel|wechselweise|reihum)\s+(?:in\b|im\b|bei\b|beim\b|an\b|auf\b|von\b|(?=online|digital|virtuell|hybrid))",
        r"\b(?:der\s+)?(?:(?:treff|veranstaltungs|tagungs|sitzungs)?(?:ort|raum|lokal)|gastgeber\w*|(?:treff|veranstaltungs|tagungs|sitzungs)?orte)\s+(?:wechselt|wechseln|wechselnd|rotiert|rotieren|variiert|variieren)\b",
        r"\b(?:in|an|bei|auf)\s+(?:den\s+)?(?:wechselnden|verschiedenen|unterschiedlichen)\s+(?!\w*(?:tag|termin|zeit|abst|rhythm|woche|monat|intervall|turnus))(?-i:[A-ZÄÖÜ])\w+\b|\bwechselnde[rn]?\s+orte?\b",
        r"\b(?:bis\s+)?open[\s-]?end\b|\bende\s+offen\b|\bin\s+der\s+zeit\b|\b(?:eine[rm]?|zwei|drei)\s+der\s+(?:zwei|drei|vier|fünf|sechs|zwölf)?\s*(?=\w)",
        r"\b(?:fragen|anliegen|ideen)\s+(?:zu\s+)?(?:stellen|klären|beantworten|einbringen|sammeln|besprechen)\b",
        r"\beinlass(?:\s*:|\s+ist)?\s+(?:(?:ab|um|ist|bereits)\s+){0,2}\d{1,2}(?:[.:]\d\d)?\s*uhr\b",
        r"\bgelegenheit(?=\s*,|\s+(?:zu|zum|zur|für)\b)",
        r"\b(?:bei|nach)\s+bedarf\s+(?:auch\s+)?(?:mit|online|digital|per|via|telefonisch)\b",
        r"\bim\s+sitzen\b|\bim\s+übrigen\b|\bwechselnd\s+(?:in|an|bei)\b|\bim\s+alter\s+(?:von|ab|zwischen)\s+\d+(?:\s*(?:bis|und|-)\s*\d+)?(?:\s+jahren)?\b",
        r"\b(?:auszutauschen|auszuprobieren|abzuhalten|abzustimmen|abzugeben|abzuholen)\b",
        r"\b(?!ausz|abz|wegz|einzustellen|nachz|vorzuz|aufzu[hl]|umz|hinausz|zurückz)(?-i:[a-zäöü]{2,9}zu[a-zäöü]{3,14}(?:en|ern|eln))\b",
        r"\b(?:das|über\s+das)\s+ganze\s+jahr(?:\s+(?:über|hindurch))?(?![^\W_])",
        r"\b(?:tel|telefon|mobil|fon|fax)\.?:?\s*[\d\s/()+-]{5,}|\S+@\S+|(?:https?://|www\.)\S+",
        r"\b\d+(?:,(?:\d\d|-))?\s*(?:€|euro\b|chf\b|franken\b)(?:\s*(?:/|pro\b|im\b|je\b)\s*(?:jahr|monat|halbjahr|quartal)\b|\s+(?:jährlich|monatlich|halbjährlich|vierteljährlich)\b)?|\b\d\d\s?(?:plus\b|\+)|\bü[\s-]?\d\d\b",
        r"\b(?:der\s+)?(?:treff)?(?:ort|punkt|raum)\s+wird\s+(?:\w+\s+)?bekannt\s?gegeben\b",
        qualifiers.DENIES_NO_DATE.pattern,
        qualifiers.NAMED.pattern,
        r"^Fr\.?\s+(?-i:[A-ZÄÖÜ])[a-zäöüß]+$",
        r"\brichtet\s+sich\s+an\b|\bdarüber\s+hinaus\b|\bseit\s+(?:kurzem|langem|längerem)\b|\bein(?:en|e)?\s+\w+\s+geben\b",
        r"\b(?:kann|können|ist|sind|darf|dürfen)\s+(?:\w+\s+)?jederzeit\b|\bzi\.\s*\d{1,3}\b",
        r"\b(?!paus|halb|vari|storn|annull|rot|redu|suspend|termin|korrig|modifiz|altern|differ|dat|limit|sist)[a-zäöü]{3,15}ier(?:en|t)\b",
        r"\b\w+unabhängig\b|\b(?:nur\s+)?ohne\s+(?:(?:vor)?anmeldung|personal|voranmeldung|eintritt|kosten|publikum|eltern)\b",
        # Addresses: a house number is no time, a postcode no year („8636 Wald“, but „1930“ and „2017“ may be either).
        rf"\b[\w-]{{0,40}}(?:straße|strasse|str\.|gasse|allee|wall|ring|damm|chaussee|weg|platz|ufer|graben|markt)\s+{_HOUSE}",
        rf"\b\w{{0,30}}(?:raum|zimmer|saal|haus|halle|gebäude)\s+{_HOUSE}",
        r"\b(?:raum|zimmer)\s+\d{1,2}\.\d{2,3}\b",
        # „Gruppe 1“, „Klassen 5 bis 7“
        r"\b(?:gruppen?|kurse?|teams?|klassen?|klassenstufen?|stufen?|jahrgangsstufen?|chor|abteilung|mannschaft|modul|ag)\s+\d{1,2}(?:\s*(?:-|bis|und|/)\s*\d{1,2})?\b(?!\s*(?:uhr|h\b|x\b|mal\b|[.:]\d))",
        # „Kinder von 3 bis 6 Jahren“, „(1–3 Jahre)“
        r"\b(?-i:[A-ZÄÖÜ])[\w-]{2,30}\s+\(?(?:(?:ab|von|bis|zwischen|im\s+alter\s+von)\s+)?\d{1,2}(?:\s*(?:-|bis|und)\s*\d{1,2})\s+jahre[n]?\b",
        r"\b(?-i:[A-ZÄÖÜ])[\w-]{2,30}\s+\(?(?:ab|bis|unter|über|bis\s+zu)\s+(?:\d{1,2}|zwei|drei|vier|fünf|sechs|acht|zehn|zwölf)\s+jahren\b",
        # „bitte anmelden“, „Anmeldung bei Frau Müller“, „Einladung erfolgt per E-Mail“
        r"\bbitte\s+(?:vorher\s+|vorab\s+|kurz\s+)?(?:an|ab)melden\b|\b(?:um\s+|mit\s+)?(?:vor)?anmeldung(?:en)?\s+(?:(?:bitte|vorab|an|bei|beim|unter|per|über|via|im|in)\s+)+(?=\S)",
        r"\beinladung(?:en)?\s+(?:(?:erfolgt|erfolgen|kommt|kommen|wird|werden|geht|gehen)\s+)?(?:per|via|über|durch)\s+(?=(?-i:[A-ZÄÖÜ]))",
        r"\b(?:nur|meist|meistens|in\s+der\s+regel|derzeit|zurzeit|gegebenenfalls|ggf\.|teils|teilweise|auch|auf\s+wunsch)\s+(?:online|digital|hybrid|virtuell|telefonisch|in\s+präsenz|per\s+(?:video|zoom|videokonferenz))(?![^\W_])",
        r"(?<!\d)(?:\d{5}|[3-9]\d{3})\s+(?=(?-i:[A-ZÄÖÜ]))",
        r"\bvor\s+de[rmn]\s+\w{0,30}(?:halle|haus|kirche|schule|heim|saal|laden|bahnhof|tor|turm|gebäude|platz)\b",
        r"\b\w+-\s+(?:und|oder)\s+(?=\w)",
        r"\b(?:um\s+)?zu\s+(?!entfallen|pausieren|ruhen|verschieben|ändern)(?-i:[a-zäöüß]{3,20}(?:en|ern|eln))\b",
    )
]
_IS_CLOSED = re.compile(
    r"\b(?:ist|sind|bleibt|bleiben|hat|haben)\s+(?:\w+\s+)?(?:zu|aus|ab|frei)\b\W*$", re.IGNORECASE
)
_COUNTED_IN = re.compile(r"\b(?:im|pro|je|des)\s+monate?s?\b", re.IGNORECASE)  # „im Monat an einem Sonntag“
_DISTRICT = re.compile(r"(?<=[a-zäöüß])[ -]Mitte(?=[,.)]|$)")  # „im Familienzentrum Mitte“
_EDGES = " \t.,;:-–…()[]/+&|!*\"'"
_WORD = re.compile(r"[^\W_]+(?:[-/'*:][^\W_]+)*", re.UNICODE)
# „Pflichtabend oder Jour fixe“; at the edge of a piece „oder“ stands beside what was read.
_EITHER_OF_THEM = re.compile(r"(?<=\w)\s+oder\s+(?=\w)")
# „in der Aula des Schulhauses Sternmatt 2“
_PLACE = re.compile(r"(?:in|im|am|an|bei|beim)\s", re.IGNORECASE)
_NUMBERED = re.compile(rf"([A-ZÄÖÜ][a-zäöüß-]{{3,40}})\s+{_HOUSE}(?=\s*(?:$|[,;)]))")
_ODD = re.compile(
    r"[^\w\s.,;:()\[\]/+&|!*\"'«»‹›„“”‚‘’…–#@\u2600-\u27bf\U0001f300-\U0001faff-]"
)  # emojis say nothing


def is_harmless(piece: str) -> bool:
    """Whether nothing in the piece can change when meetings are."""
    if _HEADING.fullmatch(piece):
        return True
    piece = _HEADING_BEFORE.sub("", piece)
    for phrase in _PHRASES:
        piece = phrase.sub(" ", piece)
    if _ODD.search(piece) or _IS_CLOSED.search(piece) or _COUNTED_IN.search(piece):
        return False
    piece = _EITHER_OF_THEM.sub(" und ", piece)
    if _PLACE.match(piece):
        piece = _NUMBERED.sub(r"\1", piece)
    words = _WORD.findall(_DISTRICT.sub(" ", piece))
    if all(word.lower() in _HARMLESS | _LABELS for word in words):
        return not _MOVES.search(piece)
    before = ["", *words]
    known = all(_is_harmless(before[index], word, words[index + 1 :]) for index, word in enumerate(words))
    return known and not _MOVES.search(piece) and not _may_move(words)


def _may_move(words: list[str]) -> bool:
    """Whether a verb that nobody knows may say what happens to the meeting: „das Treffen klappt“, „wir schwänzen“,
    „die Gruppe trudelt aus“. What others do with something („Kinder jonglieren mit Bällen“) moves no date."""
    unknown = [
        index
        for index, word in enumerate(words)
        if word.lower() not in _HARMLESS and _is_unknown_verb(words, index)
    ]
    others = [
        word
        for word in words
        if word[0].isupper() and word.lower() not in _HARMLESS and not _THE_MEETING.fullmatch(word)
    ]
    return bool(unknown) and (not others or words[-1].lower() in _PARTICLES)


def _is_unknown_verb(words: list[str], index: int) -> bool:
    word = words[index]
    if not word[0].islower() or _DOING.fullmatch(word):
        return False
    is_adjective = _ADJECTIVE.fullmatch(word) and _leads_to_a_noun(
        words[index + 1 :], words[index - 1] if index else ""
    )
    return not is_adjective and _is_a_verb(words[index - 1] if index else "", word)


def _is_harmless(before: str, word: str, following: list[str]) -> bool:
    lower = word.lower()
    if lower == "nur":
        return bool(following) and following[0].lower() in ("mehr", "noch")
    if lower in _HARMLESS:
        return True
    if any(char.isdigit() for char in word) or _names_time(word):
        return False
    if word[0].isupper():
        is_adverb = not before and (
            _ADVERB.fullmatch(lower)
            or (
                _PARTICIPLE.fullmatch(lower)
                and _VERB_OF_CHANGE.fullmatch(lower)
                and not lower.endswith("ungen")
            )
        )
        return lower not in _NEVER and not _NO_ADJECTIVE.fullmatch(lower) and not is_adverb
    on_other_days = word.startswith("ander") and not (
        following and following[0][0].isupper()
    )  # „an den anderen“
    if on_other_days or _PAST.fullmatch(word) or _NO_ADJECTIVE.fullmatch(word) or lower in _NEVER:
        return False
    return _is_a_verb(before, word) or bool(
        _ADJECTIVE.fullmatch(word) and _leads_to_a_noun(following, before)
    )


def _is_a_verb(before: str, word: str) -> bool:
    """Whether it says what people do, as it is now, and nothing that can move or end a meeting."""
    forms = (_VERB_OF_CHANGE, _WEAK_PAST, _PAST, _NO_VERB)
    return bool(
        _VERB.fullmatch(word)
        and not any(form.fullmatch(word) for form in forms)
        and not _BEFORE_NO_VERB.fullmatch(before)
    )


def _names_time(word: str) -> bool:
    if _EVENT_DAY.fullmatch(word):
        return False
    parts = re.split(r"[-/]", word)
    return any(
        _TIME_NOUN.fullmatch(part) or _BARE_HOUR.fullmatch(part) or _TIME_ENDING.fullmatch(part)
        for part in parts[-1:]
    ) or any(_TIME_NOUN.fullmatch(part) for part in parts if len(parts) > 1)


def _leads_to_a_noun(following: list[str], before: str) -> bool:
    """Adjectives, then a noun."""
    for word in following:
        if word[0].isupper():
            return True
        if word != "und" and (not _ADJECTIVE.fullmatch(word) or _NO_ADJECTIVE.fullmatch(word)):
            return False
    return _ARTICLES.fullmatch(before) is not None  # „ein offenes, monatliches Angebot“


def parted(pieces: list[str]) -> tuple[str, str]:
    """What was not read, in two: what may change the dates, and what can't."""
    leftover: list[str] = []
    note: list[str] = []
    for piece in pieces:
        text = _trimmed(piece)
        if text:
            (note if is_harmless(text) else leftover).append(text)
    return ", ".join(leftover), ", ".join(text for text in note if _says_something(text))


def _trimmed(piece: str) -> str:
    piece = piece.strip(_EDGES)
    return re.sub(r"^(?:und|sowie|u\.)\s+|\s+(?:und|sowie)$", "", piece).strip(_EDGES)


def _says_something(text: str) -> bool:
    return any(word.lower() not in _HARMLESS for word in _WORD.findall(text))
