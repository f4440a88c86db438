"""The infographic of a comparison: what it says (plan), where that stands (layout), and each sheet that is drawn."""
