"""The live process: uvicorn with the gateway, on LIVE_PORT."""

from config import env, garbage
from config.asgi import application
from hearten.gateway import server


def main() -> None:
    """Serve until told to stop."""
    garbage.settle()
    port = env.number("PORT", 8000, least=1, most=65535)
    server.run(
        application,
        host=env.text("HOST", "127.0.0.1"),
        port=env.number("LIVE_PORT", port + 1, least=1, most=65535),
    )


if __name__ == "__main__":
    main()
