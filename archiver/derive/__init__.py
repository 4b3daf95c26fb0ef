"""Pure conclusions from what was read: no files, no clock, no network."""
