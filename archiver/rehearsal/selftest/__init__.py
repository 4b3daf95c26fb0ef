"""Selftest: what the program says of posts whose truth is known, on simulated networks, under everything they do.

`happening` and `troubles` hold what can happen and what the platform does; `places` what is true; `worlds` draws from
both; `playing` makes real captures; `told` reads what the archive says; `judging`, which is pure, holds the two
against each other; `results` keeps each world's verdict, so that a run which was cut off goes on.
"""
