"""Child data kept out: what is looked for in files, and pseudonyms."""
