"""Being written by the helper who wrote tests/formats and tests/model (05:50)."""
