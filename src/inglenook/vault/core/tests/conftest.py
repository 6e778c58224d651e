"""Settings for the property tests of the core."""

from hypothesis import settings

# A busy machine is no fault of the code under test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
