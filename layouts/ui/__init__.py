"""What every page is built from: components, forms, tags, icons, colours, addresses."""
