"""Files in which the sources of comparisons are kept."""

BIBLIOGRAPHY_SUFFIX = ".bib"
"""How the name of a BibTeX file ends."""
