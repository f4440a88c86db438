"""Explorers: controls that lead the reader through recorded runs, and the files that they load."""
