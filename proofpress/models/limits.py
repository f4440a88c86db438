"""How large files of content may be and how their names end, and how long the words of a figure may be."""

# In characters.
LONGEST_TITLE = 38
LONGEST_ALT = 250

# In bytes.
LARGEST_FILE = 1_000_000
# The endings of the files that a content folder is read from.
CONTENT_SUFFIXES = (".yaml", ".yml")
BIBLIOGRAPHY_SUFFIX = ".bib"
"""How the name of a BibTeX file ends."""
