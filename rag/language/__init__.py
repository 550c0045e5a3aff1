"""Vietnamese text: comparing, folding, sentences, dates, names and abbreviations. Pure functions."""
