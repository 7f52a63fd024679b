"""The German words around a rhythm: on demand, by appointment, at least, at most, about, once, and not at all."""

from rhythm import lexicon
from rhythm.lexicon import pattern

ON_DEMAND = pattern(
    r"\b(?P<joined>(?:und\s+|sowie\s+|auch\s+|zusätzlich\s+|ggf\.\s+|oder\s+|bzw\.\s+){0,3})(?:"
    r"(?:je\s+)?(?:nach|bei)\s+(?:akutem\s+|konkretem\s+|aktuellem\s+)?(?:bedarf|anlass|notwendigkeit|anfall|bedarfslage|erfordernis(?:sen)?)(?!\s+(?:auch\s+)?(?:mit|online|digital|per|via|telefonisch)\b)(?:\s+(?:auch\s+)?(?:öfter|häufiger|mehr))?"
    r"|bedarfs(?:weise|orientiert|abhängig|gerecht)|fallweise|anlass(?:bezogen|abhängig|weise)|fallbezogen|situativ|situations(?:bedingt|abhängig|bezogen)"
    r"|(?:in\s+)?unregelmäßig(?:e[nrm]?)?(?:\s+(?:zeitlichen\s+)?(?:(?:zeit)?abst[aä]nd(?:en)?|intervallen?|folge))?|in\s+lo(?:ser|ckerer)\s+folge"
    r"|in\s+lo(?:s|cker)en\s+abständen|ab\s+und\s+(?:zu|an)(?!\s+mit\b)|hin\s+und\s+wieder|von\s+zeit\s+zu\s+zeit|sporadisch|gelegentliche?[nrs]?(?!\s+mit\b)|auf\s+(?:zuruf|anfrage)|ad[\s-]hoc|spontan|on\s+demand"
    r"|kein\w*\s+(?:fest\w*|regelmäßig\w*)\s+(?:\w+)"
    r"|alle\s+paar\s+(?:wochen|monate)|(?:so\s*oft(?:\s+wie)?|wenn|falls|soweit|sofern)\s+(?:es\s+|dies\s+|das\s+)?(?:nötig|erforderlich|notwendig)(?:\s+(?:ist|wird|erscheint))?"
    r"|(?:so\s*oft|wenn|falls|soweit|sofern)\s+(?:[a-zäöüß]+\s+){1,7}?(?:erforder[nt]|erfordert|verlangt|verlangen|notwendig\s+mach(?:t|en))"
    r"|(?:mehrmals|mehrfach|mehrere\s+male|ein\s+paar\s*mal|einige\s+male)\s+"
    r"(?:(?:im|pro|je)\s+(?:kalender|schul|schulhalb|halb)?jahr|(?:im|pro|je)\s+(?:semester|quartal)|jährlich)"
    r"|n\.\s?b\.)(?![^\W_])"
)
NOW_AND_THEN = pattern(
    r"\b(?:in\s+lo(?:ser|ckerer)|spontan|sporadisch|gelegentlich|hin\s+und\s+wieder|ab\s+und|von\s+zeit|ad[\s-]hoc|mehrmals|alle\s+paar)"
)
CONDITION = pattern(r"\b(?:wenn|falls|soweit|sofern|so\s*oft)\b")
AS_OFTEN_AS = pattern(r"\s*so\s*oft\b")
ELSE_BY_APPOINTMENT = pattern(r"\b(?:sonst|ansonsten|andernfalls|außerhalb|übrigens)\b[^,;.()\x00]*$")
# Alone it means on demand; beside a cadence it says how the date is found, and stays.
BY_APPOINTMENT = pattern(
    r"(?P<joined>(?:\b(?:und|oder|sowie|auch|zusätzlich|weitere|zusätzliche|andere|sonstige)\s+)*)(?:\b(?:die\s+)?(?:genauen?\s+)?termine?\s*:?\s*(?:nur\s+)?)?\b(?:jeweils\s+)?(?:je\s+)?nach\s+(?:\w+\s+)?(?:absprache|vereinbarung|terminabsprache|terminvereinbarung|einladung|"
    r"ankündigung|verabredung)\b|\b(?:auf|per)\s+(?:gesonderte\s+)?einladung\b|\bn\.\s?v\."
    r"|\b(?:die\s+)?(?:genauen?\s+)?termine?\s+(?:wird|werden)\s+(?:(?:immer|jeweils|individuell|gemeinsam|flexibel|einzeln|kurzfristig|miteinander)\s+){0,2}(?:vereinbart|abgesprochen|abgestimmt|verabredet)\b"
)
# „ca. 2 Stunden“, „max. 15 Kinder“ say nothing about how often.
_NOT_HOW_LONG = rf"(?!\s*(?:zu\s+)?{lexicon.MANY}\s*{lexicon.MEASURES}|\s+(?:zu\s+)?{lexicon.MANY_PEOPLE})"
AT_MOST = pattern(
    rf"(?:\b(?:aller)?höchstens\b|\bmaximal\b|\bmax\.|\bmax\b(?=\s+(?:\d|ein|zwei|drei|vier|sechs|alle\b|monatlich))|\bbis\s+zu(?=\s+(?:\d|\w+mal\b|zwei|drei|vier|fünf|sechs|acht|zehn|zwölf))|\bnicht\s+(?:öfter|häufiger|mehr)\s+als\b|\ballenfalls\b){_NOT_HOW_LONG}"
)
# „bei Familie Winter“, „Moderation: Fr. Müller“, „im Café Sonntag“: names, whatever else the words may be.
NAMED = pattern(
    rf"\b(?:frau|herrn?|hr\.|familie|fam\.|firma|fa\.|dr\.|prof\.|pfarrer(?:in)?|pastor(?:in)?)\s+(?:(?-i:[A-ZÄÖÜ])[\w.-]*\s+)?(?-i:(?=[A-ZÄÖÜ]))(?:{lexicon.STEM}|{lexicon.MONTH})(?![^\W_])"
    rf"|\b(?:café|cafe|haus|gasthaus|gasthof|hotel|gaststätte|restaurant|bistro|praxis|villa)\s+(?-i:(?=[A-ZÄÖÜ]))(?:{lexicon.STEM}|{lexicon.MONTH})(?![^\W_])(?!\s*,?\s*(?:\d|um\b|ab\b|von\b|bis\b|-))"
    r"|(?:(?<=:\s)|(?<=bei\s)|(?<=mit\s)|(?<=von\s)|(?<=an\s))(?-i:Fr\.\s+[A-ZÄÖÜ][a-zäöüß]+)(?!\w*mittag|abend)(?=\s*(?:$|[,;.)]))"
)
# „Di. 9 Uhr, Fr. Weber“: a Friday or Mrs Weber.
MRS_OR_FRIDAY = pattern(
    r"(?-i:\bFr\.\s+(?!Vormittag|Nachmittag|Abend|Morgen|Mittag)[A-ZÄÖÜ][a-zäöüß]+)(?=\s*(?:$|[,;.)]))"
)
# Denials and freedoms that change no date: „nicht öffentlich“, „keine Anmeldung nötig“, „Eintritt frei“.
_NEEDED = r"(?:\s+(?:ist\s+|wird\s+)?(?:nicht\s+)?(?:erforderlich|nötig|notwendig|erbeten|erwünscht|gebeten))"
DENIES_NO_DATE = pattern(
    rf"(?<![^\W_])(?:nicht(?:\s+|-)öffentlich|(?:eine\s+|vorherige\s+|um\s+|keine\s+|ohne\s+)*(?:vor)?(?:anmeldung|kenntnisse){_NEEDED}"
    rf"|(?:keine|ohne)\s+(?:vor)?(?:anmeldung|kenntnisse)|(?:keine|ohne)\s+(?:(?:sommer|winter|ferien)pause|unterbrechung)(?=\s*(?:$|[,;.)!]))|(?:der\s+)?eintritt\s+(?:ist\s+)?frei|freier\s+eintritt|(?:ort|treffpunkt|raum|themen?|inhalte?|kosten|preis)\s+(?:(?:je\s+)?nach\s+(?:absprache|vereinbarung)|auf\s+anfrage)|bitte\s+(?:vorher|vorab)\s+(?:anrufen|melden|anmelden|reservieren)|kein\s+eintritt)(?![^\W_])"
)
# What was once is not what is: it stays unread, whatever it says.
AFTER_A_PAUSE = pattern(r"\bnach\s+(?:(?:der|einer)\s+)?(?:[\w-]+\s+){0,2}?\w*pause\b")
PAST = pattern(
    r"\b(?:früher|bisher|bislang|ehemals|vormals|zuvor|vorher|lange\s+zeit|ursprünglich|einst)\b[^,;.)\x00]*"
)
# „haben sich jeden Montag getroffen“; but „haben jeden Montag geöffnet“
PERFECT = pattern(
    r"\b(?:hat|haben)\b[^,;.()]*\s(?P<done>(?!geöffnet|geschlossen|eingebürgert)(?:\w{0,8}ge\w{2,}(?:t|en)|\w+iert|besucht|veranstaltet))(?=\s*(?:$|[,;.)]))"
)
NOT = pattern(r"\b(?:nicht|nie|niemals|kaum|selten)(?:\s+mehr)?\s+$")
ONLY = pattern(r"(?<!nicht )\b(?:nur|lediglich|ausschließlich|bloß)\s+(?:noch\s+|mehr\s+)?(?=\x00)")
OR_ELSE = pattern(r"\s+(?:oder|bzw\.?|beziehungsweise|bis)\s+")
# „Die Gastgeber wechseln jährlich“: not how often anybody meets.
NO_MEETING = pattern(
    r"\b(?:wechseln|wechselt|rotier(?:en|t)|reservier(?:en|t)|bestell(?:en|t)|gereinigt|geputzt|geleert|vergeben|erschein(?:en|t)|gewählt|wählt|neu\s+besetzt|verlängert|aktualisiert"
    r"|(?:mitglieds|jahres|monats)?beitr[aä]ge?|kostet|kosten|gebühr(?:en)?|euro|fällig|bezahlt|gezahlt|kündigung\w*|amtszeit|wahlperiode|beträgt|betragen)\b|€"
)
MONEY = pattern(r"€|\b(?:euro|franken|chf|eur)\b")
NO_LATER_THAN = pattern(r"\b(?:längstens|spätestens)\s+(?=alle\b)")
# The verb stands behind what says when: what was read before it are the days without meetings.
WHAT_IS_NOT = pattern(
    r"\x00\s*(?:erfolgt|erfolgen|findet|finden|gibt\s+es|ist|sind|haben\s+wir)\s+kein(?:e[nrsm]?)?\s+\w+(?:\s+statt)?\W*$"
)
AT_LEAST = pattern(
    rf"\b(?:mindestens|mind\.|mind\b|min\.|wenigstens|zumindest|nicht\s+(?:weniger|seltener)\s+als)(?:\s+(?:aber|jedoch)\b)?{_NOT_HOW_LONG}"
)
ABOUT = pattern(
    rf"\b(?:(?:knapp|gut)(?=\s*\x00)|in\s+etwa|circa|zirka|etwa|fast|nahezu|vorwiegend|überwiegend|gewöhnlich|ungefähr|rund(?!\s+um\b)|in\s+(?:der|aller)\s+regel|im\s+(?:regelfall|normalfall|allgemeinen|schnitt|durchschnitt)|für\s+gewöhnlich|durchschnittlich|meistens|zumeist|meist|üblicherweise|häufig|oftmals|eigentlich|vorzugsweise|bevorzugt|vornehmlich|hauptsächlich|möglichst|grundsätzlich|normalerweise)\b{_NOT_HOW_LONG}"
    rf"|\b(?:ca\.?+|i\.\s?d\.\s?r\.)(?![^\W_]){_NOT_HOW_LONG}"
)
# „meist im Pfarrhof“, „üblicherweise abwechselnd in Bonn und Berlin“
ABOUT_WHERE = pattern(
    rf"(?:{ABOUT.pattern})\s+(?P<where>(?:abwechselnd\s+)?(?:in|im|bei|beim|auf|zum|zur|mit)\s[^,;.()\x00]+|(?:nicht-?\s?)?öffentlich\w*|online|digital|hybrid|virtuell|kostenlos|gemeinsam)"
)
