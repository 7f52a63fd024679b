"""One factory per model. A factory fills in what the database demands, nothing that a test would have to know."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from actors.models import Actor, ContactPerson, Offer
from following.models import SavedSearch, Watch
from following.news import begin
from moderation.models import Moderated
from networks.models import Commitment, DigitalForm, Meeting, MemberGroup, Membership, Network, Update
from partners.models import PartnerRequest
from vocabulary.models import (
    ActorKind,
    District,
    LifePhase,
    MemberFunction,
    NetworkFormat,
    ResourceKind,
    TargetGroup,
    Theme,
)

PASSWORD = "richtig-langes-passwort"


class UserFactory(DjangoModelFactory):
    """A person who may log in with PASSWORD; give `role=User.Role.CURATION` for more rights."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    role = User.Role.REGISTERED
    password = factory.django.Password(PASSWORD)


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    position = factory.Sequence(lambda n: n)


class ThemeFactory(TermFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thema {n}")


class TargetGroupFactory(TermFactory):
    class Meta:
        model = TargetGroup

    name = factory.Sequence(lambda n: f"Zielgruppe {n}")


class LifePhaseFactory(TermFactory):
    class Meta:
        model = LifePhase

    name = factory.Sequence(lambda n: f"Phase {n}")


class ActorKindFactory(TermFactory):
    class Meta:
        model = ActorKind

    name = factory.Sequence(lambda n: f"Akteursart {n}")


class NetworkFormatFactory(TermFactory):
    class Meta:
        model = NetworkFormat

    name = factory.Sequence(lambda n: f"Format {n}")


class MemberFunctionFactory(TermFactory):
    class Meta:
        model = MemberFunction

    name = factory.Sequence(lambda n: f"Funktion {n}")


class ResourceKindFactory(TermFactory):
    class Meta:
        model = ResourceKind

    name = factory.Sequence(lambda n: f"Ressource {n}")


class DistrictFactory(TermFactory):
    class Meta:
        model = District

    name = factory.Sequence(lambda n: f"Stadtteil {n}")
    level = District.Level.QUARTER


class MunicipalityFactory(DistrictFactory):
    name = factory.Sequence(lambda n: f"Gemeinde {n}")
    level = District.Level.MUNICIPALITY


class _WithLinks(DjangoModelFactory):
    """Lists for many-to-many fields may be given by name: `ActorFactory(themes=[reading])`."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        links = {field.name: kwargs.pop(field.name, None) for field in model_class._meta.many_to_many}
        entry = super()._create(model_class, *args, **kwargs)
        for name, linked in links.items():
            if linked:
                getattr(entry, name).set(linked)
        return entry


class ActorFactory(_WithLinks):
    """A published actor, unless told otherwise by `review_status`."""

    class Meta:
        model = Actor

    name = factory.Sequence(lambda n: f"Einrichtung {n}")
    kind = factory.SubFactory(ActorKindFactory)
    review_status = Moderated.ReviewStatus.PUBLISHED


class ContactPersonFactory(DjangoModelFactory):
    """A person without consent to publication; `ContactPersonFactory(consenting=True)` has one."""

    class Meta:
        model = ContactPerson

    class Params:
        consenting = factory.Trait(
            consent_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30)),
            consent_source="Formular im Ordner",
        )

    actor = factory.SubFactory(ActorFactory)
    name = factory.Sequence(lambda n: f"Kim Beispiel-{n}")


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    actor = factory.SubFactory(ActorFactory)
    direction = Offer.Direction.OFFERS
    kind = Offer.Kind.ROOM
    text = factory.Sequence(lambda n: f"Besprechungsraum {n}")


class NetworkFactory(_WithLinks):
    """A published, active network, unless told otherwise."""

    class Meta:
        model = Network

    name = factory.Sequence(lambda n: f"Netzwerk {n}")
    format = factory.SubFactory(NetworkFormatFactory)
    review_status = Moderated.ReviewStatus.PUBLISHED


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    actor = factory.SubFactory(ActorFactory)


class MemberGroupFactory(DjangoModelFactory):
    class Meta:
        model = MemberGroup

    network = factory.SubFactory(NetworkFactory)
    name = factory.Sequence(lambda n: f"Gruppe {n}")


class CommitmentFactory(DjangoModelFactory):
    """A task of an actor, which gets a seat in the network if it has none; `seat=False` leaves it without."""

    class Meta:
        model = Commitment
        skip_postgeneration_save = True

    network = factory.SubFactory(NetworkFactory)
    actor = factory.SubFactory(ActorFactory)
    text = factory.Sequence(lambda n: f"Aufgabe {n}")

    @factory.post_generation
    def seat(self, create: bool, extracted: object, **kwargs: object) -> None:
        known = Membership.objects.filter(network=self.network, actor=self.actor)
        if extracted is not False and not known.exists():
            MembershipFactory(network=self.network, actor=self.actor)


class MeetingFactory(DjangoModelFactory):
    """A meeting in a week from now."""

    class Meta:
        model = Meeting

    network = factory.SubFactory(NetworkFactory)
    start = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class UpdateFactory(DjangoModelFactory):
    class Meta:
        model = Update

    network = factory.SubFactory(NetworkFactory)
    date = factory.LazyFunction(timezone.localdate)
    text = factory.Sequence(lambda n: f"Zwischenstand {n}")


class DigitalFormFactory(DjangoModelFactory):
    class Meta:
        model = DigitalForm

    network = factory.SubFactory(NetworkFactory)
    kind = DigitalForm.Kind.VIDEO


class SavedSearchFactory(DjangoModelFactory):
    class Meta:
        model = SavedSearch

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Suche {n}")
    kind = SavedSearch.Kind.NETWORKS
    query = "q=Lesen"


class WatchFactory(DjangoModelFactory):
    """Watches a network, unless told otherwise; knows what is there, as somebody who begins to watch."""

    class Meta:
        model = Watch
        skip_postgeneration_save = True

    class Params:
        elsewhere = factory.LazyAttribute(
            lambda me: any(getattr(me, name) for name in ("theme", "district", "search"))
        )

    owner = factory.SubFactory(UserFactory)
    theme = district = search = None
    network = factory.Maybe("elsewhere", None, factory.SubFactory(NetworkFactory))

    @factory.post_generation
    def begin(self, create: bool, extracted: object, **kwargs: object) -> None:
        begin(self)


class PartnerRequestFactory(DjangoModelFactory):
    """Written without an account and not confirmed yet; `arrived` gives the moment at which it was delivered."""

    class Meta:
        model = PartnerRequest

    class Params:
        arrived = None

    actor = factory.SubFactory(ActorFactory)
    sender_name = "Lena Lesewald"
    institution = "Stadtbibliothek"
    email = factory.Sequence(lambda n: f"anfrage{n}@example.org")
    plan = factory.Sequence(lambda n: f"Vorhaben {n}")
    need = factory.Sequence(lambda n: f"Bedarf {n}")
    delivered_at = factory.SelfAttribute("arrived")
    state = factory.LazyAttribute(lambda me: "zugestellt" if me.arrived else "unbestaetigt")
