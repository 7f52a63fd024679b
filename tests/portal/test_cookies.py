"""What the footer and the privacy notice say about cookies holds on every page, before any login."""

from __future__ import annotations

import pytest
from django.db import models
from django.test import Client

from tests.portal.test_permissions import address, names, records  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
FORM = 'name="csrfmiddlewaretoken"'


def test_visitors_get_a_cookie_only_where_a_form_is_that_they_send(
    records: dict[str, models.Model],  # noqa: F811
) -> None:
    """One cookie, gone with the browser; the session that allauth's pages need begins when something was sent."""
    wrong, with_form = {}, set()
    for name, arguments in names():
        client = Client(raise_request_exception=False)
        answer = client.get(address(name, arguments, records))
        has_form = FORM in answer.getvalue().decode(errors="replace")
        with_form |= {name} if has_form else set()
        for cookie in answer.cookies.values():
            if cookie.key != "csrftoken" or not has_form or cookie["max-age"] or cookie["expires"]:
                wrong[name] = cookie.output()
    assert wrong == {}
    assert {"portal:report_barrier", "portal:registration", "account_login"} <= with_form
    assert (
        not {"portal:home", "networks:list", "networks:detail", "actors:detail", "networks:check"} & with_form
    )
