"""The custody log: who did what to which digest, when. Events here, the tree over them with the checkpoints."""
