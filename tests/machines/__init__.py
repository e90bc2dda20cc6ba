"""One installation on two machines made of network namespaces: `make machines`, as root."""
