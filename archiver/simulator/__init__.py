"""A small stand-in for Instagram and Facebook on loopback, and a fictional company whose posts are known to the byte.

For tests and the rehearsal only. It shows what the platform shows, not how the platform works inside.
"""
