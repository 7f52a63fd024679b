"""One and many, in messages that count: „1 Zeile“, „2 Zeilen“, „in 1 Mail“, „nach 2 Tagen“."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actors import consenting
from actors.jobs import ask_for_consent
from exchange.importing import MOST_NOTES, Report
from following import jobs as following_jobs
from mailing.jobs import forget_job_runs
from mailing.management.commands.run_jobs import _failed
from mailing.models import JobRun
from moderation import freshness
from moderation.gone_rows import NAMED, sentence
from moderation.jobs import ask_for_confirmation
from networks.jobs import send_invitations
from networks.membership import inviting
from portal.pages import with_periods
from search.index import indexer, snapshots
from search.jobs import renew_snapshot
from search.pages.tables import _members
from tests import factories
from vocabulary.models import Theme


@pytest.mark.parametrize(("rows", "said"), [(0, "0 Zeilen"), (1, "1 Zeile"), (2, "2 Zeilen")])
def test_report_of_an_import(rows, said):
    assert Report(rows=rows).summary() == f"{said}: 0 neu, 0 geändert, 0 unverändert."


@pytest.mark.parametrize(("more", "said"), [(1, "1 weitere Art von"), (2, "2 weitere Arten von")])
def test_notes_that_a_report_leaves_out(more, said):
    report = Report()
    report.notes.update(str(number) for number in range(MOST_NOTES + more))
    assert f"… und {said} Hinweisen." in list(report.lines())


@pytest.mark.parametrize(
    ("people", "mails", "said"),
    [
        (1, 1, "1 Einwilligung in 1 Mail"),
        (2, 1, "2 Einwilligungen in 1 Mail"),
        (2, 2, "2 Einwilligungen in 2 Mails"),
    ],
)
def test_consents_asked_for(monkeypatch, people, mails, said):
    monkeypatch.setattr(consenting, "ask", lambda: (people, mails))
    assert ask_for_consent() == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 Eintrag in 1 Mail, 1 Erinnerung, 1 erledigt"),
        (2, "2 Einträge in 2 Mails, 2 Erinnerungen, 2 erledigt"),
    ],
)
def test_entries_asked_about(monkeypatch, number, said):
    monkeypatch.setattr(freshness, "close_pointless", lambda: number)
    monkeypatch.setattr(freshness, "remind", lambda: number)
    monkeypatch.setattr(freshness, "kinds", dict)
    monkeypatch.setattr(freshness, "ask", lambda _due: (number, number))
    assert ask_for_confirmation() == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 Mitglied gefragt, 1 überholte Frage geschlossen."),
        (2, "2 Mitglieder gefragt, 2 überholte Fragen geschlossen."),
    ],
)
def test_members_asked(monkeypatch, number, said):
    monkeypatch.setattr(inviting, "close_pointless", lambda: number)
    monkeypatch.setattr(inviting, "offer_waiting", lambda: number)
    assert send_invitations() == said


@pytest.mark.parametrize(("mails", "said"), [(1, "1 Mail, 1 gescheitert"), (2, "2 Mails, 1 gescheitert")])
def test_digests_sent(monkeypatch, mails, said):
    monkeypatch.setattr(following_jobs, "send_digests", lambda: SimpleNamespace(mails=mails, failed=1))
    assert following_jobs.digests() == said


@pytest.mark.parametrize(("number", "said"), [(1, "1 häufiges Wort neu"), (2, "2 häufige Wörter neu")])
def test_words_kept_ready(monkeypatch, number, said):
    monkeypatch.setattr(snapshots, "renew", lambda: number)
    assert renew_snapshot() == f"{said} bereitgelegt"


@pytest.mark.parametrize(
    ("failed", "chosen", "said"),
    [
        (1, 1, "1 von 1 Aufgabe ist gescheitert."),
        (1, 3, "1 von 3 Aufgaben ist gescheitert."),
        (2, 3, "2 von 3 Aufgaben sind gescheitert."),
    ],
)
def test_jobs_that_failed(failed, chosen, said):
    assert _failed(failed, chosen) == said


@pytest.mark.parametrize(("more", "said"), [(1, "und 1 weitere Zeile."), (2, "und 2 weitere Zeilen.")])
def test_rows_that_are_gone(more, said):
    assert sentence(["Treffen"] * (NAMED + more), []).endswith(said)


@pytest.mark.parametrize(("members", "said"), [(1, "A"), (2, "A|und 1 weiterer"), (3, "A|und 2 weitere")])
def test_members_in_a_table(members, said):
    assert _members({"members": members, "member_names": ["A"]}) == said


@pytest.mark.parametrize(
    ("drifted", "said"), [(1, "^1 Eintrag des Suchindex weicht"), (2, "^2 Einträge .* weichen")]
)
def test_index_that_drifted(monkeypatch, drifted, said):
    monkeypatch.setattr(indexer, "drift", lambda: [("akteur", number) for number in range(drifted)])
    with pytest.raises(CommandError, match=said):
        call_command("reindex_search", "--check")


@pytest.mark.parametrize(("taken", "said"), [(1, "1 geänderter Eintrag"), (2, "2 geänderte Einträge")])
def test_changes_taken_into_the_index(monkeypatch, capsys, taken, said):
    monkeypatch.setattr(indexer, "drain", lambda: taken)
    call_command("reindex_search", "--waiting")
    assert capsys.readouterr().out == f"{said} aufgenommen.\n"


@pytest.mark.parametrize(("looked_at", "said"), [(1, "1 Eintrag geprüft"), (2, "2 Einträge geprüft")])
@pytest.mark.django_db
def test_entries_the_index_looked_at(monkeypatch, capsys, looked_at, said):
    monkeypatch.setattr(indexer, "rebuild", lambda _kinds: [("akteur", looked_at, 0)])
    call_command("reindex_search")
    assert f"akteur: {said}, 0 neu geschrieben.\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("days", "text", "said"),
    [
        (1, "nach {frist:mails}, also {frist:mails}", "nach 1 Tag, also 1 Tag"),
        (2, "Nach {frist:mails}, also {frist:mails}", "Nach 2 Tagen, also 2 Tage"),
        (2, "{frist:mails} nach dem Versand", "2 Tage nach dem Versand"),
        (2, "nach {frist:nichts}", "nach {frist:nichts}"),
    ],
)
def test_intervals_in_a_text(settings, days, text, said):
    settings.KEEP = settings.KEEP | {"mails": timedelta(days=days)}
    assert with_periods(text) == said


@pytest.mark.parametrize(("days", "said"), [(1, "bleibt 1 Tag nach"), (2, "bleibt 2 Tage nach")])
def test_mail_about_a_draft(days, said):
    assert said in render_to_string("mail/registration_continue.txt", {"days": days})


@pytest.mark.parametrize("name", ["confirm_entries", "consent_ends"])
@pytest.mark.parametrize(("days", "said"), [(1, "Der Link gilt 1 Tag"), (2, "Der Link gilt 2 Tage")])
def test_mails_with_a_link(name, days, said):
    text = render_to_string(f"mail/{name}.txt", {"days": days, "entries": ["Runder Tisch"], "people": [{}]})
    assert said + {"confirm_entries": ";", "consent_ends": "."}[name] in text


@pytest.mark.parametrize(
    ("entries", "said"),
    [(["Runder Tisch"], "Stimmt „Runder Tisch“ noch?"), (["A", "B"], "Stimmen Ihre 2 Einträge noch?")],
)
def test_subject_of_the_question(entries, said):
    text = render_to_string("mail/confirm_entries.txt", {"days": 30, "entries": entries})
    assert text.splitlines()[0] == f"Betreff: {said}"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 Akteur und 1 Netzwerk"), (2, "2 Akteure und 2 Netzwerke")]
)
@pytest.mark.django_db
def test_start_page(client, number, said):
    factories.ActorFactory.create_batch(number)
    factories.NetworkFactory.create_batch(number, coordinator=None)
    page = " ".join(client.get("/").content.decode().split())
    assert f"{said} in einem Verzeichnis – finden, verknüpfen, gemeinsam handeln." in page


@pytest.mark.parametrize(
    ("population", "said"),
    [(1, "1 Einwohnerin oder Einwohner"), (2100, "2.100 Einwohnerinnen und Einwohner")],
)
@pytest.mark.django_db
def test_people_of_a_district(client, population, said):
    district = factories.DistrictFactory(population=population)
    assert said in client.get(reverse("portal:district", args=[district.slug])).content.decode()


@pytest.mark.parametrize(
    ("actors", "networks", "said"),
    [(1, 1, "1 Akteur, 1 Netzwerk"), (2, 2, "2 Akteuren, 2 Netzwerken"), (0, 2, "2 Netzwerken"), (0, 0, "")],
)
def test_where_a_word_is_used(actors, networks, said):
    word = SimpleNamespace(used_by_actors=actors, used_by_networks=networks)
    assert admin.site.get_model_admin(Theme).used(word) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 alter Eintrag gelöscht"), (2, "2 alte Einträge gelöscht")]
)
@pytest.mark.django_db
def test_old_runs_of_jobs(number, said):
    long_ago = timezone.now() - timedelta(days=200)
    for days in range(number + 1):  # the last one of each job stays
        moment = long_ago + timedelta(days=days)
        JobRun.objects.create(name="send-digests", started_at=moment, ended_at=moment, succeeded=True)
    assert forget_job_runs() == said


@pytest.mark.parametrize(("number", "said"), [(1, "1 gelöschte Suche"), (2, "2 gelöschte Suchen")])
@pytest.mark.django_db
def test_deleted_searches(number, said):
    factories.SavedSearchFactory.create_batch(number, deleted_at=timezone.now() - timedelta(days=8))
    assert following_jobs.forget_deleted_searches() == f"{said} entfernt"
