"""What is live on a page: controls in, its chart, facts and tabs out."""
