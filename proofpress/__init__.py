"""Proofpress: a static infographic and site generator whose sentences are measured."""

__version__ = "0.1.0"
