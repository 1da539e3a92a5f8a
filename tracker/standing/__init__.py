"""How cases and assignments stood on any day (某日办理情况): what all figures are sums of."""
