"""What the search knows of an actor, and the facets that actors have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.validators import slug_re
from django.db.models import F, Func, Q, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, ContactPerson, Offer
from moderation.models import sort_key_of
from search.sources import (
    COORDINATION,
    PUBLIC,
    Document,
    Facet,
    Option,
    Passage,
    personal,
    register,
    register_facet,
)
from search.terms import PlaceList, TermList, linked
from vocabulary.days import start_of
from vocabulary.models import ActorKind, LifePhase, TargetGroup, Theme

CONTACT = "Kontaktperson"  # what reasons call it
PERSON = "person"  # passages with the names of people who agreed to be shown


def themes() -> TermList:
    return TermList(Theme, "thema", "Thema", "C")


def target_groups() -> TermList:
    return TermList(TargetGroup, "zielgruppe", "Zielgruppe", "D")


def life_phases() -> TermList:
    return TermList(LifePhase, "phase", "Bildungsphase", "E")


def actor_kinds() -> TermList:
    return TermList(ActorKind, "akteursart", "Akteursart", "C")


def public_actors(slugs: Iterable[str]) -> dict[str, Option]:
    """The actors with these addresses, former ones included, that everybody may see."""
    wanted = [slug for slug in slugs if slug_re.fullmatch(slug)]  # addresses carry anything, even NUL
    rows = Actor.objects.published().filter(Q(slug__in=wanted) | Q(former_slugs__overlap=wanted))
    found = list(rows.order_by("pk").values_list("slug", "name", "former_slugs"))
    today = {slug: Option(slug, name) for slug, name, _former in found}
    before = {old: today[slug] for slug, _name, former in found for old in former}
    return before | today  # an address belongs to whoever has it today


def actors_called(name: str) -> list[str]:
    """Addresses of the actors that everybody may see and whose names have all these words, or parts of words, in them."""
    others = Func(F("other_names"), Value(" "), function="array_to_string", output_field=TextField())
    found = Actor.objects.published().alias(others=others)
    for word in name.split():
        called = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(others__icontains=word)
        if any(sign.isalnum() for sign in word):  # „Trager“ is „Träger“, too; of other signs the key is a gap
            called |= Q(sort_name__contains=sort_key_of(Value(word, output_field=TextField())))
        found = found.filter(called)
    return list(found.order_by("pk").values_list("slug", flat=True))


def audience_of(entry: Any, editors: Iterable[int]) -> list[str]:
    """Who may see an entry; `editors` are the ids of its editors. Mirrors `Moderated.is_visible_to`."""
    if entry.is_public:
        return [PUBLIC]
    people = {entry.submitted_by_id, *editors} - {None}
    return [COORDINATION, *(personal(user_id) for user_id in sorted(people))]


def all_ids(model: Any) -> Iterator[int]:
    return model.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)


class ActorSource:
    kind = "akteur"
    label = _("Akteure")
    route = "actors:detail"
    template = "actors/_card.html"

    def all_ids(self) -> Iterator[int]:
        return all_ids(Actor)

    def documents(self, ids: list[int]) -> Iterable[Document]:
        """Ten queries for any number of ids."""
        batch = _ActorBatch(ids)
        rows = (
            Actor.objects.filter(pk__in=ids)
            .select_related("parent_body", "district")
            .defer("district__outline")
        )
        return [batch.document(actor) for actor in rows]


class _ActorBatch:
    """What the documents of one batch need beside the rows of the actors themselves."""

    def __init__(self, ids: list[int]) -> None:
        self.lists = {"themes": themes(), "target_groups": target_groups(), "life_phases": life_phases()}
        self.kinds, self.places = actor_kinds(), PlaceList()
        self.links = {
            name: linked(getattr(Actor, name).through, "actor_id", f"{terms.model._meta.model_name}_id", ids)
            for name, terms in self.lists.items()
        }
        self.editors = linked(Actor.editors.through, "actor_id", "user_id", ids)
        self.people: dict[int, list[ContactPerson]] = defaultdict(list)
        for person in ContactPerson.objects.filter(actor__in=ids, consent_on__isnull=False).order_by(
            "name", "pk"
        ):
            self.people[person.actor_id].append(person)
        self.offers: dict[int, list[Offer]] = defaultdict(list)
        for offer in Offer.objects.current().filter(actor__in=ids).order_by("pk"):
            self.offers[offer.actor_id].append(offer)

    def document(self, actor: Actor) -> Document:
        chosen = {name: self.links[name][actor.pk] for name in self.lists}
        place_ids = [actor.district_id] if actor.district_id else []
        return Document(
            object_id=actor.pk,
            kennung=actor.kennung or "",
            names=[name for name in (actor.name, actor.short_name, *actor.other_names) if name],
            sort_name=actor.sort_name,
            passages=self._passages(actor, chosen, place_ids),
            facets={
                "art": ["akteur"],
                "akteursart": self.kinds.facet_values([actor.kind_id]),
                "stadtteil": self.places.facet_values(place_ids),
                **{terms.facet: terms.facet_values(chosen[name]) for name, terms in self.lists.items()},
                **{direction: self._offered(actor, direction) for direction in Offer.Direction.values},
            },
            audience=audience_of(actor, self.editors[actor.pk]),
            card=self._card(actor, chosen),
            confirmed_at=actor.confirmed_at,
            stale_at=_first_change(self.offers[actor.pk], self.people[actor.pk]),
            place=actor.coordinates,
            phones=tuple(filter(None, (actor.phone, *phones_of(self.people[actor.pk])))),
        )

    def _offered(self, actor: Actor, direction: str) -> list[str]:
        """What kinds of things the actor offers, or looks for; the direction is the name of the facet."""
        return list({offer.kind for offer in self.offers[actor.pk] if offer.direction == direction})

    def _passages(self, actor: Actor, chosen: dict[str, list[int]], place_ids: list[int]) -> list[Passage]:
        passages = [Passage("D", actor.description)] if actor.description else []
        passages += self.kinds.passages([actor.kind_id])
        for name, terms in self.lists.items():
            passages += terms.passages(chosen[name])
        passages += self.places.passages(place_ids)
        # A body that is not public must not become findable through what belongs to it.
        parent = "" if actor.parent_body and not actor.parent_body.is_public else actor.parent_body_label
        passages += [
            Passage("E", text, via)
            for via, text in [
                ("Träger", parent),
                ("Anschrift", f"{actor.street} {actor.postal_code} {actor.city}".strip()),
            ]
            if text
        ]
        for offer in self.offers[actor.pk]:
            via = str(offer.get_direction_display())
            passages.append(Passage("D", offer.text, via, within=offer.direction))
        return passages + passages_of_people(self.people[actor.pk])

    def _card(self, actor: Actor, chosen: dict[str, list[int]]) -> dict[str, Any]:
        shown = ("themes", "target_groups")
        return {
            "slug": actor.slug,
            "label": self.kinds.terms[actor.kind_id].name,
            "places": [actor.district.name] if actor.district else [],
            "city": actor.city,
            "street": actor.street,
            "postal_code": actor.postal_code,
            "purpose": actor.description,
            "contact": actor.email,
            "phone": actor.phone,
            "labels": [label for name in shown for label in self.lists[name].labels(chosen[name])],
            "website": actor.website,
            "is_public": actor.is_public,
            "review_status": actor.review_status,
            "review_label": str(actor.get_review_status_display()),
            "short_name": actor.short_name,
            "offers": sum(offer.direction == Offer.Direction.OFFERS for offer in self.offers[actor.pk]),
            "seeks": sum(offer.direction == Offer.Direction.SEEKS for offer in self.offers[actor.pk]),
        }


def passages_of_people(people: Iterable[ContactPerson]) -> list[Passage]:
    """Names and functions of those who agreed to be shown today."""
    shown = [person for person in people if person.is_publishable]
    names = [Passage("C", p.name, CONTACT, within=PERSON, is_about_a_person=True) for p in shown]
    return names + [Passage("C", person.role, CONTACT) for person in shown if person.role]


def phones_of(people: Iterable[ContactPerson]) -> list[str]:
    return [person.phone for person in people if person.is_publishable]


def changes_of_consent(person: ContactPerson) -> list[datetime]:
    """The moments at which a person begins or ceases to be shown, past ones included."""
    begins = [start_of(person.consent_on)] if person.consent_on else []
    return begins + ([start_of(person.consent_until + timedelta(days=1))] if person.consent_until else [])


def _first_change(offers: list[Offer], people: list[ContactPerson]) -> datetime | None:
    """The first moment ahead at which an offer runs out, or a person begins or ceases to be shown."""
    moments = [start_of(offer.valid_until + timedelta(days=1)) for offer in offers if offer.valid_until]
    moments += [moment for person in people for moment in changes_of_consent(person)]
    return min((moment for moment in moments if moment > timezone.now()), default=None)


def register_all() -> None:
    register(ActorSource())
    register_facet(
        Facet(
            "akteursart",
            _("Akteursart"),
            lambda: actor_kinds().options(),
            _("Alle %(n)d Akteursarten zeigen"),
        )
    )
    for direction in Offer.Direction:
        register_facet(
            Facet(
                direction.value,
                {Offer.Direction.OFFERS: _("Bietet"), Offer.Direction.SEEKS: _("Sucht")}[direction],
                lambda: [Option(value, str(label)) for value, label in Offer.Kind.choices],
            )
        )
    register_facet(Facet("thema", _("Thema"), lambda: themes().options(), _("Alle %(n)d Themen zeigen")))
    register_facet(
        Facet(
            "zielgruppe",
            _("Zielgruppe"),
            lambda: target_groups().options(),
            _("Alle %(n)d Zielgruppen zeigen"),
        )
    )
    register_facet(Facet("phase", _("Bildungsphase"), lambda: life_phases().options()))
    register_facet(
        Facet(
            "stadtteil",
            _("Stadtteil"),
            lambda: PlaceList().options(),
            _("Alle %(n)d Stadtteile zeigen"),
            is_place=True,
        )
    )
