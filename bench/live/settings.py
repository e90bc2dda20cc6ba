"""The product's settings and what Channels needs beside them."""

import os

from config.settings import *  # noqa: F403 - the product's, whole

CHANNEL_LAYERS = {
    "default": {
        # Of the two layers of channels_redis the one that does less for each recipient.
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [os.environ["BENCH_REDIS"]]},
    }
}
