# docker build -t leadmock .                                    the mock
# docker build -t leadcontract --target leadcontract .          the suite
# --build-arg VERSION=v1.2.3 sets what their version command prints.
FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH VERSION
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -buildvcs=false -ldflags "-s -w -X main.release=$VERSION" -o bin/ ./cmd/leadmock ./cmd/leadcontract
RUN mkdir home

FROM scratch AS leadcontract
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/bin/leadcontract /leadcontract
# Reports go to the working directory. The intents of a run are under HOME, for leadcontract sweep.
COPY --from=build --chown=65532:65532 /src/home /home/leadcontract
ENV HOME=/home/leadcontract
WORKDIR /home/leadcontract
USER 65532:65532
ENTRYPOINT ["/leadcontract"]

FROM scratch AS leadmock
COPY --from=build /src/bin/leadmock /leadmock
COPY --from=build --chown=65532:65532 /src/home /home/leadmock
# All interfaces of the container; docker run -p chooses the interface of the host.
ENV HOME=/home/leadmock LEADMOCK_ADDR=0.0.0.0:4010
WORKDIR /home/leadmock
USER 65532:65532
EXPOSE 4010
HEALTHCHECK --interval=5s --timeout=5s --start-period=10s --retries=3 CMD ["/leadmock", "health"]
ENTRYPOINT ["/leadmock"]
