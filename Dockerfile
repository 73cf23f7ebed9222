# A static binary and nothing else. Build for several platforms with
#   docker buildx build --platform linux/amd64,linux/arm64 .
# and run with
#   docker run --rm -v "$PWD:/src:ro" IMAGE check ./...
FROM rust:1-alpine AS build
# The compiler of the day: nothing of it stays in the image.
# hadolint ignore=DL3018
RUN apk add --no-cache build-base
WORKDIR /build
COPY . .
RUN cargo build --release --locked && strip target/release/gotcha && mkdir -p /out/tmp && chmod 1777 /out/tmp

FROM scratch
COPY --from=build /build/target/release/gotcha /usr/bin/gotcha
COPY --from=build /out/tmp /tmp
WORKDIR /src
USER 65532:65532
ENV HOME=/tmp
ENTRYPOINT ["/usr/bin/gotcha"]
CMD ["check"]
