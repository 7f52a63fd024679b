"""What the rhythms of networks let expect, derived and kept."""

from __future__ import annotations

from django.db import models

from networks.models.network import Network
from networks.querysets import ExpectedMeetingQuerySet
from vocabulary.days import keeps_to_known_days, local_day


class ExpectedMeeting(models.Model):
    """A date that follows from the rhythm of a network and that nobody has entered: „voraussichtlich“.

    Derived by `networks.meetings.expected`; a trigger marks what has to be reckoned anew (`StaleExpectation`)."""

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="expected_meetings", db_index=False
    )
    start = models.DateTimeField()
    end = models.DateTimeField(null=True)
    is_all_day = models.BooleanField(default=False)

    objects = ExpectedMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["start", "network"], name="expected_start")]
        constraints = [
            models.UniqueConstraint(fields=["network", "start"], name="expected_once"),
            keeps_to_known_days(moments=("start", "end"), name="expected_days"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} am {local_day(self.start):%d.%m.%Y}"


class StaleExpectation(models.Model):
    """A network whose expected dates have to be reckoned anew. A trigger writes it, in the transaction of the change."""

    network_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "stale expectations"

    def __str__(self) -> str:
        return str(self.network_id)
