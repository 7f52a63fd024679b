"""In which words people ask for networks: who sits in them, who coordinates them, how they meet, whom they take.

Regular expressions over folded words (ä is ae), see `search.query.questions`."""

from __future__ import annotations

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.translation import gettext_lazy as _

from networks.models import Network
from rhythm import Frequency
from search.query.questions import Form, register_form

ANY = {"art": ["netzwerk"]}
NETWORKS = _("Netzwerke")
GENERIC = r"(?:netzwerke?n?|runden?|gremien|gremium|kooperationen|zusammenschluesse|kreise)"
A_KIND = r"(?:netzwerke?n?|runden?|gremi(?:en|um)|kooperationen|kreise?|arbeitskreise?n?|arbeitsgruppen?|ags?|aks?|buendnisse?n?|initiativen|runde[nr]? tische?n?)"
BEING_IN = (
    r"(?:mitglied(?:er)?|mit drin|drin|dabei|beteiligt|vertreten|engagiert|aktiv|mit)(?: (?:ist|sind|sitzt))?"
)
IS_IN = r"(?:ist|sind|sitzt|sitzen|arbeitet|arbeiten|wirkt|wirken|macht|machen|engagiert sich)"
IN_WHICH = r"(?:mitglied ist|mitglieder sind|sitzt|sitzen|mitmacht|mitmachen|mitarbeitet|mitarbeiten|mitwirkt|mitwirken|dabei ist|dabei sind|drin ist|vertreten ist|vertreten sind|beteiligt ist|beteiligt sind)"
LEADS = r"(?:koordiniert|koordinieren|leitet|leiten|moderiert|moderieren|organisiert|organisieren|verantwortet)"
LED = r"(?:koordiniert|geleitet|moderiert|organisiert|verantwortet)"
MEETS = r"(?:treffen|trifft|tagen|tagt|zusammenkommen|zusammensetzen|stattfinden|stattfindet|statt)"
MEETING = r"(?:sitzung(?:en)?|treffen|termine?|tagung|zusammenkunft|netzwerktreffen|besprechung)"
JOINING = r"(?:mitmachen|einsteigen|dazukommen|mitarbeiten|beitreten|mitwirken|dazustossen)"
MONTHS = "januar februar maerz april mai juni juli august september oktober november dezember".split()
DAYS = "montag dienstag mittwoch donnerstag freitag (?:samstag|sonnabend) sonntag".split()
TIMES_OF_DAY = {
    "vormittags": (r"(?:vormittags|morgens|am (?:vormittag|morgen))", _("die sich vormittags treffen")),
    "nachmittags": (r"(?:nachmittags|am nachmittag)", _("die sich nachmittags treffen")),
    "abends": (r"(?:abends|am abend)", _("die sich abends treffen")),
}

MEMBER = {"facet": "mitglied", "head": NETWORKS, "says": _("in denen %(name)s Mitglied ist"), "is_sure": True}
LEADER = {"facet": "koordination", "head": NETWORKS, "says": _("koordiniert von %(name)s"), "is_sure": True}


def _members() -> list[Form]:
    return [
        Form(
            rf"(?:wo|worin|wobei|in wie vielen {A_KIND}) (?:ueberall )?{IS_IN} (?P<name>.+?)(?: ueberall)? {BEING_IN}",
            **MEMBER,
        ),
        Form(rf"^(?:wo|worin) (?:sitzt|sitzen) (?P<name>.+)$", **MEMBER),
        Form(
            rf"(?:in|bei|an) welche[nmr]? {A_KIND}(?: (?:zu|zum|zur|fuer) (?P<rest>.+))? {IS_IN} (?P<name>.+?)(?: {BEING_IN})?$",
            **MEMBER,
        ),
        Form(rf"{A_KIND} (?:in denen|bei denen|wo|in der|in dem) (?P<name>.+?) {IN_WHICH}", **MEMBER),
        Form(rf"^(?:wo|worin) (?P<name>(?!kann |koennen |koennte ).+?) {IN_WHICH}$", **MEMBER),
        Form(r"^(?:welchen|welchem) \w+ gehoert (?P<name>.+?)(?: an)?$", **MEMBER),
        Form(r"(?:alle )?mitgliedschaften (?:von|vom|der|des) (?P<name>.+)$", **MEMBER),
        Form(rf"^(?:alle )?{A_KIND} mit (?P<name>.+?)(?: als mitglied)?$", **(MEMBER | {"is_sure": False})),
        Form(
            rf"^wer {IS_IN}(?: (?:alles|denn|noch))*(?: (?:mitglied(?:er)?|dabei|beteiligt|vertreten))?"
            rf"(?= (?:im|in|bei|beim|am) .*(?:netz|runde|tisch|kreis|gruppe|gremium|buendnis|verbund|beirat|ag|ak|forum))",
            ANY,
            head=NETWORKS,
            says=_("deren Mitglieder Sie suchen"),
        ),
        Form(
            r"^(?:die )?mitglieder (?:von|vom|des|der|im|in)",
            ANY,
            head=NETWORKS,
            says=_("deren Mitglieder Sie suchen"),
        ),
    ]


def _coordination() -> list[Form]:
    return [
        Form(rf"(?:was|wen|welche[ns]? {A_KIND}) {LEADS} (?P<name>.+)$", **LEADER),
        Form(rf"(?:{A_KIND} )?(?:die )?{LED} (?:wird |werden )?(?:von|vom|durch) (?P<name>.+)$", **LEADER),
        Form(rf"{A_KIND} (?:die|der|das) (?:von|vom|durch) (?P<name>.+?) {LED}(?: werden| wird)?", **LEADER),
        Form(rf"{A_KIND} die (?P<name>.+?) {LEADS}$", **LEADER),
        Form(
            rf"^wer (?:{LEADS}|hat die (?:leitung|koordination)|ist (?:der |die )?(?:koordinator(?:in)?|leiter(?:in)?|leitung|koordination))"
            rf"(?: (?:der|des|von|vom|fuer|eigentlich))*(?: (?:das |die |den )?{GENERIC}(?= (?:zu|zum|zur|fuer) ))?",
            ANY,
            head=NETWORKS,
            says=_("deren Koordination Sie suchen"),
            unfolds=True,
        ),
    ]


def _next_meeting() -> list[Form]:
    soon = {
        "conditions": ANY,
        "head": NETWORKS,
        "says": _("deren nächstes Treffen Sie suchen"),
        "sort": "termin",
    }
    return [
        Form(
            rf"(?:wann (?:ist|sind|findet|finden|waere) )?(?:denn )?(?:die |das |der |den )?naechste[nrms]? {MEETING}(?: statt)?",
            **soon,
        ),
        Form(r"^wann (?:trifft|treffen|tagt|tagen)(?: sich)?", **soon),
    ]


def _existing() -> list[Form]:
    """Whether there is one: the list hint offers to compare the plan."""
    return [
        Form(
            rf"^(?:gibt|gibts|existiert|besteht|haben wir)(?: es)?(?: (?:hier|denn|schon|bereits|eigentlich|noch|irgendwo))*(?: (?:so )?(?:ein|eine|einen|etwas wie))? (?:{GENERIC}|{A_KIND})"
            rf"(?= (?:zu|zum|zur|fuer|gegen|ueber|mit|in|im|rund|das|die|der|wo))",
            ANY,
            head=NETWORKS,
        ),
    ]


def _openness() -> list[Form]:
    is_open = {
        "conditions": ANY | {"offenheit": [Network.Openness.OPEN, Network.Openness.ON_REQUEST]},
        "head": NETWORKS,
        "says": _("die Neue aufnehmen (offen oder auf Anfrage)"),
    }
    return [
        Form(
            rf"(?:{GENERIC} )?(?:die )?(?:noch )?offen(?:e[rnms]?)? fuer (?:neue|weitere)(?: (?:mitglieder|leute|partner|akteure|menschen|interessierte|mitstreiter))?(?: (?:sind|ist))?",
            **is_open,
        ),
        Form(
            r"(?:(?:wer|die) )?(?:nimmt|nehmen)?(?: noch)? ?neue (?:mitglieder|mitstreiter|partner)(?: (?:auf|aufnehmen|gesucht|willkommen|suchen))?",
            **is_open,
        ),
        Form(
            rf"^(?:wo|bei wem) (?:kann|koennen|koennte) (?:ich|man|wir|jeder)(?: noch)?(?: (?P<rest>.+?))? {JOINING}",
            **is_open,
        ),
        Form(
            rf"offene[nrs]?(?: {GENERIC}|(?= {A_KIND}(?!\S)))(?! tisch)",
            ANY | {"offenheit": [Network.Openness.OPEN]},
            head=NETWORKS,
            says=_("die offen für Neue sind"),
        ),
        Form(
            rf"geschlossene[nrs]?(?: {GENERIC}|(?= {A_KIND}(?!\S)))",
            ANY | {"offenheit": [Network.Openness.CLOSED]},
            head=NETWORKS,
            says=_("die niemanden aufnehmen"),
        ),
    ]


def _status() -> list[Form]:
    words = {
        Network.Status.DORMANT: (
            r"(?:ruhend|eingeschlafen|pausierend|inaktiv)",
            r"(?:ruhen|ruht|eingeschlafen|pausieren|pausiert)",
            _("die ruhen"),
        ),
        Network.Status.ENDED: (
            r"(?:beendet|abgeschlossen|aufgeloest|ehemalig|frueher)",
            r"(?:beendet|abgeschlossen|aufgeloest)",
            _("die beendet sind"),
        ),
        Network.Status.PLANNED: (
            r"(?:geplant|entstehend|angehend)",
            r"(?:geplant|im aufbau|in planung|in gruendung)",
            _("die erst geplant sind"),
        ),
        Network.Status.ACTIVE: (r"(?:aktiv|laufend|bestehend)", r"aktiv", _("die aktiv sind")),
    }
    forms = []
    for status, (adjective, predicate, says) in words.items():
        asked = {"conditions": ANY | {"status": [status]}, "head": NETWORKS, "says": says}
        forms += [
            Form(rf"{adjective}(?:e[nrs]?)?(?: {GENERIC}|(?= {A_KIND}(?!\S)))", **asked),
            Form(
                rf"(?:(?:welche|alle) )?{GENERIC}(?: die)?(?: (?:sind|ist|wurden))?(?: (?:gerade|zurzeit|schon|noch|nicht mehr))* {predicate}(?: (?:sind|ist|wurden))?",
                **asked,
            ),
            Form(rf"^{adjective}$", **asked),
        ]
    return forms


def _rhythm() -> list[Form]:
    often = {
        Frequency.WEEKLY: (r"(?:woechentlich|jede woche|einmal (?:in der|pro) woche)", _("die sich wöchentlich treffen")),
        Frequency.FORTNIGHTLY: (
            r"(?:14 ?taegig|vierzehntaegig|vierzehntaeglich|zweiwoechentlich|alle (?:zwei|2|14|vierzehn) (?:wochen|tage))",
            _("die sich alle zwei Wochen treffen"),
        ),
        Frequency.MONTHLY: (
            r"(?:monatlich|(?:jeden|einmal im|einmal pro|1x im) monat|alle vier wochen)",
            _("die sich monatlich treffen"),
        ),
        Frequency.QUARTERLY: (
            r"(?:vierteljaehrlich|quartalsweise|jedes quartal|einmal (?:im|pro) quartal)",
            _("die sich vierteljährlich treffen"),
        ),
        Frequency.HALF_YEARLY: (
            r"(?:halbjaehrlich|zweimal im jahr|zweimal jaehrlich|einmal (?:im|pro) halbjahr)",
            _("die sich halbjährlich treffen"),
        ),
        Frequency.YEARLY: (
            r"(?:jaehrlich|einmal im jahr|einmal jaehrlich|jedes jahr)",
            _("die sich jährlich oder seltener treffen"),
        ),
    }
    return [
        Form(
            _when(words),
            ANY | {"rhythmus": [frequency]},
            head=NETWORKS,
            says=says,
        )
        for frequency, (words, says) in often.items()
    ]


def _when(words: str) -> str:
    """The words with what stands around them: „(wer | die) (trifft) sich monatlich (treffen)“."""
    return rf"(?:(?:wer|was|die|das|welche) )?(?:{MEETS} )?(?:sich )?(?:immer |etwa )?{words}(?:e[nrs]?)?(?: sich)?(?: {MEETS})?"


def _times() -> list[Form]:
    """In which month, on which day, at what time of day. „Im Mai“ and „abends“ by themselves may be anything."""
    forms = []
    for number, name in enumerate(MONTHS, start=1):
        says = _("die sich im %(month)s treffen").replace("%(month)s", str(MONTH_NAMES[number]))
        asked = {"conditions": ANY | {"monat": [f"{number:02}"]}, "head": NETWORKS, "says": says}
        forms += _with_meeting(rf"(?:im|in) {name}(?: \d{{4}})?", asked)
    for number, name in enumerate(DAYS, start=1):
        says = _("die sich am %(day)s treffen").replace("%(day)s", str(DAY_NAMES[number - 1]))
        asked = {"conditions": ANY | {"wochentag": [str(number)]}, "head": NETWORKS, "says": says}
        forms += _with_meeting(rf"(?:{name}s|(?:am|jeden) {name})", asked)
    for time_of_day, (words, says) in TIMES_OF_DAY.items():
        asked = {"conditions": ANY | {"tageszeit": [time_of_day]}, "head": NETWORKS, "says": says}
        forms += _with_meeting(words, asked)
    return forms


def _with_meeting(words: str, asked: dict[str, object]) -> list[Form]:
    """Words that count only beside a meeting: „(wer) trifft sich …“, „(die) sich … treffen“, „Treffen …“."""
    return [
        Form(rf"(?:(?:wer|was|welche (?:{GENERIC}|(?P<rest>\w+))) )?{MEETS} (?:sich )?(?:immer )?{words}(?: statt)?", **asked),
        Form(rf"(?:(?:die|das|wer|welche) )?(?:sich )?{words} (?:sich )?{MEETS}", **asked),
    ]


def _mode() -> list[Form]:
    said = {
        "digital": (
            r"(?:online|digital|virtuell|per video(?:konferenz)?|im netz)",
            ["digital", "hybrid", "wechselnd"],
            _("die sich digital treffen, immer oder auch"),
        ),
        "vor-ort": (
            r"(?:in praesenz|persoenlich|vor ort)",
            ["vor-ort", "hybrid", "wechselnd"],
            _("die sich vor Ort treffen, immer oder auch"),
        ),
        "hybrid": (r"hybrid", ["hybrid"], _("die sich hybrid treffen")),
    }
    return [
        form
        for words, modes, says in said.values()
        for form in _with_meeting(
            rf"(?:nur |auch )?{words}",
            {"conditions": ANY | {"trifft_sich": modes}, "head": NETWORKS, "says": says},
        )
    ]


def _meeting_at_all() -> list[Form]:
    return [
        Form(
            rf"(?:(?:wer|was|welche {A_KIND}) {MEETS} sich|(?:die|das) sich {MEETS}|sich {MEETS}|{MEETS} sich)",
            ANY,
            head=NETWORKS,
        ),
        Form(
            rf"^(?:(?:welche|alle|die|unsere) )*(?:netzwerken?|netzwerke|runden|gremien|kooperationen|zusammenschluesse)(?: (?:gibt es|haben wir|existieren|bestehen|arbeiten))?"
            rf"(?= (?:in|im|zu|zum|zur|fuer|gegen|rund|ueber|aus|am|an|bei|mit|die|wo)(?!\S))",
            ANY,
            head=NETWORKS,
        ),
        Form(rf"^{GENERIC}$", ANY, head=NETWORKS),
    ]


def register_all() -> None:
    register_form(
        *_next_meeting(), *_openness(), *_members(), *_coordination(), *_status(), *_rhythm(), *_times(), *_mode(),
        *_existing(), *_meeting_at_all(),
    )  # fmt: skip
