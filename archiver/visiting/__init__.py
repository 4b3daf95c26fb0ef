"""How an account is visited, told once for all networks of accounts: its listings, its posts' pages, their media."""
