"""What is done with two answers: side by side, or before and after."""
