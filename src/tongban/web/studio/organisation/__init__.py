"""Units and people: the tree, positions and substitutes, accounts, and who may do what."""
