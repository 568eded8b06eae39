"""What is seen: components, figures and static drawings made from what they are given."""
