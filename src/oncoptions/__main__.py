"""`python -m oncoptions` is the command `oncoptions`."""

from oncoptions.cli import main

if __name__ == "__main__":
    main()
