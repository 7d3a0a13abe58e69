"""Every option for one person: status, reasons, checks, and the tests that would decide."""
