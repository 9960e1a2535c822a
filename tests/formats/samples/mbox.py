"""A mailbox with a secret in every place where one can stand."""

PLACES = 7


def sample(secret: str) -> bytes:
    """The lines between the messages, headers and bodies, and a body with a line that looks like the start of one."""
    return (
        f"From {secret}@example.nl Mon Jan  1 00:00:00 2024\n"
        f"Subject: een {secret}\nTo: jan@example.nl\n\nBSN {secret}\n\nFrom here on {secret}\n\n"
        f"From jan@example.nl {secret}\n"
        f"Subject: twee {secret}\nTo: sanne@example.nl\n\n>From {secret}\n"
    ).encode()
