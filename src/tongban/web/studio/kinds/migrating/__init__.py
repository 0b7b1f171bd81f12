"""移轉進行中案件: choose, try, order, look after."""
