"""Where the parts of a slide of 1,280 by 720 px stand, and how large their letters are."""
