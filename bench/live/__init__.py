"""The whole durable path of live delivery, at any size, beside peers doing the same job."""
