"""What people write, ask and decide: commentary, replies, packs, the scrutiny log."""
