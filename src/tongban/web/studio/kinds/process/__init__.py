"""The process of a kind: its drawing with every fault at its shape, put in and taken away as a file, compared."""
