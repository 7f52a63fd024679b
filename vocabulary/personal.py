"""The controlled lists hold nothing about people; nobody's name is struck out of them."""

from __future__ import annotations

from accounts import privacy
from vocabulary.models import (
    ActorKind,
    District,
    LifePhase,
    MemberFunction,
    NetworkFormat,
    ResourceKind,
    TargetGroup,
    Theme,
)

privacy.content(
    ActorKind, District, LifePhase, MemberFunction, NetworkFormat, ResourceKind, TargetGroup, Theme
)
