"""What is measured, how it is worked out and how it reads; knows neither the store nor the screen."""
