"""The studio: what agencies maintain themselves. Kinds of case and their texts, receipts, units and people, the
calendar, systems that come in through the API. Pages only: the rules stand in the apps."""
