"""Git repositories, read without their configuration: whatever stands in one, it runs no program."""
