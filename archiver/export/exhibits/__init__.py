"""Exhibits: each post of an export, numbered, with what is concluded of it and the records that bear it out.

They are read from the documents that a bundle holds, so that whoever has a bundle can hold one against the other.
"""
