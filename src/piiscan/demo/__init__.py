"""An example share, made in code, and a tour over it: ``make demo``. Every person and every number is fictitious."""
