"""The room `graphics`: figures, runs and findings in, drawings out."""
