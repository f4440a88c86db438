"""The deck: the poster and the comparison table as slides."""
