"""Tests of the room that knows data sets and tables."""
