"""How fast a room of a thousand people talks, beside Django Channels doing the same job."""
