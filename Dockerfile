# Two stages: a toolchain that stays behind, and an image with one program that owns nothing and writes only where a volume is mounted.
#
#   docker build -t rentree .
#   docker run --read-only --tmpfs /tmp -v rentree:/var/lib/rentree -p 8080:8080 rentree
#
# It listens inside the container for a proxy that ends HTTPS (docs/guides/packaging.md). Secrets come as files: RENTREE_MASTER_KEY_FILE, and
# DATABASE_URL by the environment of whoever starts it.

FROM rust:1.94-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --locked --release --package rentree \
    && strip target/release/rentree

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/rentree --shell /usr/sbin/nologin rentree \
    && install --directory --owner rentree --group rentree --mode 0700 /var/lib/rentree
COPY --from=build /src/target/release/rentree /usr/bin/rentree
USER 10001:10001
ENV RENTREE_DATA=/var/lib/rentree \
    TMPDIR=/var/lib/rentree \
    RENTREE_LISTEN=0.0.0.0:8080 \
    LANG=fr_FR.UTF-8
VOLUME ["/var/lib/rentree"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/usr/bin/rentree", "doctor", "--json"]
ENTRYPOINT ["/usr/bin/rentree"]
CMD ["serve", "--behind-proxy"]
