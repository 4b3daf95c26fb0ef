"""Whose a file is and when it was there, by the standard library alone.

`sshsig.py` holds a signature of OpenSSH, `token.py` an authority's time stamp; the others are what these need.
"""
