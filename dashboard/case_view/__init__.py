"""What figures worked out from cases say beyond their series: pure builders of what a page draws."""
