"""Actors as table rows: the German columns of import and export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actors.here import here
from actors.models import Actor, Offer
from actors.recognition import candidates
from actors.recognition.proposals import COLUMNS, record_of_row
from actors.recognition.scoring import is_doubtful
from exchange import cells
from exchange.columns import (
    Day,
    Links,
    LongText,
    Number,
    OptionalText,
    Permission,
    PostalCode,
    TableColumn,
    TextList,
    WebAddress,
    WordColumn,
    WordList,
    YesNo,
)
from exchange.doubles import LikelyDouble
from exchange.entries import EntryResource
from exchange.errors import CellError
from exchange.identity import ADDRESS, FORMER, AddressColumn, FormerColumn, ReviewStatusColumn, SinceColumn
from exchange.references import EntryOrText
from exchange.words import ListWords, words_of_choices, words_of_terms
from vocabulary.area import Area, Point
from vocabulary.models import ActorKind

LONGEST_OFFER = 300  # characters, as Offer.text


class OffersColumn(Links):
    """Offers or wishes as „Art: Text|Art: Text“."""

    def __init__(self, direction: str) -> None:
        super().__init__("offers", direction)
        self.direction = direction

    def parse(self, cell: str, resource: Any) -> frozenset[tuple[str, str]]:
        return frozenset(self._offer(item, resource) for item in cells.parts(cell))

    def _offer(self, item: str, resource: Any) -> tuple[str, str]:
        kind, colon, text = item.partition(":")
        if not colon or not text.strip():
            raise CellError(
                _("„{item}“ muss die Form „Art: Text“ haben, zum Beispiel „Raum: Besprechungsraum“.").format(
                    item=item
                )
            )
        if len(text.strip()) > LONGEST_OFFER:
            raise CellError(
                _("„{item}“ ist zu lang: höchstens 300 Zeichen je Angebot.").format(item=f"{item[:40]}…")
            )
        return resource.offer_kinds.find(kind), text.strip()

    def current(self, record: Actor) -> frozenset[tuple[str, str]]:
        return frozenset((offer.kind, offer.text) for offer in self._offers(record))

    def _offers(self, record: Actor) -> list[Offer]:
        if record.pk is None:
            return []
        return sorted(
            (o for o in record.offers.all() if o.direction == self.direction), key=lambda offer: offer.pk
        )

    def write_links(self, record: Actor, value: frozenset[tuple[str, str]], resource: Any) -> None:
        present = self.current(record)
        for offer in self._offers(record):
            if (offer.kind, offer.text) not in value:
                offer.delete()
        order = list(resource.offer_kinds.names)
        new = sorted(value - present, key=lambda item: (order.index(item[0]), item[1]))
        Offer.objects.bulk_create(
            [Offer(actor=record, direction=self.direction, kind=k, text=t) for k, t in new]
        )

    def show(self, record: Actor, resource: Any) -> str:
        return cells.joined(f"{o.get_kind_display()}: {o.text}" for o in self._offers(record))


class ActorResource(EntryResource):
    """The first twenty columns are those of the exchange format, the others are optional."""

    kennung = OptionalText("kennung")
    name = TableColumn("name", required=True)
    short_name = TableColumn("short_name", "kurzname")
    kind = WordColumn("kind", "art", words="kinds", required=True)
    parent_body = EntryOrText(
        "parent_body", "traeger", text="parent_body_name", entries="entries", later=True
    )
    street = TableColumn("street", "strasse")
    postal_code = PostalCode("postal_code", "plz")
    city = TableColumn("city", "ort")
    district = WordColumn("district", "stadtteil", words="districts")
    latitude = Number("latitude", "breite")
    longitude = Number("longitude", "laenge")
    phone = TableColumn("phone", "telefon")
    email = TableColumn("email")
    website = WebAddress("website")
    description = LongText("description", "beschreibung")
    themes = WordList("themes", "themen", words="theme_words")
    target_groups = WordList("target_groups", "zielgruppen", words="target_group_words")
    life_phases = WordList("life_phases", "phasen", words="life_phase_words")
    offers = OffersColumn("bietet")
    wishes = OffersColumn("sucht")
    other_names = TextList("other_names", "weitere_namen")
    legal_form = TableColumn("legal_form", "rechtsform")
    is_internal = YesNo("is_internal", "verwaltung")
    takes_suggestions = Permission("takes_suggestions", "partner_vorschlaege")
    takes_requests = Permission("takes_requests", "portal_anfragen")
    confirmed_at = Day("confirmed_at", "bestaetigt_am")
    review_status = ReviewStatusColumn("review_status", "veroeffentlichung", words="review_words")
    published_at = SinceColumn("published_at", "veroeffentlicht_am")
    slug = AddressColumn("slug", ADDRESS)
    former_slugs = FormerColumn("former_slugs", FORMER)
    former_kennungen = FormerColumn("former_kennungen", "fruehere_kennungen")

    place_columns = ("strasse", "plz", "ort")
    place_fields = ("latitude", "longitude")

    class Meta(EntryResource.Meta):
        model = Actor

    @cached_property
    def kinds(self) -> ListWords[int]:
        return words_of_terms(ActorKind)

    @cached_property
    def offer_kinds(self) -> ListWords[str]:
        return words_of_choices(Offer.Kind.choices, {}, label=_("Angebotsart"))

    def alike(self, row: dict[str, str]) -> LikelyDouble | None:
        record = record_of_row({column: self._key_part(row, column) for column in COLUMNS})
        for match in candidates.find(record, exclude=self.gone):
            if is_doubtful(match):
                actor = Actor.objects.get(pk=match.existing.key)
                return LikelyDouble(
                    actor.pk, actor.name, actor.kennung or "", actor.get_absolute_url(), tuple(match.reasons)
                )
        return None

    def area_with(self, points: Iterator[Point]) -> Area:
        return here(more=points)

    def with_related(self, queryset: models.QuerySet[Actor]) -> models.QuerySet[Actor]:
        related = queryset.select_related("kind", "district", "parent_body")
        return related.prefetch_related("themes", "target_groups", "life_phases", "offers")
