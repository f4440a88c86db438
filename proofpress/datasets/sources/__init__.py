"""Where data sets come from: each module names one as `KIND`, or all of one source as `KINDS`."""
