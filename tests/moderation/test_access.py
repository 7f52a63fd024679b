"""Pages about one entry: first whether there is one for this visitor, then the login, then whether the page is open to her."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NetworkFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["networks:claim", "networks:edit"])
def test_a_visitor_logs_in_first_and_comes_back(page):
    network, hidden = NetworkFactory(), NetworkFactory(review_status="entwurf")
    address = reverse(page, args=[network.slug])
    response = Client().get(f"{address}?von=hier")
    assert (response.status_code, response["Location"]) == (302, f"/konto/login/?next={address}%3Fvon%3Dhier")
    assert Client().get(reverse(page, args=[hidden.slug])).status_code == 404


def test_a_page_for_all_is_open_to_whoever_sees_the_entry():
    network, hidden = NetworkFactory(), NetworkFactory(review_status="entwurf")
    client = login(UserFactory())
    response = client.get(reverse("networks:claim", args=[network.slug]))
    assert (response.status_code, response.context["entry"]) == (200, network)
    assert client.get(reverse("networks:claim", args=[hidden.slug])).status_code == 404


def test_a_page_for_editors_is_there_for_nobody_else():
    editor = UserFactory()
    network, hidden = (
        NetworkFactory(editors=[editor]),
        NetworkFactory(review_status="entwurf", editors=[editor]),
    )
    pages = [reverse("networks:edit", args=[entry.slug]) for entry in (network, hidden)]
    for who, status in (
        (editor, 200),
        (UserFactory(role="koordination"), 404),
        (UserFactory(role="kuration"), 200),
    ):
        assert [login(who).get(page).status_code for page in pages] == [status, status]
