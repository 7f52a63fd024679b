"""The one way in which forms are drawn: `templates/design/forms`, the template pack of crispy."""

from __future__ import annotations

from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.template import Context, Template
from pytest_django.asserts import assertHTMLEqual, assertInHTML, assertNotInHTML

from accounts.spam_protection import DecoyInput
from design.forms import FilterForm, Folded
from tests.markup import Markup

COLOURS = [("rot", "Rot"), ("blau", "Blau")]
WARNING = '<svg class="ico " aria-hidden="true" focusable="false"><use href="/static/vendor/lucide/sprite.svg#triangle-alert"></use></svg>'
BOXES = """
<ul class="choices">
  <li><label class="opt" for="id_colours_0"><input type="checkbox" name="colours" value="rot" id="id_colours_0">
    <span>Rot</span></label></li>
  <li><label class="opt" for="id_colours_1"><input type="checkbox" name="colours" value="blau" id="id_colours_1">
    <span>Blau</span></label></li>
</ul>"""


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie auf dem <b>Schild</b>.")
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 40}))
    day = forms.DateField(label="Tag", widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
    colour = forms.ChoiceField(label="Farbe", choices=COLOURS)
    colours = forms.MultipleChoiceField(
        label="Farben", choices=COLOURS, required=False, widget=forms.CheckboxSelectMultiple
    )
    one = forms.ChoiceField(label="Eine", choices=COLOURS, widget=forms.RadioSelect, help_text="Nur eine.")
    agreed = forms.BooleanField(label="Ich bin einverstanden.", help_text="Es geht nicht anders.")
    homepage = forms.CharField(label="Leer lassen", required=False, widget=DecoyInput)
    token = forms.CharField(widget=forms.HiddenInput, initial="geheim")


DRAWN = {
    "name": """
        <div class="field-row">
          <label class="form-label" for="id_name">Name</label>
          <div class="form-text" id="id_name_helptext">Wie auf dem <b>Schild</b>.</div>
          <input type="text" name="name" class="form-control" required aria-describedby="id_name_helptext" id="id_name">
        </div>""",
    "text": """
        <div class="field-row">
          <label class="form-label" for="id_text">Text <span class="fw-normal">(freiwillig)</span></label>
          <textarea name="text" rows="2" cols="40" class="form-control" id="id_text"></textarea>
        </div>""",
    "day": """
        <div class="field-row">
          <label class="form-label" for="id_day">Tag</label>
          <input type="date" name="day" class="short form-control" required id="id_day">
        </div>""",
    "colour": """
        <div class="field-row">
          <label class="form-label" for="id_colour">Farbe</label>
          <select name="colour" class="form-select" id="id_colour">
            <option value="rot">Rot</option><option value="blau">Blau</option>
          </select>
        </div>""",
    "colours": f"""
        <div class="field-row">
          <fieldset>
            <legend class="form-label">Farben <span class="fw-normal">(freiwillig)</span></legend>{BOXES}
          </fieldset>
        </div>""",
    "one": """
        <div class="field-row">
          <fieldset aria-describedby="id_one_helptext">
            <legend class="form-label">Eine</legend>
            <div class="form-text" id="id_one_helptext">Nur eine.</div>
            <ul class="choices">
              <li><label class="opt" for="id_one_0"><input type="radio" name="one" value="rot" required id="id_one_0">
                <span>Rot</span></label></li>
              <li><label class="opt" for="id_one_1"><input type="radio" name="one" value="blau" required id="id_one_1">
                <span>Blau</span></label></li>
            </ul>
          </fieldset>
        </div>""",
    "agreed": """
        <div class="field-row">
          <label class="opt" for="id_agreed">
            <input type="checkbox" name="agreed" class="form-check-input" required
              aria-describedby="id_agreed_helptext" id="id_agreed">
            <span>Ich bin einverstanden.</span>
          </label>
          <div class="form-text" id="id_agreed_helptext">Es geht nicht anders.</div>
        </div>""",
    "homepage": """
        <div class="field-row decoy" aria-hidden="true">
          <label class="form-label" for="id_homepage">Leer lassen</label>
          <input type="text" name="homepage" class="form-control" id="id_homepage">
        </div>""",
    "token": '<input type="hidden" name="token" value="geheim" id="id_token">',
}


def drawn(form: forms.Form, source: str = "{{ form|crispy }}") -> str:
    return Template("{% load crispy_forms_tags %}" + source).render(Context({"form": form}))


def field(name: str, **data: str) -> str:
    return as_crispy_field(Everything(data or None)[name])


def sectioned(*parts: Any, **data: str) -> str:
    form = Everything(data or None)
    form.helper = FormHelper()
    form.helper.layout = Layout(*parts)
    return drawn(form, "{% crispy form %}")


@pytest.mark.parametrize("name", DRAWN)
def test_each_kind_of_widget_has_its_form(name: str) -> None:
    assertHTMLEqual(field(name), DRAWN[name])


def test_a_form_draws_every_field_once_and_what_is_hidden_first() -> None:
    names = ["token", *(name for name in DRAWN if name != "token")]
    assertHTMLEqual(drawn(Everything()), "".join(DRAWN[name] for name in names))


def test_an_error_stands_below_its_field_which_points_to_it() -> None:
    page = field("day", day="morgen")
    told = f'<div class="field-error" id="id_day_error">{WARNING}<span>Bitte ein gültiges Datum eingeben.</span></div>'
    assertInHTML(told, page)
    assertInHTML(
        '<input type="date" name="day" value="morgen" class="short form-control is-invalid" required aria-invalid="true" '
        'aria-describedby="id_day_error" id="id_day">',
        page,
    )


def test_a_group_of_boxes_points_to_its_help_and_its_error() -> None:
    page = field("one", one="grün")
    assert '<fieldset aria-describedby="id_one_helptext id_one_error">' in page
    assert 'id="id_one_error"' in page


def test_errors_are_summed_up_first_and_lead_to_their_fields() -> None:
    form = Everything({"name": "A", "day": "2026-03-04", "colour": "rot", "one": "rot", "token": ""})
    form.add_error(None, "Das passt <nicht> zusammen.")
    page = drawn(form)
    assertInHTML(
        f"""
        <div class="notice error flat" tabindex="-1" data-error-summary role="alert">
          {WARNING}
          <div>
            <h2>Bitte sehen Sie noch einmal nach:</h2>
            <ul>
              <li>Das passt &lt;nicht&gt; zusammen.</li>
              <li><a href="#id_agreed">Ich bin einverstanden.</a>: Bitte füllen Sie dieses Feld aus.</li>
              <li>Bitte füllen Sie dieses Feld aus.</li>
            </ul>
          </div>
        </div>""",
        page,
    )
    assert page.index("data-error-summary") < page.index("id_name")


def test_each_link_of_the_summary_leads_to_a_control() -> None:
    """Of a group, to its first one: the group itself takes no focus."""
    form = Everything({"colours": "grün", "token": "t"})
    page = Markup(drawn(form))
    links = [link["href"] for link in page.named("a")]
    assert links == ["#id_name", "#id_day", "#id_colour", "#id_colours_0", "#id_one_0", "#id_agreed"]
    controls = [control["id"] for control in page.named("input", "select", "textarea")]
    assert {link.removeprefix("#") for link in links} <= set(controls)


def test_what_was_typed_is_shown_as_text() -> None:
    page = drawn(Everything({"name": '"><script>', "text": "</textarea><script>"}))
    assert "<script" not in page


def test_a_placeholder_that_only_repeats_the_label_goes() -> None:
    form = Everything()
    form.fields["name"].widget.attrs["placeholder"] = "Name"
    assert 'placeholder=""' in as_crispy_field(form["name"])


def test_sections_are_fieldsets_with_a_legend_and_nothing_is_left_out() -> None:
    section = '<fieldset class="form-section"><legend>%s</legend>%s</fieldset>'
    assertHTMLEqual(
        sectioned(Fieldset("Wann & wie", "day", "colour"), Fieldset("Wer", "name")),
        DRAWN["token"]
        + section % ("Wann &amp; wie", DRAWN["day"] + DRAWN["colour"])
        + section % ("Wer", DRAWN["name"])
        + "".join(DRAWN[name] for name in ("text", "colours", "one", "agreed", "homepage")),
    )


def test_without_a_layout_both_ways_draw_the_same() -> None:
    assertHTMLEqual(drawn(Everything(), "{% crispy form %}"), drawn(Everything()))


def test_a_form_with_sections_sums_up_its_errors_too() -> None:
    assert sectioned(Fieldset("Wann", "day"), day="morgen").count("data-error-summary") == 1


def test_a_layout_cannot_name_a_field_that_is_not_there() -> None:
    with pytest.raises(Exception, match="vergessen"):
        sectioned("vergessen")


@pytest.mark.parametrize("chosen", ["", "rot"])
def test_a_folded_list_is_open_where_something_is_chosen(chosen: str) -> None:
    page = sectioned(Folded("colours"), colours=chosen)
    assert ('<details class="fold" open>' in page) == bool(chosen)
    assertInHTML('<legend class="vh">Farben <span class="fw-normal">(freiwillig)</span></legend>', page)
    assertNotInHTML('<legend class="form-label">', page)


class Colours(FilterForm):
    farbe = forms.ChoiceField(label="Farbe", choices=[("", "alle"), *COLOURS])


def test_a_filter_shows_what_was_understood_and_asks_for_nothing() -> None:
    assertHTMLEqual(
        drawn(Colours(farbe="blau")),
        """
        <div class="field-row">
          <label class="form-label" for="f-farbe">Farbe</label>
          <select name="farbe" class="form-select" id="f-farbe">
            <option value="">alle</option><option value="rot">Rot</option><option value="blau" selected>Blau</option>
          </select>
        </div>""",
    )
