"""An area beside its statistical neighbours and England."""
