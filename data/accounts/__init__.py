"""Accounts of people who sign in: passwords, roles, sessions."""
