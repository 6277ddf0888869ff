"""The gate: which findings fail a check, which are known already, and what was checked."""
