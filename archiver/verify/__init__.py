"""The verifier: standard library only, nothing of ours imported, readable by a stranger in one sitting.

`archive.py` holds the order of proof, and each step has a file of its own. To run it:
`python -m archiver.verify FOLDER`.
"""
