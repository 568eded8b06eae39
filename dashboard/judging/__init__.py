"""Judgement of a series: status, trend, control limits, forecast, headline."""
