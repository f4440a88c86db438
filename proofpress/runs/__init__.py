"""The record: channels of runs with named dimensions, picked, resampled and counted."""
