"""With STAFF_NEEDS_MFA a staff account that came with a password alone is a registered person, everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.urls import reverse

from accounts.backends import RoleBackend
from accounts.factors import says_factor
from accounts.models import User
from moderation.models import Case
from networks.membership import handover
from tests import factories
from tests.people import login, prove_factor
from tests.portal.test_permissions import address, names, records  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
STAFF = (User.Role.COORDINATION, User.Role.CURATION, User.Role.SYSTEM)
# The way to the factor is the only thing that a registered person does not have.
WAY = {("admin:login", 302), ("accounts:factor", 200)}


@pytest.fixture(autouse=True)
def _demanded(settings: Any) -> None:
    settings.STAFF_NEEDS_MFA = True


def test_every_address_answers_like_for_a_registered_person(
    records: dict[str, models.Model],  # noqa: F811
) -> None:
    for factory in (factories.NetworkFactory, factories.ActorFactory):
        draft = factory(review_status="entwurf")
        records[f"hidden {draft._meta.label_lower}"] = draft
    plain, staff = login(factories.UserFactory()), login(factories.UserFactory(role=User.Role.SYSTEM))
    for client in (plain, staff):
        client.raise_request_exception = False
    wrong = []
    for name, arguments in names():
        kinds = (
            [False, True] if name.startswith(("networks:", "actors:")) and "slug" in arguments else [False]
        )
        for hidden in kinds:
            url = address(name, arguments, records, hidden=hidden)
            for method in ("get", "post"):
                answers = [getattr(client, method)(url).status_code for client in (plain, staff)]
                if answers[0] != answers[1] and (name, answers[1]) not in WAY:
                    wrong.append((method, url, *answers))
    assert wrong == []


@pytest.mark.parametrize("role", STAFF)
def test_without_the_factor_no_predicate_gives_a_right(role: str) -> None:
    user = factories.UserFactory(role=role, is_superuser=True)
    assert not (user.is_staff or user.is_coordination or user.is_curator or user.is_system)
    assert not user.has_perm("networks.view_network")
    assert not user.has_perms(["networks.view_network"])
    assert not user.has_module_perms("networks")
    assert not RoleBackend().has_perm(user, "networks.view_network")
    user.factor_confirmed = True
    assert user.has_perm("networks.view_network")


def test_lists_feeds_and_files_do_not_tell_staff_more() -> None:
    factories.NetworkFactory(name="Geheimer Arbeitskreis", review_status="entwurf")
    network = factories.NetworkFactory(name="Offener Kreis", internal_note="Nur unter uns")
    staff = login(factories.UserFactory(role=User.Role.CURATION))
    for page in (
        reverse("networks:list"), reverse("networks:csv"), reverse("portal:directory"), reverse("networks:markers"),
        reverse("networks:suggestions", query={"q": "Geheimer"}), network.get_absolute_url(), reverse("networks:meetings_calendar"),
    ):  # fmt: skip
        html = staff.get(page).getvalue().decode()
        assert "Geheimer" not in html.replace("q=Geheimer", ""), page
        assert "Nur unter uns" not in html, page
        assert reverse("moderation:queue") not in html, page


def test_role_counts_again_with_the_factor_and_ends_with_it() -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    client = login(user)
    assert client.get(reverse("moderation:queue")).status_code == 403
    prove_factor(client, user)
    assert client.get(reverse("moderation:queue")).status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert client.get(reverse("moderation:queue")).status_code == 403


def test_factor_set_up_in_another_session_does_not_count_here() -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    here, there = login(user), login(user)
    prove_factor(there, user)
    assert here.get(reverse("moderation:queue")).status_code == 403


def test_recovery_codes_alone_are_no_factor() -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    client = login(user)
    prove_factor(client, user, kind="recovery_codes")
    assert client.get(reverse("moderation:queue")).status_code == 403


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_one_page_leads_to_setting_it_up_and_back() -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    client = login(user)
    refused = client.get(reverse("moderation:queue") + "?stand=erledigt")
    way = reverse("accounts:factor", query={"next": "/moderation/?stand=erledigt"})
    assert refused.status_code == 403
    assert way.replace("&", "&amp;") in refused.content.decode()
    page = client.get(way).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    after = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert "Weiter, wo Sie waren" in after.content.decode()
    assert client.get(reverse("accounts:factor")).url == "/moderation/?stand=erledigt"
    assert client.get("/moderation/?stand=erledigt").status_code == 200


def test_one_page_leads_to_entering_it_and_back() -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    client = login(user)
    secret = "JBSWY3DPEHPK3PXP"
    totp.TOTP.activate(user, secret)
    way = reverse("accounts:factor", query={"next": "/moderation/"})
    page = client.get(way).content.decode()
    enter = reverse("mfa_reauthenticate", query={"next": reverse("accounts:factor")})
    assert enter in page
    answer = client.post(enter, {"code": code_of(secret)})
    assert answer.url == reverse("accounts:factor")
    assert client.get(answer.url).url == "/moderation/"


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example", "javascript:alert(1)"])
def test_the_way_back_stays_in_the_portal(target: str) -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    client = login(user)
    client.get(reverse("accounts:factor", query={"next": target}))
    prove_factor(client, user)
    assert client.get(reverse("accounts:factor", query={"next": target})).url == "/"


@pytest.mark.parametrize(
    ("token", "counts"),
    [
        ({"amr": ["pwd", "mfa"]}, True), ({"amr": "mfa"}, True), ({"amr": ["pwd"]}, False), ({"amr": "no-mfa-here"}, False),
        ({"amr": None}, False), ({}, False), (None, False), ({"amr": [["mfa"]]}, False),
    ],
)  # fmt: skip
def test_sign_on_counts_only_when_the_provider_says_so(token: object, counts: bool) -> None:
    assert says_factor({"id_token": token, "userinfo": {"amr": ["mfa"]}}) is counts


def test_sign_on_ends_with_its_link() -> None:
    user = factories.UserFactory(role=User.Role.CURATION)
    client = login(user)
    linked = SocialAccount.objects.create(user=user, provider="oidc", uid="1")
    session = client.session
    session["sign_on_factor"] = linked.pk
    session.save()
    assert client.get(reverse("moderation:queue")).status_code == 200
    linked.delete()
    assert client.get(reverse("moderation:queue")).status_code == 403


def test_a_handover_without_the_factor_is_not_vouched_for() -> None:
    """The case outlives the login: what counted is how the person was logged in then."""
    network = factories.NetworkFactory(coordinator=factories.ActorFactory())
    successor = factories.ActorFactory()
    factories.MembershipFactory(network=network, actor=successor)
    person = factories.UserFactory(role=User.Role.CURATION)
    network.editors.add(person)
    successor.editors.add(person)
    case = handover.propose(network, successor, by=person)
    assert case.outcome == Case.Outcome.ACCEPTED
    network.refresh_from_db()
    assert network.coordinator != successor
