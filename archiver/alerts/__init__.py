"""Alerts: what is told to people who do not look, by typed causes, in counts and refs, and never a credential."""
