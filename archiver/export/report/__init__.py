"""The report: what was seen of some targets, for people to read: exhibits, their records, and what none of it shows.

Pages are files that load nothing and run nothing. All that was captured is hostile, and stands there as text.
"""
