"""The record as data: tables of all runs, their descriptions, and the numbers that other documents print."""
