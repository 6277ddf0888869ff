"""What is shown: one file a format."""
