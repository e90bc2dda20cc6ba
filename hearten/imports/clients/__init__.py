"""Files an earlier community comes in, read as a stream: memory does not grow with them."""
