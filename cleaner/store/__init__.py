"""Everything that is written: atomically, with a manifest and a trail."""
