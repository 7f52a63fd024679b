"""An invented directory of any size: deterministic for a seed, skewed as real ones are, written in bulk.

Rows go in by COPY with triggers off: the history of an invented directory would be twice its size, and the index is
rebuilt once at the end instead of being marked a million times."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

import rhythm
from actors.models import Actor
from measuring.bench import words
from networks.meetings import expected
from networks.models import Meeting, Membership, Network
from vocabulary.loading import load_vocabulary
from vocabulary.models import ActorKind, District, LifePhase, NetworkFormat, TargetGroup, Theme
from vocabulary.slugs import german_slug


@dataclass(frozen=True)
class Size:
    actors: int
    networks: int
    memberships: int


SIZES = {
    "kommune": Size(3_000, 300, 9_000),
    "land": Size(100_000, 10_000, 300_000),
    "bund": Size(1_000_000, 100_000, 3_000_000),
}
TABLES: list[type[models.Model]] = [
    Actor, Actor.themes.through, Actor.target_groups.through, Actor.life_phases.through, Network, Network.themes.through,
    Network.target_groups.through, Network.life_phases.through, Network.districts.through, Membership, Meeting,
]  # fmt: skip


class DirectoryNotEmptyError(Exception):
    """The directory has entries already; an invented one must never be mixed into a real one."""


class Skewed:
    """Picks from a list as reality does: a few often, most rarely (Zipf)."""

    def __init__(self, chance: random.Random, items: list[Any], exponent: float = 0.8) -> None:
        self._chance, self._items = chance, items
        weights = [1 / (rank + 1) ** exponent for rank in range(len(items))]
        total, running, self._bounds = sum(weights), 0.0, []
        for weight in weights:
            running += weight / total
            self._bounds.append(running)

    def one(self) -> Any:
        return self._chance.choices(self._items, cum_weights=self._bounds)[0]

    def some(self, most: int) -> list[Any]:
        number = self._chance.choices(range(1, most + 1), weights=range(most, 0, -1))[0]
        return list(dict.fromkeys(self._chance.choices(self._items, cum_weights=self._bounds, k=number)))


class Generator:
    def __init__(self, size: Size, seed: int) -> None:
        self.size, self.chance = size, random.Random(seed)  # noqa: S311 (invented entries, no secret)
        self.today = timezone.localdate()
        self.now = timezone.now()

    def run(self) -> Iterator[tuple[str, int]]:
        """Writes everything; yields (table, rows) as they are done. Raises NotEmptyError."""
        if Actor.objects.exists() or Network.objects.exists():
            raise DirectoryNotEmptyError
        load_vocabulary()
        self._read_vocabulary()
        with transaction.atomic(), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table._meta.db_table} DISABLE TRIGGER USER")
            yield from self._write_all()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # now, or the tables stay locked against ALTER
            for table in TABLES:
                name = table._meta.db_table
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
                cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name])
                highest = table.objects.aggregate(models.Max("id"))["id__max"]
                cursor.execute("SELECT setval(%s, %s)", [cursor.fetchone()[0], highest])
        yield "voraussichtliche Treffen", expected.refresh_all()  # no trigger has marked them
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _write_all(self) -> Iterator[tuple[str, int]]:
        yield "akteure", copy_rows(Actor, self._actors())
        yield "netzwerke", copy_rows(Network, self._networks())
        for model, own, count in (
            (Actor, "actor_id", self.size.actors),
            (Network, "network_id", self.size.networks),
        ):
            for name, terms, most in (
                ("themes", self.themes, 3),
                ("target_groups", self.groups, 2),
                ("life_phases", self.phases, 2),
            ):
                field = getattr(model, name)
                other = f"{field.rel.model._meta.model_name}_id"
                yield (
                    name,
                    copy_links(
                        field.through, own, other, count, lambda terms=terms, most=most: terms.some(most)
                    ),
                )
        yield "stadtteile", copy_links(Network.districts.through, "network_id", "district_id", self.size.networks,
                                       lambda: self.places.some(2))  # fmt: skip
        yield "mitgliedschaften", copy_rows(Membership, self._memberships())
        yield "treffen", copy_rows(Meeting, self._meetings())

    def _read_vocabulary(self) -> None:
        self.kinds = {kind.name: kind.pk for kind in ActorKind.objects.all()}
        self.formats = Skewed(self.chance, list(NetworkFormat.objects.values_list("pk", "name")))
        themes = list(Theme.objects.with_tree_fields(False).order_by("pk").values_list("pk", "name"))
        self.chance.shuffle(themes)
        self.theme_names = Skewed(self.chance, [name for _pk, name in themes])
        self.themes = Skewed(self.chance, [pk for pk, _name in themes])
        self.groups = Skewed(
            self.chance, list(TargetGroup.objects.order_by("pk").values_list("pk", flat=True))
        )
        self.group_names = list(TargetGroup.objects.order_by("pk").values_list("name", flat=True))
        self.phases = Skewed(self.chance, list(LifePhase.objects.order_by("pk").values_list("pk", flat=True)))
        self._make_places()

    def _make_places(self) -> None:
        """A town with quarters; for more entries counties with towns; for many states above them."""
        level = District.Level
        if self.size.actors <= 5_000:
            top = [self._place(None, level.MUNICIPALITY, ["Gesamte Stadt"])]
            leaves = [self._place(top[0], level.QUARTER) for _number in range(14)]
        else:
            states = [
                self._place(None, level.STATE) for _number in range(1 if self.size.actors < 500_000 else 16)
            ]
            counties = [self._place(state, level.COUNTY) for state in states for _number in range(20)]
            leaves = [self._place(county, level.MUNICIPALITY) for county in counties for _number in range(6)]
        self.places = Skewed(self.chance, [place.pk for place in leaves], 0.6)
        self.place_names = {place.pk: place.name for place in leaves}

    def _place(self, parent: District | None, level: str, synonyms: list[str] | None = None) -> District:
        name = self.chance.choice(words.PLACE_FRONT) + self.chance.choice(words.PLACE_BACK)
        if District.objects.filter(parent=parent, name=name).exists():
            name = f"{name} {self.chance.choice(words.LANDSCAPE)} {District.objects.count()}"
        return District.objects.create(name=name, parent=parent, level=level, synonyms=synonyms or [])

    def _fill(self, template: str, place: str) -> str:
        pick = self.chance.choice
        return template.format(
            place=place, flower=pick(words.FLOWER), animal=pick(words.ANIMAL), saint=pick(words.SAINT),
            landscape=pick(words.LANDSCAPE), craft=pick(words.CRAFT), person=f"{pick(words.FIRST)}-{pick(words.FAMILY)}",
            family=pick(words.FAMILY), year=self.chance.randint(46, 99), topic=self.theme_names.one(),
            topic2=self.theme_names.one(), group=pick(self.group_names), format="",
        )  # fmt: skip

    def _actors(self) -> Iterator[dict[str, Any]]:
        kinds = list(words.KINDS)
        for number in range(1, self.size.actors + 1):
            kind = self.chance.choices(kinds, weights=words.KIND_WEIGHTS)[0]
            district = self.places.one()
            place = self.place_names[district]
            name = self._fill(self.chance.choice(words.KINDS[kind]), place)
            yield {
                "id": number, "kennung": f"GA{number}", "name": name, "slug": f"{german_slug(name)[:90]}-{number}",
                "kind_id": self.kinds[kind], "district_id": district, "city": place,
                "description": self._fill(self.chance.choice(words.DESCRIPTIONS), place),
                "street": f"{self.chance.choice(words.LANDSCAPE)}straße {self.chance.randint(1, 120)}",
                "latitude": round(47.5 + self.chance.random() * 7, 5), "longitude": round(6 + self.chance.random() * 8, 5),
                **self._state(),
            }  # fmt: skip

    def _networks(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.size.networks + 1):
            format_id, format_name = self.formats.one()
            place = self.place_names[self.places.one()]
            template = self.chance.choice(words.NETWORKS).replace("{format}", format_name)
            name = self._fill(template, place)
            rhythm_text = self.chance.choice(words.RHYTHMS)
            parsed = rhythm.parse(rhythm_text)
            yield {
                "id": number, "kennung": f"GN{number}", "name": name, "slug": f"{german_slug(name)[:90]}-{number}",
                "format_id": format_id, "purpose": self._fill(self.chance.choice(words.PURPOSES), place),
                "rhythm_text": rhythm_text, "rhythm_frequency": parsed.frequency if parsed and not parsed.leftover else "",
                "rhythm": Jsonb(parsed.to_dict()) if parsed else None,
                "character": self.chance.sample(Network.Character.values, self.chance.randint(0, 3)),
                "bindingness": self.chance.choice(["", *Network.Bindingness.values]),
                "openness": self.chance.choice(["", *Network.Openness.values]),
                "status": self.chance.choices(Network.Status.values, weights=[1, 14, 3, 2])[0],
                "coordinator_id": self.chance.randint(1, self.size.actors), **self._state(),
            }  # fmt: skip

    def _state(self) -> dict[str, Any]:
        is_public = self.chance.random() < 0.97
        confirmed = (
            self.today - timedelta(days=self.chance.randint(0, 900)) if self.chance.random() < 0.7 else None
        )
        return {"review_status": "veroeffentlicht" if is_public else "entwurf", "confirmed_at": confirmed}

    def _memberships(self) -> Iterator[dict[str, Any]]:
        seen: set[tuple[int, int]] = set()
        while len(seen) < self.size.memberships:
            network = min(int(self.chance.random() ** 1.15 * self.size.networks) + 1, self.size.networks)
            actor = min(int(self.chance.random() ** 1.2 * self.size.actors) + 1, self.size.actors)
            if (network, actor) not in seen:
                seen.add((network, actor))
                yield {"id": len(seen), "network_id": network, "actor_id": actor, "since": date(2018, 1, 1)}

    def _meetings(self) -> Iterator[dict[str, Any]]:
        number = 0
        for network in range(1, self.size.networks + 1):
            if self.chance.random() < 0.6:
                number += 1
                start = self.now.replace(minute=0, second=0, microsecond=0) + timedelta(
                    days=self.chance.randint(1, 300)
                )
                yield {"id": number, "network_id": network, "start": start}
        for more in range(self.size.networks // 2):
            yield {"id": number + more + 1, **self._meeting_next_month()}

    def _meeting_next_month(self) -> dict[str, Any]:
        """One of so many that the month is as full as a calendar can get: most at four in the afternoon of a working day."""
        first = (self.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        day = first + timedelta(days=self.chance.choices(range(28), weights=[4, 5, 5, 5, 3, 1, 1] * 4)[0])
        clock = time(self.chance.choice([9, 10, 14, 16, 16, 16, 18]), self.chance.choice([0, 30]))
        is_open = self.chance.random() < 0.1
        start = timezone.make_aware(datetime.combine(day, time.min if is_open else clock))
        moved = timedelta(days=self.chance.choice([2, 7])) if self.chance.random() < 0.05 else None
        return {
            "network_id": self.chance.randint(1, self.size.networks), "start": start, "is_all_day": is_open,
            "end": None if is_open or self.chance.random() < 0.3 else start + timedelta(hours=2),
            "is_cancelled": self.chance.random() < 0.04, "moved_from": start - moved if moved else None,
        }  # fmt: skip


def copy_rows(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """COPY of rows given by their telling columns; the others get the model's defaults."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    blank, now = model(), timezone.now()
    defaults = {field.attname: now if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
                else field.get_prep_value(getattr(blank, field.attname)) for field in fields}  # fmt: skip
    columns = [str(field.column) for field in fields]
    return _copy(model, columns, ([row.get(column, defaults[column]) for column in columns] for row in rows))


def copy_links(through: type[models.Model], own: str, other: str, count: int, choose: Any) -> int:
    rows = ([number, chosen] for number in range(1, count + 1) for chosen in choose())
    return _copy(through, [own, other], rows)


def _copy(model: type[models.Model], columns: list[str], rows: Iterable[list[Any]]) -> int:
    number = 0
    quoted = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({quoted}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            number += 1
    return number
