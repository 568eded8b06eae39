"""Charts: what one shows (`spec`), and how it becomes Plotly, SVG, a table or a file."""
