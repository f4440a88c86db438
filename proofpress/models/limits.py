"""How long the words of a figure may be once their values are in place, and how large a content file may be."""

# In characters.
LONGEST_TITLE = 38
LONGEST_ALT = 250

# In bytes.
LARGEST_FILE = 1_000_000
# The endings of the files that a content folder is read from.
CONTENT_SUFFIXES = (".yaml", ".yml")
