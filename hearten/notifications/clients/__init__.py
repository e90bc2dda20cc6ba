"""Outside systems: mail, push services, and the phone network. Bound by config/wiring.py."""
