"""What is said of each kind of finding: the sentence, its reasons, the ways from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.cases import FindingKind
from insight.doubles import probable_doubles
from insight.findings import Nearness
from insight.links import WayOn, actors_counted, filled, listed, members_counted, network_link
from insight.overlap import Advice
from insight.snapshot import NetworkFacts

if TYPE_CHECKING:
    from insight.finding_words import FindingWords

NAMED = 3  # names in a sentence; who wants more follows the link

type Saying = tuple[str, list[str], list[WayOn]]


class GoneError(Exception):
    """Something that a finding names is not there any more: it was found before the last change."""


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "l, j. F Y")


# --- each kind --------------------------------------------------------------------------------------------------------


def _load(words: FindingWords, facts: Any) -> Saying:
    actor = words.actor(facts["actor"])
    numbers = {"who": actor.name, "n": facts["rounds"], "of": facts["of"], "m": round(facts["a_month"])}
    title = ngettext(
        "%(who)s sitzt im einzigen aktiven Netzwerk, das sind etwa %(m)d Treffen im Monat.",
        "%(who)s sitzt in %(n)d von %(of)d aktiven Netzwerken, das sind etwa %(m)d Treffen im Monat.",
        facts["of"],
    )
    led, unknown, everyday = facts["coordinated"], facts["unknown"], facts["everyday"]
    reasons: list[str] = []
    if led:
        sentence = ngettext("%d davon wird dort koordiniert.", "%d davon werden dort koordiniert.", led)
        reasons.append(sentence % led)
    if everyday:
        daily = words.networks(everyday, len(everyday))
        reasons.append(filled(_("Dazu kommt, was fast wöchentlich zusammenkommt: {daily}."), daily=daily))
    if unknown:
        sentence = ngettext(
            "Bei %d ist nicht bekannt, wie oft es sich trifft.",
            "Bei %d ist nicht bekannt, wie oft sie sich treffen.",
            unknown,
        )
        reasons.append(sentence % unknown)
    ways = [
        words.way(_("Auslastung ansehen"), "insight:load"),
        WayOn(_("Zum Akteur"), actor.get_absolute_url()),
    ]
    return title % numbers, reasons, ways


def _collision(words: FindingWords, facts: Any) -> Saying:
    first, second = (words.network(entry) for entry in facts["networks"])
    days, number = facts["days"], len(facts["shared"])
    earlier = min(date.fromisoformat(day) for day in days)
    near = Nearness(facts["near"])
    when = {
        Nearness.SAME_DAY: _("Am %s tagen") % date_format(earlier, "l, j. F Y,"),
        Nearness.NEXT_DAY: _("Am %s und am Tag danach tagen") % date_format(earlier, "l, j. F Y,"),
        Nearness.SAME_WEEK: _("In der Woche vom %s tagen") % date_format(_monday(earlier), "j. F Y"),
    }[near]
    title = _("%(when)s zwei Netzwerke, die sich %(shared)s teilen.") % {
        "when": when, "shared": members_counted(number),
    }  # fmt: skip
    shared = words.actors(facts["shared"], number)
    each: dict[str, str] = {"first": network_link(first), "second": network_link(second), "shared": shared}
    if near is Nearness.SAME_DAY:
        reason = filled(_("{first} und {second}; in beiden sitzen {shared}."), **each)
    else:
        each |= {"one": _day(days[0]), "other": _day(days[1])}
        reason = filled(
            _("{first} trifft sich am {one}, {second} am {other}; in beiden sitzen {shared}."), **each
        )
    year, week, _weekday = earlier.isocalendar()
    calendar = f"{reverse('portal:meetings')}?ansicht=woche&woche={year}-W{week:02}"
    return (
        title,
        [reason],
        [_compare(words, first, second), WayOn(_("Die Woche im Kalender"), calendar)],
    )


def _monday(day: date) -> date:
    return date.fromisocalendar(*day.isocalendar()[:2], 1)


def _compare(words: FindingWords, first: NetworkFacts, second: NetworkFacts) -> WayOn:
    return words.way(_("Beide vergleichen"), "insight:compare", n1=first.slug, n2=second.slug)


def _together(words: FindingWords, facts: Any) -> Saying:
    first, second = (words.network(entry) for entry in facts["networks"])
    about = {"first": first.name, "second": second.name, "shared": members_counted(facts["number"])}
    title = _("%(first)s und %(second)s teilen sich %(shared)s.") % about
    reasons: list[str] = []
    if facts["themes"]:
        themes = [words.scope.label("thema", slug) for slug in facts["themes"]][:NAMED]
        sentence = ngettext(
            "Beide nennen das Thema %s.", "Beide nennen dieselben Themen: %s.", len(facts["themes"])
        )
        reasons.append(sentence % ", ".join(themes))
    saves = round(facts["saves"])
    if saves:
        sentence = ngettext(
            "Ein gemeinsames Treffen spart %(n)d Häusern je %(m)d Termin im Jahr.",
            "Gemeinsame Treffen sparen %(n)d Häusern je %(m)d Termine im Jahr.",
            saves,
        )
        reasons.append(sentence % {"n": facts["number"], "m": saves})
    if facts["advice"] == Advice.MERGE:
        reasons.append(_("Auch Zielgruppe, Ort und Charakter passen zusammen: bitte prüfen."))
    else:
        reasons.append(_("Am selben Ort: Vielleicht lassen sich die Termine hintereinander legen."))
    return (
        title,
        reasons,
        [_compare(words, first, second), words.way(_("Alle Paare"), "insight:load", "#zusammen")],
    )


def _place(words: FindingWords, facts: Any) -> Saying:
    theme, number = words.scope.label("thema", facts["theme"]), facts["number"]
    about = {"theme": theme, "place": words.place(facts["place"]), "actors": actors_counted(number)}
    title = _("Zu %(theme)s gibt es %(place)s kein Netzwerk, aber %(actors)s.") % about
    reasons: list[str] = []
    who = words.actors(facts["actors"], number)
    if not facts["seated"]:
        reasons.append(filled(_("Keiner davon sitzt in einem anderen Netzwerk zum Thema: {who}."), who=who))
    else:
        sentence = ngettext(
            "In einem anderen Netzwerk zum Thema sitzt %(n)d davon. Vor Ort sind: {who}.",
            "In einem anderen Netzwerk zum Thema sitzen %(n)d davon. Vor Ort sind: {who}.",
            facts["seated"],
        )
        reasons.append(filled(sentence % {"n": facts["seated"]}, who=who))
    if facts["around"]:
        sentence = ngettext(
            "%d Netzwerk zum Thema arbeitet für die ganze Kommune.",
            "%d Netzwerke zum Thema arbeiten für die ganze Kommune.",
            facts["around"],
        )
        reasons.append(sentence % facts["around"])
    actors = words.scope.directory("actors:list", thema=facts["theme"], stadtteil=facts["place"])
    return (
        title,
        reasons,
        [words.way(_("Alle Lücken"), "insight:gaps"), WayOn(_("Akteure im Verzeichnis"), actors)],
    )


def _group(words: FindingWords, facts: Any) -> Saying:
    name = words.scope.label("zielgruppe", facts["value"])
    if facts["is_check"]:
        sentence = ngettext(
            "Für %(name)s arbeitet nur %(n)d Netzwerk, aber %(actors)s nennen die Zielgruppe.",
            "Für %(name)s arbeiten nur %(n)d Netzwerke, aber %(actors)s nennen die Zielgruppe.",
            len(facts["networks"]),
        )
        title = sentence % {
            "name": name,
            "n": len(facts["networks"]),
            "actors": actors_counted(facts["number"]),
        }
    elif facts["is_part"]:
        title = _("Für %(name)s gibt es in dieser Auswahl kein Netzwerk.") % {"name": name}
    else:
        title = _("Für %(name)s arbeitet zurzeit kein Netzwerk.") % {"name": name}
    return title, _resting(words, facts, _("die Zielgruppe")), _to_lists(words, facts)


def _theme(words: FindingWords, facts: Any) -> Saying:
    about = {"name": words.scope.label("thema", facts["value"]), "actors": actors_counted(facts["number"])}
    everywhere = _("Zu %(name)s gibt es %(actors)s, aber kein Netzwerk.")
    here = _("Zu %(name)s gibt es in dieser Auswahl %(actors)s, aber kein Netzwerk.")
    title = (here if facts["is_part"] else everywhere) % about
    return title, _resting(words, facts, _("das Thema")), _to_lists(words, facts)


def _resting(words: FindingWords, facts: Any, what: str) -> list[str]:
    """Who names it, and which networks did until they came to rest."""
    number, resting = facts["number"], facts["resting"]
    who = words.actors(facts["actors"], number)
    sentence = ngettext("Ein Akteur nennt {what}: {who}.", "%(n)d Akteure nennen {what}: {who}.", number) % {
        "n": number
    }
    said: list[str] = [filled(sentence, what=what, who=who)]
    if facts["is_part"] and facts["elsewhere"]:
        sentence = ngettext(
            "Außerhalb der Auswahl gibt es %d Netzwerk.",
            "Außerhalb der Auswahl gibt es %d Netzwerke.",
            facts["elsewhere"],
        )
        said.append(sentence % facts["elsewhere"])
    if resting:
        networks = words.networks(resting, len(resting))
        sentence = _("Nicht aktiv, aber mit derselben Angabe: {networks}.")
        said.append(filled(sentence, networks=networks))
    return said


def _to_lists(words: FindingWords, facts: Any) -> list[WayOn]:
    chosen = {facts["facet"]: facts["value"]}
    return [
        words.way(_("Alle Lücken"), "insight:gaps"),
        WayOn(_("Akteure im Verzeichnis"), words.scope.directory("actors:list", **chosen)),
    ]


def _district(words: FindingWords, facts: Any) -> Saying:
    name = words.scope.label("stadtteil", facts["place"])
    about = {"name": name, "actors": actors_counted(facts["number"])}
    title = _("%(name)s hat %(actors)s, aber kein eigenes Netzwerk.") % about
    reasons: list[str] = []
    if facts["everywhere"]:
        sentence = ngettext(
            "Von %(of)d aktiven Netzwerk arbeitet %(n)d für die ganze Kommune.",
            "Von %(of)d aktiven Netzwerken arbeiten %(n)d für die ganze Kommune.",
            facts["of"],
        )
        reasons.append(sentence % {"of": facts["of"], "n": facts["everywhere"]})
    ways = [
        words.way(_("Themen und Stadtteile"), "insight:gaps"),
        words.way(_("Bestandsaufnahme"), "insight:stock", stadtteil=facts["place"]),
        WayOn(_("Akteure im Verzeichnis"), words.scope.directory("actors:list", stadtteil=facts["place"])),
    ]
    return title, reasons, ways


def _ending(words: FindingWords, facts: Any) -> Saying:
    ahead, over = facts["number"] - facts["over"], facts["over"]
    networks = [words.network(entry) for entry in facts["networks"]]
    dates = [
        format_html("{} ({})", network_link(one), date_format(one.ends_on, "j. F Y"))
        for one in networks[:NAMED]
        if one.ends_on
    ]
    if ahead:
        title = ngettext(
            "%d Netzwerk endet innerhalb eines halben Jahres.",
            "%d Netzwerke enden innerhalb eines halben Jahres.",
            ahead,
        )
        title %= ahead
    else:
        sentence = ngettext(
            "Bei %d Netzwerk ist das Ende schon vorbei, der Status heißt noch „aktiv“.",
            "Bei %d Netzwerken ist das Ende schon vorbei, der Status heißt noch „aktiv“.",
            over,
        )
        title = sentence % over
    reasons: list[str] = [
        filled(
            _("{networks}. Wie es danach weitergeht, lässt sich jetzt noch klären."),
            networks=listed(dates, facts["number"]),
        )
    ]
    if ahead and over:
        sentence = ngettext(
            "%d weiteres ist nach dem Datum schon beendet.",
            "%d weitere sind nach dem Datum schon beendet.",
            over,
        )
        reasons.append(sentence % over)
    return title, reasons, [WayOn(_("Zum ersten"), reverse("networks:detail", args=[networks[0].slug]))]


def _overdue(words: FindingWords, facts: Any) -> Saying:
    overdue, quiet = facts["overdue"], facts["quiet"]
    late = ngettext(
        "Bei %d Netzwerk ist ein Treffen überfällig.",
        "Bei %d Netzwerken ist ein Treffen überfällig.",
        overdue,
    )
    still = ngettext("Um %d Netzwerk ist es ruhig geworden.", "Um %d Netzwerke ist es ruhig geworden.", quiet)
    title, *others = [one % number for one, number in ((late, overdue), (still, quiet)) if number]
    names = words.networks(facts["networks"], overdue or quiet)
    signs = ((_("Die überfälligen"), "ueberfaellig", overdue), (_("Die ruhigen"), "ruhig", quiet))
    ways = [
        WayOn(label, words.scope.directory("networks:list", status="aktiv", lebendigkeit=sign))
        for label, sign, number in signs
        if number
    ]
    return title, [filled(_("Es geht um {names}."), names=names), *others], ways


def _mandate(words: FindingWords, facts: Any) -> Saying:
    number, steering, unknown = facts["number"], facts["steering"], facts["unknown"]
    title = ngettext(
        "%d Netzwerk arbeitet ohne Auftrag oder Vereinbarung und berichtet nirgendwohin.",
        "%d Netzwerke arbeiten ohne Auftrag oder Vereinbarung und berichten nirgendwohin.",
        number,
    )
    reasons: list[str] = []
    if steering:
        sentence = ngettext(
            "%d davon steuert, entscheidet oder verteilt Aufgaben.",
            "%d davon steuern, entscheiden oder verteilen Aufgaben.",
            steering,
        )
        reasons.append(sentence % steering)
    names = words.networks(facts["networks"], number)
    reasons.append(filled(_("Was dort entsteht, kommt vielleicht nirgends an: {names}."), names=names))
    if unknown:
        sentence = ngettext(
            "Bei %d weiteren steht nichts zur Verbindlichkeit.",
            "Bei %d weiteren steht nichts zur Verbindlichkeit.",
            unknown,
        )
        reasons.append(sentence % unknown)
    way = words.way(_("Wie verbindlich sie sind"), "insight:overview", "#verteilung")
    return title % number, reasons, [way]


def _bridge(words: FindingWords, facts: Any) -> Saying:
    actor = words.actor(facts["actor"])
    links, cut_off = facts["links"], facts["cut_off"]
    reasons: list[str] = []
    pairs = ngettext(
        "%(who)s verbindet %(n)d Paar von Akteuren, das keinen anderen gemeinsamen Partner hat.",
        "%(who)s verbindet %(n)d Paare von Akteuren, die keinen anderen gemeinsamen Partner haben.",
        links,
    )
    title = pairs % {"who": actor.name, "n": links}
    if cut_off:
        sentence = ngettext(
            "Ohne diese Stelle wäre %d Akteur von allen anderen getrennt.",
            "Ohne diese Stelle wären %d Akteure von allen anderen getrennt.",
            cut_off,
        )
        reasons.append(sentence % cut_off)
    reasons.append(_("Ein zweiter Weg zwischen ihnen hilft, falls diese Stelle einmal ausfällt."))
    ways = [words.way(_("Wer mit wem"), "insight:ties"), WayOn(_("Zum Akteur"), actor.get_absolute_url())]
    return title, reasons, ways


def _alone(words: FindingWords, facts: Any) -> Saying:
    number = facts["number"]
    title = ngettext(
        "Von %(of)s sitzt %(n)d in keinem aktiven Netzwerk.",
        "Von %(of)s sitzen %(n)d in keinem aktiven Netzwerk.",
        number,
    )
    of = ngettext("%d Akteur", "%d Akteuren", facts["of"]) % facts["of"]
    who = words.actors(facts["actors"], number)
    reasons: list[str] = [filled(_("Es sind: {who}."), who=who)]
    if doubles := len(probable_doubles(words.scope)):
        sentence = ngettext(
            "%d davon ist vermutlich doppelt eingetragen.",
            "%d davon sind vermutlich doppelt eingetragen.",
            doubles,
        )
        reasons.append(sentence % doubles)
    ways = [
        words.way(_("Die Liste"), "insight:load", "#ohne"),
        WayOn(_("Doppelte Akteure klären"), reverse("actors:duplicates")),
    ]
    return title % {"n": number, "of": of}, reasons, ways


type Say = Callable[[FindingWords, Any], Saying]

SAYING: dict[FindingKind, Say] = {
    FindingKind.LOAD: _load,
    FindingKind.COLLISION: _collision,
    FindingKind.TOGETHER: _together,
    FindingKind.PLACE: _place,
    FindingKind.GROUP: _group,
    FindingKind.THEME: _theme,
    FindingKind.DISTRICT: _district,
    FindingKind.ENDING: _ending,
    FindingKind.OVERDUE: _overdue,
    FindingKind.MANDATE: _mandate,
    FindingKind.BRIDGE: _bridge,
    FindingKind.ALONE: _alone,
}
