"""What people write and send."""
