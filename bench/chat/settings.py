"""The product's settings and what Channels needs beside them."""

from config.settings import *  # noqa: F403 - the product's, whole

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "bench.chat.peers.layer.Layer",
        # The default of 100 drops messages under load without a word.
        "CONFIG": {"capacity": 1_000_000},
    }
}
