"""Speed and memory, measured and printed; never part of the tests."""
