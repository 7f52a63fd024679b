"""Random edits as people make them: through the models, with every trigger. Only for invented directories."""

from __future__ import annotations

import random
from typing import Any

from actors.models import Actor
from measuring.bench import words
from networks.models import Membership, Network
from vocabulary.models import District, TargetGroup, Theme

PUBLIC, DRAFT = Actor.ReviewStatus.PUBLISHED, Actor.ReviewStatus.DRAFT


class Editor:
    """The same edits for the same directory and seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)  # noqa: S311
        self._ids = {model: list(model.objects.values_list("pk", flat=True)) for model in (Actor, Network)}
        self._themes = list(Theme.objects.all())
        self._groups = list(TargetGroup.objects.all())
        self._places = list(District.objects.defer("outline"))
        self._number = 0

    def edit(self) -> None:
        """One edit of one entry; now and then it comes, goes or changes its name."""
        kinds = [
            self.rename,
            self._reword,
            self._publish,
            self._sort,
            self._move,
            self._join,
            self._leave,
            self._replace,
        ]
        self._chance.choices(kinds, weights=[2, 3, 2, 3, 2, 2, 1, 1])[0]()

    def rename(self) -> str:
        """Gives an entry a name of its own and makes it public; returns the name."""
        entry = self._any()
        self._number += 1
        entry.name = f"{self._chance.choice(words.LANDSCAPE)}haus Umbenannt{self._number}"
        entry.review_status = PUBLIC
        entry.save(update_fields=["name", "slug", "former_slugs", "review_status"])
        return entry.name

    def _reword(self) -> None:
        entry = self._any()
        field = "description" if isinstance(entry, Actor) else "purpose"
        text = self._chance.choice(words.PURPOSES).format(
            topic=self._chance.choice(self._themes).name, group=self._chance.choice(self._groups).name,
            place=self._chance.choice(self._places).name,
        )  # fmt: skip
        setattr(entry, field, text)
        entry.save(update_fields=[field])

    def _publish(self) -> None:
        entry = self._any()
        entry.review_status = DRAFT if entry.review_status == PUBLIC else PUBLIC
        entry.save(update_fields=["review_status"])

    def _sort(self) -> None:
        entry = self._any()
        entry.themes.set(self._chance.sample(self._themes, self._chance.randint(0, 3)))
        entry.target_groups.set(self._chance.sample(self._groups, self._chance.randint(0, 2)))

    def _move(self) -> None:
        entry, place = self._any(), self._chance.choice(self._places)
        if isinstance(entry, Actor):
            entry.district = place
            entry.save(update_fields=["district"])
        else:
            entry.districts.set([place])

    def _join(self) -> None:
        Membership.objects.get_or_create(network=self._one(Network), actor=self._one(Actor))

    def _leave(self) -> None:
        membership = Membership.objects.filter(network=self._one(Network)).first()
        if membership:
            membership.delete()

    def _replace(self) -> None:
        """One entry goes, a new one comes."""
        entry = self._any()
        model, kept = type(entry), {"kind_id", "format_id", "district_id", "description", "purpose"}
        fields = {name: value for name, value in vars(entry).items() if name in kept}
        self._ids[model].remove(entry.pk)
        entry.delete()
        self._number += 1
        new = model.objects.create(name=f"Neues Haus Angelegt{self._number}", review_status=PUBLIC, **fields)
        self._ids[model].append(new.pk)

    def _any(self) -> Any:
        return self._one(self._chance.choices([Actor, Network], weights=[3, 1])[0])

    def _one(self, model: Any) -> Any:
        return model.objects.get(pk=self._chance.choice(self._ids[model]))
