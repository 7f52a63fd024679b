"""From what somebody fills in (a row of a table, a form) to a `Record` that can be compared. Nothing is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actors.recognition.blocking import towns_by_district
from actors.recognition.naming import split_address
from actors.recognition.records import Record
from exchange.cells import one_line, parts

COLUMNS = (
    "kennung", "name", "kurzname", "weitere_namen", "art", "traeger", "strasse", "plz", "ort", "adresse", "telefon",
    "email", "website",
)  # fmt: skip
LEAST = 3  # letters of a name from which a comparison makes sense


def record_of_row(row: Mapping[str, str]) -> Record:
    """The record of a row with the columns of the exchange format. Any may be missing; `adresse` holds street, postal code
    and town in one."""
    cells = {column: one_line(row.get(column) or "") for column in COLUMNS}
    street, postal_code, city = split_address(cells["adresse"])
    return Record(
        key=cells["kennung"],
        name=cells["name"],
        other_names=tuple(filter(None, (cells["kurzname"], *parts(row.get("weitere_namen") or "")))),
        kind=cells["art"],
        parent_body=cells["traeger"],
        street=cells["strasse"] or street,
        postal_code=cells["plz"] or postal_code,
        city=cells["ort"] or city,
        phone=cells["telefon"],
        email=cells["email"],
        website=cells["website"],
    )


def record_of_answers(answers: Mapping[str, Any]) -> Record | None:
    """The record of what a form for actors holds so far; None while it says too little."""
    name = one_line(answers.get("name") or "")
    if len(name) < LEAST:
        return None
    district = answers.get("district")
    town = towns_by_district().get(district.pk, "") if district else ""
    plain = {
        field: one_line(answers.get(field) or "")
        for field in (
            "short_name",
            "parent_body_name",
            "street",
            "postal_code",
            "city",
            "phone",
            "email",
            "website",
        )
    }
    return Record(
        name=name,
        other_names=tuple(filter(None, (plain["short_name"],))),
        kind=one_line(str(answers.get("kind") or "")),
        parent_body=plain["parent_body_name"],
        street=plain["street"],
        postal_code=plain["postal_code"],
        city=plain["city"] or town,
        phone=plain["phone"],
        email=plain["email"],
        website=plain["website"],
    )
