"""The pages of meetings: packs, their slides, minutes and the scrutiny log."""
