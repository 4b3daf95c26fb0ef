"""Papers: what a person signs, sends or keeps about a bundle: statements, a receipt, letters. None is signed here.

Each sentence that records bear out says so; what only a person can know is left blank, or is to be struck out.
"""
