"""What says of a database that its people are made up."""

from django.db import models


class MadeUp(models.Model):
    """One row where the database is the sample's, and none elsewhere: only there may all begin anew."""

    id = models.SmallIntegerField(primary_key=True, default=1)

    def __str__(self) -> str:
        return "made up"


def is_the_samples() -> bool:
    """Tell whether this database was made for the sample's people."""
    return MadeUp.objects.exists()
