"""The words of this tool as frozen values: standard library only, no input or output, no clock."""
