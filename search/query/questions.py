"""What a question is about: who sits where, who offers what, what meets when, and where.

Rooms say in which words people ask for what they know (`Form`s, registered with `register_form`). Of a query the words of a
form become conditions; what is left is searched for, and words that merely ask („wer macht was zu …“) decide nothing. The
grammar is pure: what is called by a name, and which words are places, it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from german.folding import Token, tokenize
from german.words import is_stop_word
from search.sources import Option

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_PLACE = 4  # words
MOST_NAMED = 3  # names that one sentence can bear
AND = re.compile(r"\s+und\s+|\s*[,+&]\s*")
EXACT_SIGNS = re.compile(r'["„“”«»]|(?:^|\s)-\w')  # who quotes or excludes means the words themselves
BEFORE_PLACES = frozenset("in im aus am an auf bei beim fuer rund um innerhalb".split())
ARTICLES = frozenset("der dem den die das stadtteil ortsteil quartier viertel bezirk gebiet raum".split())
ENDS = BEFORE_PLACES | ARTICLES | frozenset("zu zum zur ueber von vom mit und oder".split())

type Called = Callable[[str, str], Sequence[Option]]


@dataclass(frozen=True)
class Form:
    """One way to ask. `words` is a regular expression over the folded words of a query with one space between them.

    What it covers is not searched for, but its group `rest`. A group `name` names an entry that is a value of `facet`.
    `conditions`: facet -> values that hits must have, no values: any. `says`: the same in German, a relative clause, with
    %(name)s. `head`: what is asked for („Netzwerke“). `within`: hits say the remaining words in passages of this name.
    `sort`: the order where nothing is left to search for. `is_sure`: whoever asks so names somebody, so that the page says
    when nobody is called that."""

    words: str = ""
    conditions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facet: str = ""
    says: StrOrPromise = ""
    head: StrOrPromise = ""
    within: str = ""
    sort: str = ""
    is_sure: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\S)(?:{self.words})(?!\S)")


@dataclass(frozen=True)
class Understanding:
    """`conditions`: (facet, values), each of which must hold. `text`: what is left to search for; `topic`: the same without places and small words, as the page says it.
    `places`: folded names that are meant as places, `where` as they were typed. `unknown`: names that nobody bears."""

    text: str
    topic: str = ""
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    clauses: tuple[str, ...] = ()
    head: str = ""
    places: frozenset[str] = frozenset()
    where: tuple[str, ...] = ()
    within: str = ""
    sort: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def is_more_than_words(self) -> bool:
        """Whether it was answered by more than a search for the words that are left."""
        return bool(self.conditions or self.places or self.within or self.sort)

    @property
    def sentence(self) -> str:
        """Netzwerke zu „Leseförderung“ in der Nordstadt, die offen für Neue sind und die sich monatlich treffen"""
        said = [self.head or _("Einträge")]
        if self.topic and not self.within:
            said.append(_("zu „%(topic)s“") % {"topic": self.topic})
        said += self.where
        topic = _("„%s“") % self.topic if self.topic else _("etwas")
        relative = [clause.replace("„%(topic)s“", "%(topic)s") % {"topic": topic} for clause in self.clauses]
        return " ".join(said) + (_(", ") + _(" und ").join(relative) if relative else "")


FORMS: list[Form] = []  # of the rooms, in the order in which they are tried
ASKING = [  # words that only ask, in whatever room: what is left is searched for
    Form(r"(?:hallo|guten tag|bitte|danke|vielen dank|liebe gruesse|(?:mit )?freundlichen gruessen)"),
    Form(
        r"(?:koennen|koennt|wissen|kennen|kennt|haben|habt) (?:sie|ihr)(?: (?:mir|uns))?(?: (?:sagen|helfen|vielleicht))*"
    ),
    Form(
        r"^(?:ich|wir) (?:suchen?|brauchen?|benoetigen?|moechten?|will|wollen|haetten?|wuerden?)(?: (?:gern|gerne|dringend|noch|mal))*"
    ),
    Form(
        r"^wer (?:macht|tut|arbeitet|kuemmert sich|hilft|weiss|beschaeftigt sich|engagiert sich|kennt sich"
        r"|ist (?:zustaendig|verantwortlich|ansprechpartner(?:in)?|ansprechperson))(?: (?:hier|schon|denn|alles|was|etwas|mir|uns))*"
    ),
    Form(r"^wer kann (?:(?:mir|uns) )?(?P<rest>.+) (?:helfen|weiterhelfen|sagen)$"),
    Form(
        r"^was (?:laeuft|passiert|geht|macht|machen|tut sich|ist los|haben wir)(?: (?:hier|schon|denn|alles|so|bei uns))*"
    ),
    Form(r"^was wird (?P<rest>.+) (?:gemacht|getan|angeboten|unternommen)$"),
    Form(
        r"^(?:wo|wie) (?:finden?|bekommen?|kriegen?|erhalten?|gibt|kann|koennen|melden?|erreichen?) (?:ich|wir|es|man)"
    ),
    Form(r"^an wen (?:wenden?|kann|koennen|muss|muessen|soll|sollen) (?:ich|wir|man)(?: (?:mich|uns|sich))?"),
    Form(r"^gibts"),
    Form(r"(?:gesucht|finden|wenden|weiterhelfen|eigentlich|ueberhaupt|denen|deren|dessen)"),
]


def ways(meaning: Form, *words: str) -> list[Form]:
    """Several ways to ask for the same; `meaning` has no words yet."""
    return [replace(meaning, words=one) for one in words]


def register_form(*forms: Form) -> None:
    """Earlier ones are tried first."""
    FORMS.extend(forms)


class _Words:
    """The words of a query, and which of them still wait to be understood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.waiting = [True] * len(self.tokens)
        self._as_text = self._waiting_words()

    def _waiting_words(self) -> tuple[str, list[int]]:
        """The waiting words with a space between, and at each character the place of its word."""
        parts: list[str] = []
        places: list[int] = []
        for place, token in enumerate(self.tokens):
            if self.waiting[place]:
                parts.append(token.folded + " ")
                places += [place] * (len(token.folded) + 1)
        return "".join(parts)[:-1], places

    def take(self, form: Form, called: Called) -> tuple[bool, list[Sequence[Option]], str]:
        """Tries one form: whether it was met, whom each of its names means, and the names as typed if nobody bears one."""
        text, places = self._as_text
        found = form.pattern.search(text)
        if found is None:
            return False, [], ""
        groups = found.groupdict()
        named: list[Sequence[Option]] = []
        kept = {places[at] for at in range(*found.span("rest"))} if groups.get("rest") else set()
        if groups.get("name"):
            of_name = sorted({places[at] for at in range(*found.span("name"))})
            name = self.written(of_name)
            named = _all_called(form.facet, name, called)
            if not named:
                if not form.is_sure:
                    return False, [], ""
                kept |= set(of_name)
                self._cover(found, places, kept)
                return True, [], name
        self._cover(found, places, kept)
        return True, named, ""

    def drop(self, forms: Iterable[Form]) -> bool:
        """Takes away what merely asks, as often as it stands there; whether there was such a thing."""
        before = len(self.left)
        for form in forms:
            waiting = len(self.left) + 1
            while len(self.left) < waiting:
                waiting = len(self.left)
                self.take(form, lambda _facet, _name: ())
        return len(self.left) < before

    def _cover(self, found: re.Match[str], places: list[int], kept: set[int]) -> None:
        for place in {places[at] for at in range(*found.span())} - kept:
            self.waiting[place] = False
        self._as_text = self._waiting_words()

    def written(self, places: Sequence[int]) -> str:
        """Words as they were typed; runs of neighbours with what stands between them."""
        runs: list[list[int]] = []
        for place in places:
            if runs and runs[-1][-1] == place - 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        return " ".join(self.text[self._start(run[0]) : self.tokens[run[-1]].end] for run in runs)

    def _start(self, place: int) -> int:
        """A paragraph sign belongs to the number behind it."""
        start = self.tokens[place].start
        before = self.text[:start].rstrip()
        return len(before.rstrip("§")) if before.endswith("§") else start

    @property
    def left(self) -> list[int]:
        return [place for place, waits in enumerate(self.waiting) if waits]

    def rest(self) -> str:
        return self.written(self.left)

    def topic(self, without: Container[int]) -> str:
        """What is left, but places, and small words at its ends."""
        left = [place for place in self.left if place not in without]
        while left and is_stop_word(self.tokens[left[0]].folded):
            left = left[1:]
        while left and is_stop_word(self.tokens[left[-1]].folded):
            left = left[:-1]
        return self.written(left)

    def places(self, known: Container[str]) -> list[tuple[str, list[int]]]:
        """Places behind a preposition: (folded name, places of the words with the preposition)."""
        found, at = [], 0
        while at < len(self.tokens):
            if self.waiting[at] and self.tokens[at].folded in BEFORE_PLACES:
                name, end = self._place_at(at + 1, known)
                if name:
                    found.append((name, list(range(at, end))))
                    at = end
                    continue
            at += 1
        return found

    def _place_at(self, start: int, known: Container[str]) -> tuple[str, int]:
        while start < len(self.tokens) and self.tokens[start].folded in ARTICLES:
            start += 1
        rest = self.tokens[start : start + LONGEST_PLACE]
        for length in range(len(rest), 0, -1):
            name = _folded(rest[:length])
            if name in known and all(self.waiting[start : start + length]):
                return name, start + length
        return "", start


def _all_called(facet: str, name: str, called: Called) -> list[Sequence[Option]]:
    """Whom a name means, or each of several („Caritas und AWO“); nobody where one of them is unknown."""
    if whole := called(facet, name):
        return [whole]
    parts = AND.split(name)
    each = [called(facet, part) for part in parts] if len(parts) > 1 else []
    return each if all(each) else []


def _folded(tokens: Iterable[Token]) -> str:
    return " ".join(token.folded for token in tokens)


def understand(
    text: str, *, called: Called, places: Container[str], forms: Iterable[Form] | None = None
) -> Understanding:
    """What a query asks for. `called`: (facet, name) -> the values of a facet that are called so; `places`: folded names of
    places that are parts of a city. A query in which nothing was understood comes back as it is."""
    if EXACT_SIGNS.search(text):
        return Understanding(text)
    words = _Words(text)
    met, asks = Understanding(text), False
    for form in FORMS if forms is None else forms:
        is_met, named, unknown = words.take(form, called)
        if is_met:
            met, asks = _with(met, form, named, unknown), True
    asks = words.drop(ASKING) or asks
    where = words.places(places)
    covered = {place for _name, span in where for place in span}
    topic = words.topic(covered)
    if not (asks or where) or not (topic or where or met.is_more_than_words):
        return Understanding(text)  # no question, or nothing but one: its words are all there is
    return replace(
        met,
        text=words.rest() if topic or where else "",
        topic=topic,
        places=frozenset(name for name, _span in where),
        where=tuple(words.written(span) for _name, span in where),
    )


def _with(met: Understanding, form: Form, named: Sequence[Sequence[Option]], unknown: str) -> Understanding:
    """What was understood so far, and what one more form says."""
    if unknown:
        return replace(met, unknown=(*met.unknown, _without_small_words(unknown)))
    conditions = [(facet, tuple(values)) for facet, values in form.conditions.items()]
    conditions += [(form.facet, tuple(option.value for option in options)) for options in named]
    says = str(form.says)
    said = [says.replace("%(name)s", _names(options).replace("%", "%%")) for options in named] or [says]
    return replace(
        met,
        conditions=tuple(dict.fromkeys((*met.conditions, *conditions))),
        clauses=(*met.clauses, *filter(None, said)),
        head=str(form.head) or met.head,
        within=form.within or met.within,
        sort=form.sort or met.sort,
    )


def _without_small_words(name: str) -> str:
    words = tokenize(name)
    first = next((word.start for word in words if not is_stop_word(word.folded)), 0)
    return name[first:]


def _names(options: Sequence[Option]) -> str:
    """A; A oder B; A, B und 5 weitere"""
    labels = [option.label for option in options]
    if len(labels) <= MOST_NAMED:
        return _(" oder ").join(labels)
    shown, others = labels[: MOST_NAMED - 1], len(labels) - MOST_NAMED + 1
    sentence = ngettext("%(names)s oder %(n)d weiterer", "%(names)s oder %(n)d weitere", others)
    return sentence % {"names": ", ".join(shown), "n": others}
