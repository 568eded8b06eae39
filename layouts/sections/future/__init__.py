"""Parts of the page of future need: projections by place, list and money, and what was tested of them."""
