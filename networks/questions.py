"""In which words people ask for networks: who sits in them, who coordinates them, how they meet, whom they take.

Regular expressions over folded words (ä is ae), see `search.query.questions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

from networks.meetings.aliveness import Sign
from networks.models import Network
from rhythm import Frequency
from search.query.questions import Form, register_form, ways

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NETWORKS = _("Netzwerke")
GENERIC = r"(?:netzwerke?n?|runden?|gremien|gremium|kooperationen|zusammenschluesse|kreise)"
A_KIND = (
    r"(?:netzwerke?n?|runden?|gremi(?:en|um)|kooperationen|kreise?|arbeitskreise?n?|arbeitsgruppen?|ags?|aks?"
    r"|buendnisse?n?|initiativen|runde[nr]? tische?n?)"
)
MANY = r"(?:netzwerken?|netzwerke|runden|gremien|kooperationen|zusammenschluesse)"
FOR = r"(?:zu|zum|zur|fuer)"
BEING_IN = (
    r"(?:mitglied(?:er)?|mit drin|drin|dabei|beteiligt|vertreten|engagiert|aktiv|mit)(?: (?:ist|sind|sitzt))?"
)
IS_IN = r"(?:ist|sind|sitzt|sitzen|arbeitet|arbeiten|wirkt|wirken|macht|machen|engagiert sich)"
IN_WHICH = (
    r"(?:sitzt|sitzen|mitmacht|mitmachen|mitarbeitet|mitarbeiten|mitwirkt|mitwirken"
    r"|(?:mitglied(?:er)?|dabei|drin|vertreten|beteiligt) (?:ist|sind))"
)
LEADS = (
    r"(?:koordiniert|koordinieren|leitet|leiten|moderiert|moderieren|organisiert|organisieren|verantwortet)"
)
LED = r"(?:koordiniert|geleitet|moderiert|organisiert|verantwortet)"
LEADER = r"(?:koordinator(?:in)?|leiter(?:in)?|leitung|koordination)"
MEETS = r"(?:treffen|trifft|tagen|tagt|zusammenkommen|zusammensetzen|stattfinden|stattfindet|statt)"
MEETING = r"(?:sitzung(?:en)?|treffen|termine?|tagung|zusammenkunft|netzwerktreffen|besprechung)"
JOINING = r"(?:mitmachen|einsteigen|dazukommen|mitarbeiten|beitreten|mitwirken|dazustossen)"
NEW_ONES = r"(?:mitglieder|leute|partner|akteure|menschen|interessierte|mitstreiter)"


def _asked(says: StrOrPromise = "", sort: str = "", **conditions: list[str]) -> Form:
    """Networks with these values of facets."""
    return Form(conditions={"art": ["netzwerk"], **conditions}, head=NETWORKS, says=says, sort=sort)


def _being(form: Form, adjective: str, predicate: str) -> list[Form]:
    """„ruhende Netzwerke“, „Welche Netzwerke ruhen gerade“, „Netzwerke, die ruhen“."""
    return ways(
        form,
        rf"{adjective}(?:e[nrs]?)?(?: {GENERIC}|(?= {A_KIND}(?!\S)))",
        rf"(?:(?:welche|alle) )?{GENERIC}(?: die)?(?: (?:sind|ist|wurden))?"
        rf"(?: (?:gerade|zurzeit|schon|noch|nicht mehr))* {predicate}(?: (?:sind|ist|wurden))?",
        rf"^{adjective}$",
    )


def _members() -> list[Form]:
    member = Form(facet="mitglied", head=NETWORKS, says=_("in denen %(name)s Mitglied ist"), is_sure=True)
    perhaps = Form(facet="mitglied", head=NETWORKS, says=member.says)
    return [
        *ways(
            member,
            rf"(?:wo|worin|wobei|in wie vielen {A_KIND}) (?:ueberall )?{IS_IN} (?P<name>.+?)(?: ueberall)? {BEING_IN}",
            r"^(?:wo|worin) (?:sitzt|sitzen) (?P<name>.+)$",
            rf"(?:in|bei|an) welche[nmr]? {A_KIND}(?: {FOR} (?P<rest>.+))? {IS_IN} (?P<name>.+?)(?: {BEING_IN})?$",
            rf"{A_KIND} (?:in denen|bei denen|wo|in der|in dem) (?P<name>.+?) {IN_WHICH}",
            rf"^(?:wo|worin) (?P<name>(?!kann |koennen |koennte ).+?) {IN_WHICH}$",
            r"^(?:welchen|welchem) \w+ gehoert (?P<name>.+?)(?: an)?$",
            r"(?:alle )?mitgliedschaften (?:von|vom|der|des) (?P<name>.+)$",
        ),
        *ways(perhaps, rf"^(?:alle )?{A_KIND} mit (?P<name>.+?)(?: als mitglied)?$"),
        *ways(
            _asked(_("deren Mitglieder Sie suchen")),
            rf"^wer {IS_IN}(?: (?:alles|denn|noch))*(?: (?:mitglied(?:er)?|dabei|beteiligt|vertreten))?"
            r"(?= (?:im|in|bei|beim|am) .*(?:netz|runde|tisch|kreis|gruppe|gremium|buendnis|verbund|beirat|ag|ak|forum))",
            r"^(?:die )?mitglieder (?:von|vom|des|der|im|in)",
        ),
    ]


def _coordination() -> list[Form]:
    leader = Form(facet="koordination", head=NETWORKS, says=_("koordiniert von %(name)s"), is_sure=True)
    return [
        *ways(
            leader,
            rf"(?:was|wen|welche[ns]? {A_KIND}) {LEADS} (?P<name>.+)$",
            rf"(?:{A_KIND} )?(?:die )?{LED} (?:wird |werden )?(?:von|vom|durch) (?P<name>.+)$",
            rf"{A_KIND} (?:die|der|das) (?:von|vom|durch) (?P<name>.+?) {LED}(?: werden| wird)?",
            rf"{A_KIND} die (?P<name>.+?) {LEADS}$",
        ),
        *ways(
            _asked(_("deren Koordination Sie suchen")),
            rf"^wer (?:{LEADS}|hat die (?:leitung|koordination)|ist (?:der |die )?{LEADER})"
            rf"(?: (?:der|des|von|vom|fuer|eigentlich))*(?: (?:das |die |den )?{GENERIC}(?= {FOR} ))?",
        ),
    ]


def _next_meeting() -> list[Form]:
    soon = Form(
        conditions={"art": ["netzwerk"]},
        head=NETWORKS,
        says=_("deren nächstes Treffen Sie suchen"),
        sort="termin",
    )
    return ways(
        soon,
        r"(?:wann (?:ist|sind|findet|finden|waere) )?(?:denn )?(?:die |das |der |den )?"
        rf"naechste[nrms]? {MEETING}(?: statt)?",
        r"^wann (?:trifft|treffen|tagt|tagen)(?: sich)?",
    )


def _existing() -> list[Form]:
    """Whether there is one: the list hint offers to compare the plan."""
    return ways(
        _asked(),
        r"^(?:gibt|gibts|existiert|besteht|haben wir)(?: es)?(?: (?:hier|denn|schon|bereits|eigentlich|noch|irgendwo))*"
        rf"(?: (?:so )?(?:ein|eine|einen|etwas wie))? (?:{GENERIC}|{A_KIND})"
        rf"(?= (?:{FOR}|gegen|ueber|mit|in|im|rund|das|die|der|wo))",
    )


def _openness() -> list[Form]:
    taking = [Network.Openness.OPEN.value, Network.Openness.ON_REQUEST.value]
    return [
        *ways(
            _asked(_("die Neue aufnehmen (offen oder auf Anfrage)"), offenheit=taking),
            rf"(?:{GENERIC} )?(?:die )?(?:noch )?offen(?:e[rnms]?)? fuer (?:neue|weitere)(?: {NEW_ONES})?(?: (?:sind|ist))?",
            r"(?:(?:(?:wer|die) )?(?:nimmt|nehmen) (?:noch )?)?neue (?:mitglieder|mitstreiter|partner)"
            r"(?: (?:auf|aufnehmen|gesucht|willkommen|suchen))?",
            rf"^(?:wo|bei wem) (?:kann|koennen|koennte) (?:ich|man|wir|jeder)(?: noch)?(?: (?P<rest>.+?))? {JOINING}",
        ),
        *ways(
            _asked(_("die offen für Neue sind"), offenheit=[Network.Openness.OPEN.value]),
            rf"offene[nrs]?(?: {GENERIC}|(?= {A_KIND}(?!\S)))(?! tisch)",
        ),
        *ways(
            _asked(_("die niemanden aufnehmen"), offenheit=[Network.Openness.CLOSED.value]),
            rf"geschlossene[nrs]?(?: {GENERIC}|(?= {A_KIND}(?!\S)))",
        ),
    ]


def _status() -> list[Form]:
    """Status -> what it is called before a noun, and behind one."""
    words = {
        Network.Status.DORMANT: (
            r"(?:ruhend|pausierend|inaktiv)",
            r"(?:ruhen|ruht|pausieren|pausiert)",
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
    return [
        form
        for status, (adjective, predicate, says) in words.items()
        for form in _being(_asked(says, status=[status.value]), adjective, predicate)
    ]


def _alive() -> list[Form]:
    """Whether they live, see `networks.meetings.aliveness`; those that are not heard of come longest still first."""
    overdue, quiet = Sign.OVERDUE.value, Sign.QUIET.value
    late = _asked(_("deren Treffen überfällig ist"), "still", lebendigkeit=[overdue])
    asleep = _asked(
        _("die ruhen oder deren Treffen überfällig ist"), "still", lebendigkeit=[Sign.DORMANT.value, overdue]
    )
    still = _asked(_("um die es ruhig geworden ist"), "still", lebendigkeit=[quiet, overdue])
    return [
        *_being(asleep, "eingeschlafen", "eingeschlafen"),
        *_being(late, "ueberfaellig", "ueberfaellig"),
        *_being(_asked(_("um die es ruhig ist"), "still", lebendigkeit=[quiet]), "ruhig", "ruhig"),
        *_being(_asked(_("die lebendig sind"), lebendigkeit=[Sign.ALIVE.value]), "lebendig", "lebendig"),
        *ways(
            late,
            rf"(?:(?:welche|alle) )?{GENERIC}(?: die)?(?: (?:haben|hatten))?(?: sich)?"
            r"(?: (?:schon|seit))* (?:lange|laengerem|ewig|monaten)(?: schon)? nicht(?: mehr)?(?: getroffen| getagt)(?: haben)?",
        ),
        *ways(
            still,
            rf"(?:(?:welche|alle) )?{GENERIC}(?: die)? (?:um die es (?:ruhig|still) (?:geworden )?ist"
            r"|(?:von denen|von dem) (?:man|wir|niemand) (?:schon )?(?:lange|ewig) nichts (?:mehr )?(?:gehoert|hoert)(?: haben| hat)?)",
        ),
    ]


def _rhythm() -> list[Form]:
    often = {
        Frequency.WEEKLY: (
            r"(?:woechentlich|jede woche|einmal (?:in der|pro) woche)",
            _("die sich wöchentlich treffen"),
        ),
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
        form
        for frequency, (words, says) in often.items()
        for form in ways(
            _asked(says, rhythmus=[frequency.value]),
            rf"(?:(?:wer|was|die|das|welche) )?(?:{MEETS} )?(?:sich )?(?:immer |etwa )?{words}(?:e[nrs]?)?(?: sich)?(?: {MEETS})?",
        )
    ]


def _with_meeting(words: str) -> tuple[str, str]:
    """Words that count only beside a meeting: „(wer) trifft sich …“, „(die) sich … treffen“, „Treffen …“."""
    return (
        rf"(?:(?:wer|was|welche (?:{GENERIC}|(?P<rest>\w+))) )?{MEETS} (?:sich )?(?:immer )?{words}(?: statt)?",
        rf"(?:(?:die|das|wer|welche) )?(?:sich )?{words} (?:sich )?{MEETS}",
    )


def _times() -> list[Form]:
    """In which month, on which day, at what time of day. „Im Mai“ and „abends“ by themselves may be anything."""
    months = "januar februar maerz april mai juni juli august september oktober november dezember".split()
    days = "montag dienstag mittwoch donnerstag freitag (?:samstag|sonnabend) sonntag".split()
    times_of_day = {
        "vormittags": (r"(?:vormittags|morgens|am (?:vormittag|morgen))", _("die sich vormittags treffen")),
        "nachmittags": (r"(?:nachmittags|am nachmittag)", _("die sich nachmittags treffen")),
        "abends": (r"(?:abends|am abend)", _("die sich abends treffen")),
    }
    forms = []
    for number, name in enumerate(months, start=1):
        says = str(_("die sich im %s treffen")) % MONTHS[number]
        forms += ways(_asked(says, monat=[f"{number:02}"]), *_with_meeting(rf"(?:im|in) {name}(?: \d{{4}})?"))
    for number, name in enumerate(days, start=1):
        says = str(_("die sich am %s treffen")) % WEEKDAYS[number - 1]
        forms += ways(
            _asked(says, wochentag=[str(number)]), *_with_meeting(rf"(?:{name}s|(?:am|jeden) {name})")
        )
    for value, (words, said) in times_of_day.items():
        forms += ways(_asked(said, tageszeit=[value]), *_with_meeting(words))
    return forms


def _mode() -> list[Form]:
    either = [Network.MeetingMode.HYBRID.value, Network.MeetingMode.ALTERNATING.value]
    digital, on_site = Network.MeetingMode.ONLINE.value, Network.MeetingMode.ON_SITE.value
    return [
        *ways(
            _asked(_("die sich digital treffen, immer oder auch"), trifft_sich=[digital, *either]),
            *_with_meeting(r"(?:nur |auch )?(?:online|digital|virtuell|per video(?:konferenz)?|im netz)"),
        ),
        *ways(
            _asked(_("die sich vor Ort treffen, immer oder auch"), trifft_sich=[on_site, *either]),
            *_with_meeting(r"(?:nur |auch )?(?:in praesenz|persoenlich|vor ort)"),
        ),
        *ways(_asked(_("die sich hybrid treffen"), trifft_sich=either[:1]), *_with_meeting("hybrid")),
    ]


def _networks_at_all() -> list[Form]:
    return ways(
        _asked(),
        rf"(?:(?:wer|was|welche {A_KIND}) {MEETS} sich|(?:die|das) sich {MEETS}|sich {MEETS}|{MEETS} sich)",
        rf"^(?:(?:welche|alle|die|unsere) )*{MANY}(?: (?:gibt es|haben wir|existieren|bestehen|arbeiten))?"
        rf"(?= (?:in|im|{FOR}|gegen|rund|ueber|aus|am|an|bei|mit|die|wo)(?!\S))",
        r"^(?:(?:welche|alle|die|unsere) )*(?P<rest>arbeitskreise|arbeitsgruppen|buendnisse|initiativen|runde tische)"
        rf"(?= (?:in|im|{FOR}|gegen|am|an|bei|mit)(?!\S))",
        rf"^{GENERIC}$",
    )


def register_all() -> None:
    register_form(
        *_next_meeting(), *_openness(), *_members(), *_coordination(), *_status(), *_alive(), *_rhythm(), *_times(), *_mode(),
        *_existing(), *_networks_at_all(),
    )  # fmt: skip
