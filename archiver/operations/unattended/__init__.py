"""The watch that runs by itself: what is due, from where, and what it does not know."""
