"""What every test runs under."""

from hypothesis import settings

# How long an example takes says nothing on a busy machine; speed is measured in benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
