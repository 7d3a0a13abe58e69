"""The knowledge base: read, checked, and asked at one date in one region."""
