"""What a client does round after round: receive, train, send, wait; and what it hears of its updates."""
