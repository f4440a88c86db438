"""How long the words of a figure may be once their values are in place, in characters."""

LONGEST_TITLE = 38
LONGEST_ALT = 250
