"""The gate: which findings fail a check, which are in a baseline, which suppressions are unused."""
