"""What tables of actors and of networks have in common: the words of the vocabulary, and which entries count."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from duplicates import candidates
from exchange.places import Districts
from exchange.resources import TableResource
from exchange.words import ListWords, words_of_choices, words_of_terms
from moderation.models import Moderated
from vocabulary.models import LifePhase, TargetGroup, Theme


class EntryResource(TableResource):
    def __init__(self, *, districts: Districts | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if districts is not None:
            self.districts = districts

    @cached_property
    def districts(self) -> Districts:
        return Districts()

    @cached_property
    def theme_words(self) -> ListWords[int]:
        return words_of_terms(Theme)

    @cached_property
    def target_group_words(self) -> ListWords[int]:
        return words_of_terms(TargetGroup)

    @cached_property
    def life_phase_words(self) -> ListWords[int]:
        return words_of_terms(LifePhase)

    @cached_property
    def review_words(self) -> ListWords[str]:
        synonyms = {str(Moderated.ReviewStatus.SUBMITTED.label): ["eingereicht"]}
        return words_of_choices(Moderated.ReviewStatus.choices, synonyms, label=_("Veröffentlichung"))

    @cached_property
    def gone(self) -> set[int]:
        return candidates.gone(self.Meta.model)
