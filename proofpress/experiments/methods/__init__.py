"""The mathematics behind the kinds of experiment that need more than the training engine."""
