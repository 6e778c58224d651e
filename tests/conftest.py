"""What all tests of the whole product share."""

from tests.house import house as house
