"""Entries of the knowledge as pages that a clinician would like to read, one module a kind."""
