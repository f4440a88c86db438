"""The measures of speed. `python -m benchmarks` lists them."""
