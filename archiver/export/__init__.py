"""What is handed over: selected, without what shows the collector, and proven without us."""
