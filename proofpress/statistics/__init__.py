"""Statistics: from runs to numbers, with intervals over seeds."""
