"""How properties are tested everywhere."""

from hypothesis import settings

# How long an example takes says how busy the machine is, and nothing of the program.
settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")
