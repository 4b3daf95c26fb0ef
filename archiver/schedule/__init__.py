"""When a target is to be looked at, by which way, and whether a budget allows it: pure, and drawn from the ledger."""
