"""The declaration of every kind of extract."""
