"""Bytes to model and back, one published standard a file. Pure: no files, no clock, no network."""
