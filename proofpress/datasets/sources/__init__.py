"""Where data sets come from: each module names those of one source as `KINDS`."""
