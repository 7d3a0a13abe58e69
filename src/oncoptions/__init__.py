"""Decision support for stage IV breast cancer, computed from open data that cites its sources.

Given what is known about a person, on a date, in a region, Oncoptions lists all
treatment options: why each fits or does not, what would change the answer, and
what each would mean for the person's life. It is no medical advice.

>>> import oncoptions
>>> oncoptions.__version__
'0.1.0'
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
