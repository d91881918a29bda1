"""What Schemathesis must be told of our media types."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def octets(ctx, value):
    """The piece of a file: bytes as they are."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}
