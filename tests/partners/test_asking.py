"""Asking an institution through the portal: who gets it, who confirms it, what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.spam_protection import SpamProtectedForm
from moderation import decisions
from moderation.models import Case
from partners import asking
from partners.models import PartnerRequest
from tests.factories import (
    ActorFactory,
    ContactPersonFactory,
    DistrictFactory,
    PartnerRequestFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.people import login

pytestmark = pytest.mark.django_db

TYPED = {
    "plan": "Wir lesen einmal in der Woche vor.",
    "need": "Kontakt zu älteren Menschen",
    "audience": "Ältere Menschen, Nordstadt",
    "period": "ab März",
    "sender_name": "Lena Lesewald",
    "institution": "Stadtbibliothek",
}
ADDRESS = "lena@bibliothek.example"


@pytest.fixture
def editor():
    return UserFactory(email="eva@seniorentreff.example")


@pytest.fixture
def treff(editor):
    return ActorFactory(name="Seniorentreff Nord", editors=[editor])


@pytest.fixture
def sender():
    """Has an account whose address is confirmed."""
    user = UserFactory(email=ADDRESS, name="Lena Lesewald")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def page_of(actor) -> str:
    return reverse("partners:ask", args=[actor.slug])


def ask(client, actor, **other):
    typed = {**TYPED, "email": ADDRESS, "shown_at": SpamProtectedForm.signer.sign("test")}
    return client.post(page_of(actor), typed | other)


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/partner/\S+)", message.body)[1]


def test_a_confirmed_sender_reaches_those_who_edit_the_entry_and_they_answer_her_directly(
    client, treff, editor
):
    assert "Bitte sehen Sie in Ihr Postfach" in ask(client, treff).content.decode()
    [question] = mail.outbox
    assert (question.to, PartnerRequest.objects.get().state) == ([ADDRESS], "unbestaetigt")
    assert TYPED["plan"] not in question.body  # whoever is named there may never have written it
    link = link_in(question)
    page = client.get(link).content.decode()
    assert TYPED["plan"] in page
    assert len(mail.outbox) == 1  # opening the link sends nothing
    for _click in range(2):
        assert client.post(link, follow=True).status_code == 200
    [_question, letter] = mail.outbox
    assert letter.to == [editor.email]
    assert letter.extra_headers["Reply-To"] == ADDRESS
    assert all(words in letter.body for words in TYPED.values())
    assert reverse("actors:edit", args=[treff.slug]) in letter.body
    assert PartnerRequest.objects.get().state == "zugestellt"
    assert not Case.objects.exists()


def test_everybody_who_edits_the_entry_gets_it_and_nobody_who_may_not_log_in(client, treff, editor):
    other, gone = UserFactory(), UserFactory(is_active=False)
    treff.editors.add(other, gone)
    ask(client, treff)
    client.post(link_in(mail.outbox[0]))
    assert sorted(m.to[0] for m in mail.outbox[1:]) == sorted([editor.email, other.email])


def test_an_account_with_a_confirmed_address_needs_no_link(treff, sender, editor):
    client = login(sender)
    page = client.get(page_of(treff)).content.decode()
    assert 'name="email"' not in page
    assert 'value="Lena Lesewald"' in page
    assert ask(client, treff, email="somebody@else.example").url == reverse("partners:requests")
    [letter] = mail.outbox
    assert (letter.to, letter.extra_headers["Reply-To"]) == ([editor.email], sender.email)


def test_an_account_whose_address_is_not_confirmed_gets_a_link(treff):
    client = login(UserFactory(email=ADDRESS))
    ask(client, treff)
    [question] = mail.outbox
    assert question.to == [ADDRESS]
    assert PartnerRequest.objects.get().state == "unbestaetigt"


# --- without an editor ----------------------------------------------------------------------------------------------


def decided(case: Case, outcome: str, text: str = "") -> Case:
    return decisions.decide(case, by=UserFactory(role=User.Role.CURATION), outcome=outcome, text=text)


def waiting(client, actor) -> Case:
    ask(client, actor)
    client.post(link_in(mail.outbox[0]))
    mail.outbox.clear()
    return Case.objects.get()


def test_without_an_editor_the_curators_pass_it_on_to_the_address_on_record(client):
    actor = ActorFactory(name="Dorfladen", email="laden@example.org")
    case = waiting(client, actor)
    assert (case.kind, case.audience, case.entry, case.reason) == ("partner", "kuration", actor, "")
    curator = login(UserFactory(role=User.Role.CURATION))
    page = curator.get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert TYPED["plan"] in page
    assert "geht die Anfrage an laden@example.org" in page
    decided(case, "angenommen")
    letter, told = mail.outbox
    assert (letter.to, letter.extra_headers["Reply-To"]) == (["laden@example.org"], ADDRESS)
    assert reverse("actors:report", args=[actor.slug]) in letter.body
    assert (told.to, "weitergegeben" in told.body) == ([ADDRESS], True)
    assert PartnerRequest.objects.get().state == "zugestellt"


def test_a_person_who_agreed_to_be_shown_is_written_to_and_no_other(client):
    actor = ActorFactory()
    ContactPersonFactory(actor=actor, email="geheim@example.org")
    case = waiting(client, actor)
    assert asking.addresses_for(actor) == []
    ContactPersonFactory(actor=actor, email="offen@example.org", consenting=True)
    decided(case, "angenommen")
    assert mail.outbox[0].to == ["offen@example.org"]


def test_without_any_address_the_curators_pass_it_on_themselves(client):
    case = waiting(client, ActorFactory())
    curator = login(UserFactory(role=User.Role.CURATION))
    assert (
        "geben Sie die Anfrage selbst weiter"
        in curator.get(reverse("moderation:case", args=[case.pk])).content.decode()
    )
    decided(case, "angenommen")
    assert [m.to for m in mail.outbox] == [[ADDRESS]]
    assert PartnerRequest.objects.get().state == "zugestellt"


def test_what_the_curators_refuse_goes_nowhere_and_the_sender_reads_why(client):
    case = waiting(client, ActorFactory(email="laden@example.org"))
    decided(case, "abgelehnt", "Das ist Werbung.")
    [told] = mail.outbox
    assert (told.to, "Das ist Werbung." in told.body) == ([ADDRESS], True)
    assert "nicht weitergegeben" in told.body
    assert PartnerRequest.objects.get().state == "abgelehnt"


def test_the_case_of_a_request_that_is_gone_can_still_be_decided(client):
    case = waiting(client, ActorFactory(email="laden@example.org"))
    PartnerRequest.objects.all().delete()
    curator = login(UserFactory(role=User.Role.CURATION))
    assert "Der Text ist gelöscht" in curator.get(reverse("moderation:case", args=[case.pk])).content.decode()
    decided(case, "angenommen")
    assert [m.to for m in mail.outbox] == [[ADDRESS]]


def test_an_institution_that_refuses_requests_meanwhile_gets_none_from_the_curators(client):
    actor = ActorFactory(name="Dorfladen", email="laden@example.org")
    case = waiting(client, actor)
    actor.takes_requests = False
    actor.save()
    curator = login(UserFactory(role=User.Role.CURATION))
    page = reverse("moderation:case", args=[case.pk])
    answer = curator.post(page, {"action": "decide", "outcome": "angenommen"}, follow=True)
    assert "„Dorfladen“ nimmt inzwischen keine Anfragen mehr an." in answer.content.decode()
    assert (mail.outbox, PartnerRequest.objects.get().state) == ([], "kuration")


# --- what is refused ------------------------------------------------------------------------------------------------


def test_an_institution_that_takes_no_requests_says_so_and_gets_none(client):
    actor = ActorFactory(name="Chor", takes_requests=False)
    page = client.get(page_of(actor))
    assert "„Chor“ nimmt über das Portal keine Anfragen an." in page.content.decode()
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert ask(client, actor).status_code == 403
    assert (PartnerRequest.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("change", [{"takes_requests": False}, {"review_status": "archiviert"}])
def test_what_changed_before_the_sender_confirmed_counts(client, treff, change):
    ask(client, treff)
    for name, value in change.items():
        setattr(treff, name, value)
    treff.save()
    link = link_in(mail.outbox[0])
    assert "können wir nicht zustellen" in client.get(link).content.decode()
    client.post(link)
    assert (len(mail.outbox), PartnerRequest.objects.get().state) == (1, "unbestaetigt")


def test_the_same_sender_asks_the_same_institution_once_in_a_week(treff, sender, time_machine):
    time_machine.move_to("2026-09-01T12:00:00+02:00")
    client = login(sender)
    ask(client, treff)
    again = ask(client, treff, plan="Noch etwas")
    assert "in den letzten sieben Tagen schon angefragt" in again.content.decode()
    assert PartnerRequest.objects.count() == 1
    assert ask(client, ActorFactory(editors=[UserFactory()])).status_code == 302
    time_machine.move_to("2026-09-08T12:00:01+02:00")
    assert ask(login(sender), treff).status_code == 302


def test_nobody_learns_from_the_form_whom_an_address_has_asked(client, treff):
    """The page says the same whether that address has asked before; only its owner reads the refusal."""
    PartnerRequestFactory(actor=treff, email=ADDRESS, arrived=timezone.now())
    assert "Bitte sehen Sie in Ihr Postfach" in ask(client, treff).content.decode()
    assert "schon angefragt" in client.get(link_in(mail.outbox[0])).content.decode()


def test_a_link_that_is_old_forged_or_of_another_request_sends_nothing(client, treff, time_machine):
    time_machine.move_to("2026-09-01T12:00:00+02:00")
    ask(client, treff)
    link = link_in(mail.outbox[0])
    wish = PartnerRequest.objects.get()
    forged = reverse("partners:confirm", args=[asking.SIGNER.sign_object({"request": wish.pk, "for": "x"})])
    time_machine.shift(asking.CONFIRM_WITHIN + timedelta(seconds=1))
    for address in (link, forged, link[:-2] + "/"):
        assert client.get(address).status_code == client.post(address).status_code == 410
    assert len(mail.outbox) == 1


def test_hidden_entries_have_no_such_page(client):
    actor = ActorFactory(review_status="entwurf")
    assert client.get(page_of(actor)).status_code == 404
    for role in User.Role.values:
        assert ask(login(UserFactory(role=role)), actor).status_code == 404
    assert mail.outbox == []


def test_a_former_address_leads_to_the_form(client, treff):
    was = page_of(treff)
    treff.name = "Treffpunkt Nord"
    treff.save()
    assert "Treffpunkt Nord" in client.get(was).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"plan": ""}, "plan"),
        ({"need": " "}, "need"),
        ({"sender_name": ""}, "sender_name"),
        ({"institution": ""}, "institution"),
        ({"email": "keine"}, "email"),
        ({"plan": "x" * 2001}, "plan"),
        ({"audience": "x" * 301}, "audience"),
        ({"homepage": "https://spam.example"}, "homepage"),
        ({"shown_at": "1"}, "shown_at"),
    ],
)
def test_what_is_missing_too_long_or_of_a_robot_is_refused(client, treff, typed, told):
    answer = ask(client, treff, **typed)
    assert list(answer.context["form"].errors) == [told]
    assert (PartnerRequest.objects.count(), mail.outbox) == (0, [])


def test_line_breaks_in_names_begin_no_header(client, treff):
    ask(client, treff, institution="Bib\r\nBcc: alle@example.org", sender_name="L\nReply-To: x@example.org")
    client.post(link_in(mail.outbox[0]))
    letter = mail.outbox[1]
    assert "\n" not in letter.subject
    assert letter.message()["bcc"] is None
    assert letter.message()["reply-to"] == ADDRESS


def test_markup_in_a_request_is_text_for_the_curators(client):
    ask(client, ActorFactory(), plan="<script>alert(1)</script>")
    client.post(link_in(mail.outbox[0]))
    curator = login(UserFactory(role=User.Role.CURATION))
    page = curator.get(reverse("moderation:case", args=[Case.objects.get().pk])).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("confirmation", "schon mehrmals ein Link"),
        ("partner_request_sender", "schon viele Anfragen"),
        ("partner_request", "Von Ihrem Internetanschluss"),
    ],
)
def test_one_connection_one_sender_and_one_address_have_limits(client, settings, limit, told):
    _amount, interval = settings.LIMITS[limit].split("/", 1)
    settings.LIMITS = settings.LIMITS | {limit: f"1/{interval}"}
    assert ask(client, ActorFactory()).status_code == 200
    refused = ask(client, ActorFactory())
    assert (refused.status_code, told in refused.content.decode()) == (429, True)
    assert TYPED["plan"] in refused.content.decode()  # nothing is lost
    assert (PartnerRequest.objects.count(), len(mail.outbox)) == (1, 1)


# --- where it begins ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "style"),
    [({}, "btn-primary"), ({"email": "a@example.org"}, "btn-quiet"), ({"phone": "05555 1"}, "btn-quiet")],
)
def test_the_page_of_an_actor_leads_to_the_form(client, given, style):
    actor = ActorFactory(**given)
    page = client.get(actor.get_absolute_url()).content.decode()
    assert re.search(rf'class="btn {style}"\s+href="{page_of(actor)}"', page)


def test_no_button_where_nobody_wants_to_be_asked_or_nothing_is_public(client):
    for given in ({"takes_requests": False}, {"review_status": "entwurf"}):
        actor = ActorFactory(**given)
        page = login(UserFactory(role=User.Role.CURATION)).get(actor.get_absolute_url()).content.decode()
        assert page_of(actor) not in page


def test_what_was_searched_for_need_not_be_typed_again(client, treff):
    group = TargetGroupFactory(name="Ältere Menschen")
    district = DistrictFactory(name="Nordstadt")
    given = {
        "zielgruppe": [group.slug, "gibt-es-nicht", "\x00"],
        "stadtteil": district.slug,
        "brauche": "Zugang",
    }
    initial = client.get(page_of(treff), given).context["form"].initial
    assert (initial["audience"], initial["need"], initial["plan"]) == (
        "Ältere Menschen, Nordstadt",
        "Zugang",
        "",
    )


# --- who reads it afterwards ----------------------------------------------------------------------------------------


def test_the_sender_reads_her_requests_and_nobody_else_does(treff, sender):
    ask(login(sender), treff)
    earlier = PartnerRequestFactory(email=ADDRESS.upper(), plan="Schon vorher", arrived=timezone.now())
    typed_by_somebody = PartnerRequestFactory(email=ADDRESS, plan="Von wem?")
    page = login(sender).get(reverse("partners:requests"))
    assert page["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    assert all(words in text for words in (TYPED["plan"], earlier.plan, "Seniorentreff Nord", "zugestellt"))
    assert typed_by_somebody.plan not in text
    assert "Seniorentreff Nord" in login(sender).get(reverse("portal:mine")).content.decode()
    for other in (UserFactory(role=User.Role.CURATION), treff.editors.get()):
        text = login(other).get(reverse("partners:requests")).content.decode()
        assert TYPED["plan"] not in text


def test_own_requests_take_as_many_queries_for_three_as_for_one(sender, django_assert_num_queries):
    client, page = login(sender), reverse("partners:requests")
    PartnerRequestFactory(sender=sender, email=ADDRESS, arrived=timezone.now())
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _more in range(2):
        PartnerRequestFactory(sender=sender, email=ADDRESS, arrived=timezone.now())
    with django_assert_num_queries(len(one)):
        client.get(page)


def test_no_page_shows_who_asked(client, treff, sender):
    """Neither the entry nor the curators' queue nor the numbers."""
    ask(login(sender), treff)
    PartnerRequestFactory(actor=treff, email="zweite@example.org", arrived=timezone.now())
    pages = {
        treff.get_absolute_url(): Client(),
        reverse("partners:numbers"): login(UserFactory(role=User.Role.COORDINATION)),
        reverse("moderation:queue"): login(UserFactory(role=User.Role.CURATION)),
        reverse("portal:mine"): login(treff.editors.get()),
    }
    for address, reader in pages.items():
        text = reader.get(address).content.decode()
        for word in (ADDRESS, "zweite@example.org", "Lesewald", "Stadtbibliothek"):
            assert word not in text, address
