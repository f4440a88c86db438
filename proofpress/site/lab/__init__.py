"""The lab: a page on which readers train the recorded network."""
