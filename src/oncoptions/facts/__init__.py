"""What is known about one person: the vocabulary, the case, what follows from it."""
