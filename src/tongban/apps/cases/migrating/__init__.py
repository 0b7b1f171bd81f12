"""移轉: running cases taken to another version of their pack, many at once where they only get other names."""
