"""What a chart shows, before any medium: axes, marks, lines, labels and their places."""
