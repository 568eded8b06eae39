"""Detection of personal data in files, and pseudonyms."""
