"""Forms of who is logged in, sent six times at the same moment: one result, and nobody reads of a conflict with herself."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import models
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import erasure
from accounts.models import User
from accounts.once import takes_part
from actors.models import ContactPerson
from following.models import CalendarAddress, Watch
from moderation import decisions
from moderation.models import Case, Draft, Note
from networks.models import DuplicateDecision, Meeting, Merge, Network
from tests import factories
from tests.accounts.test_once import form_at, logged_in, six, the_same
from tests.portal.test_permissions import address, names, records  # noqa: F401 (a fixture)
from vocabulary.models import Theme


@pytest.fixture(autouse=True)
def _cache_table(transactional_db: None) -> None:
    cache.clear()


def test_editing_an_entry() -> None:
    user = factories.UserFactory()
    network = factories.NetworkFactory(editors=[user])
    client, url = logged_in(user), reverse("networks:edit", args=[network.slug])
    the_same(six(url, form_at(client, url, purpose="Wir lesen vor."), client))
    assert Network.objects.get().purpose == "Wir lesen vor."


def test_editing_what_needs_a_second_look(settings) -> None:
    settings.EDIT_NEEDS_REVIEW = True
    user = factories.UserFactory()
    network = factories.NetworkFactory(editors=[user])
    client, url = logged_in(user), reverse("networks:edit", args=[network.slug])
    the_same(six(url, form_at(client, url, name="Ein anderer Name"), client))
    assert Case.objects.filter(kind=Case.Kind.CHANGE).count() == 1


def test_beginning_to_watch() -> None:
    network, client = factories.NetworkFactory(), logged_in(factories.UserFactory())
    url = reverse("following:watch_network", args=[network.slug])
    the_same(six(url, form_at(client, url, rhythm="taeglich"), client))
    assert Watch.objects.count() == 1


def test_deciding_a_case() -> None:
    case = decisions.submit(kind=Case.Kind.REPORT, entry=factories.NetworkFactory(), email="a@example.org")
    client = logged_in(factories.UserFactory(role=User.Role.CURATION))
    url = reverse("moderation:case", args=[case.pk])
    mail.outbox.clear()
    answers = six(url, form_at(client, url, action="decide", outcome="angenommen"), client)
    the_same(answers)
    assert Note.objects.filter(kind=Note.Kind.DECISION).count() == 1
    assert len(mail.outbox) == 1
    assert not any("schon" in str(answer.cookies.get("messages", "")) for answer in answers)


def test_saying_that_two_are_not_the_same() -> None:
    first, second = factories.NetworkFactory(), factories.NetworkFactory()
    client = logged_in(factories.UserFactory(role=User.Role.COORDINATION))
    typed = {"erstes": first.slug, "zweites": second.slug, "entscheidung": "verschieden"}
    answers = six(reverse("networks:decide"), typed, client)
    the_same(answers)
    assert DuplicateDecision.objects.count() == 1


def test_merging_two() -> None:
    kept, merged = factories.NetworkFactory(), factories.NetworkFactory()
    client = logged_in(factories.UserFactory(role=User.Role.CURATION))
    url = reverse("networks:merge", query={"bleibt": kept.slug, "geht": merged.slug})
    the_same(six(url, form_at(client, url), client))
    assert (Network.objects.count(), Merge.objects.count()) == (1, 1)


def test_confirming_an_entry() -> None:
    user = factories.UserFactory()
    network = factories.NetworkFactory(editors=[user])
    client = logged_in(user)
    answers = six(reverse("networks:confirm", args=[network.slug]), {"csrfmiddlewaretoken": "x"}, client)
    the_same(answers)


def test_deleting_the_account() -> None:
    user = factories.UserFactory(email="weg@example.org")
    client, url = logged_in(user), reverse("accounts:delete")
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    mail.outbox.clear()
    answers = six(url, form_at(client, url, understood="on"), client)
    assert not User.objects.filter(pk=user.pk).exists()
    the_same(answers)
    assert len([message for message in mail.outbox if message.to == ["weg@example.org"]]) == 1


def test_an_account_that_another_tab_deleted_is_gone_without_an_error() -> None:
    user = factories.UserFactory(email="weg@example.org")
    erasure.erase(user)
    erasure.erase(user)
    assert len(mail.outbox) == 1


def test_adding_in_the_admin() -> None:
    client = logged_in(factories.UserFactory(role=User.Role.SYSTEM))
    kinds = {
        Network: {"name": "Sechs", "format": factories.NetworkFormatFactory().pk},
        ContactPerson: {"name": "Sechs", "actor": factories.ActorFactory().pk},
        Meeting: {"network": factories.NetworkFactory().pk, "start_0": "12.12.2026", "start_1": "10:00"},
        Theme: {"name": "Sechs"},
    }
    for model, typed in kinds.items():
        before = model.objects.count()
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        the_same(six(url, form_at(client, url, **typed), client))
        assert model.objects.count() == before + 1, model


def test_adding_in_a_small_window_of_the_admin() -> None:
    client = logged_in(factories.UserFactory(role=User.Role.SYSTEM))
    url = reverse("admin:actors_contactperson_add", query={"_popup": 1})
    the_same(six(url, form_at(client, url, name="Sechs", actor=factories.ActorFactory().pk), client), 200)
    assert ContactPerson.objects.count() == 1


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_letters_about_the_login(name: str) -> None:
    user = factories.UserFactory(email="a@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client, url = Client(), reverse(name)
    the_same(six(url, form_at(client, url, email=user.email), client))
    assert len(mail.outbox) == 1


def test_the_link_that_goes_on_with_a_draft() -> None:
    draft, client = Draft.objects.create(kind="akteur"), Client()
    url = reverse("portal:registration_later", args=[draft.pk])
    the_same(six(url, form_at(client, url, email="a@example.org"), client))
    assert len(mail.outbox) == 1


def test_an_address_for_a_calendar() -> None:
    user = factories.UserFactory()
    the_same(six(reverse("following:calendar"), {"with_own": "on"}, logged_in(user)))
    assert CalendarAddress.objects.get().owner == user


def test_ending_to_watch() -> None:
    watch = factories.WatchFactory()
    client = logged_in(watch.owner)
    the_same(six(reverse("following:stop", args=[watch.pk]), {"csrfmiddlewaretoken": "x"}, client))
    assert not Watch.objects.exists()


def test_every_form_but_those_of_the_login_takes_part(
    records: dict[str, models.Model],  # noqa: F811
    rf: RequestFactory,
) -> None:
    apart = {
        name for name, arguments in names() if not takes_part(rf.post(address(name, arguments, records)))
    }
    ours = {name for name in apart if not name.startswith(("mfa_", "socialaccount_", "openid_connect_"))}
    assert ours == {
        "account_login", "account_logout", "account_reauthenticate", "admin:login", "admin:logout",
    }  # fmt: skip
