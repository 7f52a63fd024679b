"""What looks as if a program had changed it is asked about, on every way in by hand; whoever means it may have it so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from moderation.models import Draft
from networks.models import Network
from registration import submission
from tests import factories
from tests.people import login
from tests.sending import fields_of
from vocabulary.doubts import doubt
from vocabulary.forms import AS_MEANT, AsksBack, LinesField


@pytest.mark.parametrize(
    ("text", "odd", "better"),
    [
        ("Die Förder- schule Nord", "Förder- schule", "Förderschule"),
        ("Roswitha- Gymnasium", "Roswitha- Gymnasium", "Roswitha-Gymnasium"),
        ("Kinder &amp; Jugend", "&amp;", "&"),
        ("Haus_x000D_am Markt", "Haus_x000D_am", "Haus am"),
        ("Amt für Kinder- und Jugendhilfe", "", ""),
        ("Vor- oder Nachmittag", "", ""),
        ("A & B", "", ""),
        ("", "", ""),
    ],
)
def test_the_words_that_are_odd(text: str, odd: str, better: str) -> None:
    assert doubt(text) == (odd, better)


class Form(AsksBack, forms.Form):
    name = forms.CharField()
    others = LinesField(required=False)
    note = forms.CharField(required=False)


def filled(data: str, **kwargs: Any) -> Form:
    return Form(QueryDict(data), **kwargs)


def test_it_asks_once_with_a_box_directly_after_the_field() -> None:
    form = filled("name=Förder- schule&note=x")
    assert form.errors["name"] == ["Ist „Förder- schule“ so gemeint, oder „Förderschule“?"]
    assert list(form.fields) == ["name", f"name{AS_MEANT}", "others", "note"]
    box = str(form[f"name{AS_MEANT}"])
    assert 'value="Förder- schule"' in box
    assert "checked" not in box
    assert form["name"].value() == "Förder- schule"


def test_what_is_meant_stays() -> None:
    form = filled(f"name=Förder- schule&name{AS_MEANT}=Förder- schule")
    assert form.is_valid()
    assert form.changed_data == ["name"]


def test_the_box_holds_for_this_text_only() -> None:
    form = filled(f"name=Haupt- schule&name{AS_MEANT}=Förder- schule")
    assert "Haupt- schule" in form.errors["name"][0]
    assert "checked" not in str(form[f"name{AS_MEANT}"])


def test_each_line_of_a_list_is_looked_at() -> None:
    assert "„Real- schule“" in filled("name=A&others=Schule%0D%0AReal- schule").errors["others"][0]


def test_what_stood_there_before_is_left_alone() -> None:
    assert filled("name=Förder- schule", initial={"name": "Förder- schule"}).is_valid()


def test_an_editor_is_asked_and_keeps_what_was_typed(db: None) -> None:
    editor = factories.UserFactory()
    actor = factories.ActorFactory(name="Schule am Park")
    actor.editors.add(editor)
    client, url = login(editor), reverse("actors:edit", args=[actor.slug])
    page = client.get(url)
    data = {
        name: value for name, value in page.context["form"].initial.items() if isinstance(value, str | int)
    }
    data |= {"name": "Förder- schule am Park", "seen": page.context["form"]["seen"].value() or ""}
    asked = client.post(url, data).content.decode()
    assert "Ist „Förder- schule“ so gemeint, oder „Förderschule“?" in asked
    assert Actor.objects.get().name == "Schule am Park"
    box = re.search(rf'name="name{AS_MEANT}"[^>]*', asked)
    assert box
    client.post(url, data | {f"name{AS_MEANT}": "Förder- schule am Park"})
    assert Actor.objects.get().name == "Förder- schule am Park"


def test_a_draft_remembers_what_is_meant(db: None) -> None:
    person = factories.UserFactory()
    draft = Draft.objects.create(kind="netzwerk", owner=person)
    client = login(person)
    url = reverse("portal:registration_step", args=[draft.pk, "name"])
    answers = {
        "name": "Eltern- gruppe",
        "format": factories.NetworkFormatFactory().pk,
        "purpose": "Eltern treffen sich.",
    }
    assert "Eltern- gruppe“ so gemeint" in client.post(url, answers).content.decode()
    assert client.post(url, answers | {f"name{AS_MEANT}": "Eltern- gruppe"}).status_code == 302
    draft.refresh_from_db()
    first, *_rest = submission.checked_forms(draft, person)
    assert first.is_valid(), first.errors


def test_who_is_named_and_stands_nowhere_yet_is_looked_at(db: None) -> None:
    """A line of the members becomes the name of a new actor, in the wizard and in an invitation."""
    person = factories.UserFactory()
    draft = Draft.objects.create(kind="netzwerk", owner=person)
    network = factories.NetworkFactory(editors=[person])
    factories.ActorFactory(name="Alte Haupt- schule")  # called so in the directory
    client = login(person)
    lines = "Alte Haupt- schule\r\nFörder- schule Nord (neu)"
    for url, field, given in (
        (reverse("portal:registration_step", args=[draft.pk, "treffen"]), "members", {"openness": "offen"}),
        (reverse("networks:invite", args=[network.slug]), "actor", {}),
    ):
        asked = client.post(url, given | {field: lines})
        assert "Ist „Förder- schule“ so gemeint, oder „Förderschule“?" in asked.content.decode(), url
        assert f'name="{field}{AS_MEANT}"' in asked.content.decode()
        ticked = given | {field: lines, f"{field}{AS_MEANT}": lines.replace("\r\n", "\n")}
        assert client.post(url, ticked).status_code == 302, url
    assert Actor.objects.filter(name="Förder- schule Nord").count() == 1


def test_the_admin_stores_it_and_asks(db: None) -> None:
    network = factories.NetworkFactory(name="Lesenetz")
    client = login(factories.UserFactory(role=User.Role.CURATION))
    url = reverse("admin:networks_network_change", args=[network.pk])
    page = client.get(url)
    data = {}
    for form in (
        page.context["adminform"].form,
        *(f.formset.management_form for f in page.context["inline_admin_formsets"]),
    ):
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else value
    answer = client.post(url, data | {"name": "Lese- netz"})
    assert answer.status_code == 302
    assert Network.objects.get().name == "Lese- netz"
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "Name: Ist „Lese- netz“ so gemeint, oder „Lesenetz“?" in said


@pytest.mark.parametrize(
    "make", [factories.ThemeFactory, factories.DistrictFactory, factories.ActorKindFactory]
)
def test_the_admin_asks_about_words_of_the_lists_too(db: None, make: Any) -> None:
    word = make(name="Schule")
    client = login(factories.UserFactory(role=User.Role.SYSTEM))
    url = reverse(f"admin:vocabulary_{word._meta.model_name}_change", args=[word.pk])
    typed = fields_of(client.get(url).content.decode()) | {"name": "Förder- schule"}
    answer = client.post(url, typed)
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("Ist „Förder- schule“ so gemeint, oder „Förderschule“?" in one for one in said)
