"""The demo: the real verbs against the simulator. The only room that imports it."""
