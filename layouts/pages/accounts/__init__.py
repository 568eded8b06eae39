"""Sign-in, the reader's own account, all accounts, and the audit log."""
