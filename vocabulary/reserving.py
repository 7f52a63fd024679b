"""Addresses and kennungen belong to one entry for ever: nobody who keeps an old link is led to another one.

A table of the database knows every value that an entry has or had. Triggers keep it, so that no way in (form, admin, import,
SQL) can take what belongs to another entry; two who want the same value at the same moment come one after the other.
"""
# ruff: noqa: S608 (the SQL is for migrations, its words come from there alone)

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import migrations, models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

if TYPE_CHECKING:
    from django.db.models import Model

ADDRESS, KENNUNG = "slug", "kennung"
TAKEN = {
    ADDRESS: _lazy("Diese Adresse ist vergeben: Sie"),
    KENNUNG: _lazy("Diese Kennung ist vergeben: Sie"),
}
TRIES = 12  # how often a new address is chosen when others take it at the same moment


def reservations(model: type[Model], field: str) -> models.QuerySet:
    from vocabulary.models import Reservation  # it imports this module

    return Reservation.objects.filter(kind=model._meta.db_table, field=field)


def free_address(model: type[Model], candidates: Iterable[str], *, base: str, own: int | None = None) -> str:
    """The first of `candidates`, then `base` with a number, that no entry but `own` has or had."""
    beginnings = Q(value=base) | Q(value__startswith=f"{base}-")
    taken = set(
        reservations(model, ADDRESS).filter(beginnings).exclude(owner=own).values_list("value", flat=True)
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (*candidates, *numbered) if slug and slug not in taken)


def owner_of(model: type[Model], field: str, value: str) -> int | None:
    """Id of the entry that the value belongs to, even if it is gone."""
    return reservations(model, field).filter(value=value).values_list("owner", flat=True).first()


def addresses(model: type[Model]) -> dict[int, tuple[str, ...]]:
    """Id -> every address that the entry has or had, those included that were handed over to it."""
    found: dict[int, tuple[str, ...]] = {}
    for owner, value in reservations(model, ADDRESS).order_by("pk").values_list("owner", "value"):
        found[owner] = (*found.get(owner, ()), value)
    return found


def at_address(model: type[Model], slug: str) -> Model | None:
    """The word that is, or once was, at this address."""
    rows = model._default_manager
    return rows.filter(slug=slug).first() or rows.filter(pk=owner_of(model, ADDRESS, slug)).first()


def refuse_taken(entry: Model, field: str, exclude: Collection[str] | None = None) -> None:
    """Raises ValidationError where the value that somebody typed belongs, or once belonged, to another entry."""
    value = getattr(entry, field)
    if not value or field in (exclude or ()):
        return
    owner = owner_of(type(entry), field, value)
    if owner is None or owner == entry.pk:
        return
    other = type(entry)._base_manager.filter(pk=owner).first()
    what = TAKEN[field]
    if other is None:
        raise ValidationError({field: _("%s gehörte zu einem Eintrag, den es nicht mehr gibt.") % what})
    raise ValidationError({field: _("%(what)s führt zu „%(name)s“.") % {"what": what, "name": other}})


def hand_over(model: type[Model], source: int, target: int, only: Iterable[str] | None = None) -> None:
    """What belongs to one entry belongs to another from now on: they became one, or were parted again (`only`)."""
    from vocabulary.models import Reservation

    rows = Reservation.objects.filter(kind=model._meta.db_table, owner=source)
    (rows if only is None else rows.filter(value__in=[*only])).update(owner=target)


def is_taken(error: Exception, field: str) -> bool:
    """Whether the database refused because another entry has or had this value."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    return name == f"reserved_{field}" or f"_{field}_" in name


# --- SQL for migrations ----------------------------------------------------------------------------------------------

RESERVE = """
CREATE FUNCTION reserve_value(of_kind text, of_field text, wanted text, for_owner bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF wanted IS NULL OR wanted = '' THEN RETURN; END IF;
  INSERT INTO vocabulary_reservation (kind, field, value, owner) VALUES (of_kind, of_field, wanted, for_owner)
    ON CONFLICT (kind, field, value) DO NOTHING;
  IF NOT FOUND AND EXISTS (
    SELECT FROM vocabulary_reservation
    WHERE kind = of_kind AND field = of_field AND value = wanted AND owner <> for_owner
  ) THEN
    RAISE EXCEPTION '% "%" belongs to another entry', of_field, wanted
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'reserved_' || of_field;
  END IF;
END $$;
"""
FORGET = "DROP FUNCTION reserve_value(text, text, text, bigint);"


def reserve(
    table: str, *, fields: tuple[str, ...], former: tuple[str, ...] = (), frees: str
) -> migrations.RunSQL:
    """Triggers on `table` for `fields` and their arrays of `former` values. `frees`: which field may be used again, by
    anybody, once the entry is gone or has another value. Fills in what is there already."""
    ours = [f"PERFORM reserve_value('{table}', '{field}', NEW.{field}, NEW.id);" for field in fields]
    ours += [
        f"PERFORM reserve_value('{table}', '{field}', was, NEW.id) FROM unnest(NEW.{array}) AS was;"
        for field, array in zip(fields, former, strict=False)
    ]
    free = (
        f"DELETE FROM vocabulary_reservation WHERE kind = '{table}' AND field = '{frees}' AND owner = OLD.id"
    )
    if former:
        kept = "value IS DISTINCT FROM NEW.kennung AND NOT value = ANY (NEW.former_kennungen)"
        before = f"IF TG_OP = 'UPDATE' THEN {free} AND {kept}; END IF;"
    else:
        before = ""
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in (*fields, *former))
    name = f"reserve_{table}"
    create = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN {free}; RETURN NULL; END IF;
  {before}
  {" ".join(ours)}
  RETURN NULL;
END $$;
{_fill(table, fields, former)}
CREATE TRIGGER {name}_new AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_changed AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {name}();"""
    drop = (
        f"DROP TRIGGER {name}_new ON {table}; DROP TRIGGER {name}_changed ON {table}; DROP FUNCTION {name}();"
    )
    return migrations.RunSQL(create, drop)


def _fill(table: str, fields: tuple[str, ...], former: tuple[str, ...]) -> str:
    """What entries have now comes first: a former value that another has taken since is theirs no more."""
    into = "INSERT INTO vocabulary_reservation (kind, field, value, owner)"
    steps = [
        f"{into} SELECT '{table}', '{field}', {field}, id FROM {table} WHERE {field} <> '';"
        for field in fields
    ]
    for field, array in zip(fields, former, strict=False):
        steps.append(
            f"{into} SELECT '{table}', '{field}', was, entry.id FROM {table} AS entry, unnest(entry.{array}) AS was "
            "WHERE was <> '' ORDER BY entry.id ON CONFLICT DO NOTHING;"
        )
        steps.append(
            f"UPDATE {table} AS entry SET {array} = ARRAY(SELECT was FROM unnest(entry.{array}) WITH ORDINALITY AS each(was, n) "
            "JOIN vocabulary_reservation AS known ON known.value = was "
            f"AND known.kind = '{table}' AND known.field = '{field}' AND known.owner = entry.id ORDER BY n) "
            f"WHERE EXISTS (SELECT FROM unnest(entry.{array}) AS was JOIN vocabulary_reservation AS known "
            f"ON known.value = was AND known.kind = '{table}' AND known.field = '{field}' AND known.owner <> entry.id);"
        )
    return "\n".join(steps)
