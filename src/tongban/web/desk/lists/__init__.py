"""The worklist: views, filters, search, bulk acts, export."""
