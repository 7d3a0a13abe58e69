"""The tests, as a package: one of the tools they use installs another of this name."""
