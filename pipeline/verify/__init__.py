"""The proof: finished files opened again, by code that shares nothing with what wrote them."""
