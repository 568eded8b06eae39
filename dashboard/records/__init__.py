"""What people write: commentary, replies, headlines, questions."""
