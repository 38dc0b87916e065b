"""Who a client is: a secret of its own, and the pseudonym that comes from it."""
