"""The terminal and the wire: protocols, ports, profiles and simulated devices. Knows no window and no verdict."""
