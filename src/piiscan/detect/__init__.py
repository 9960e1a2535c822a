"""From parts to matches: candidates by their form, evidence from what stands around them, overlaps resolved."""
