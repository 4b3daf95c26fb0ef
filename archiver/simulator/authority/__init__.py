"""A time-stamp authority made at run time: real certificates and real tokens (RFC 3161), and nobody who vouches for it.

Its names say so. `certificates.py` makes its chain, `forms.py` says how a token is written, `authority.py` answers.
"""
