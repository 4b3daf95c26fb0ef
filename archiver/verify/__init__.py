"""The verifier: standard library only, nothing of ours imported, readable by a stranger in one sitting."""
