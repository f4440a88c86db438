"""Proofpress: a static infographic and site generator whose sentences are measured."""

from proofpress.cache import loader

__version__ = "0.1.0"

loader.install()
