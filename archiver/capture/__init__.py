"""The only room that visits platforms: a real browser and direct fetches, both through one network gate."""
