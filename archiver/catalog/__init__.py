"""The index: disposable, rebuilt from captures at any time, and the only room that speaks SQL."""
