# One image for every part: `docker run … berth` serves web, API and worker in one process;
# `web`, `worker`, `migrate`, `admin`, `api-key` run one part. It needs DATABASE_URL and
# BERTH_SECRET_KEY; nothing is kept in the container.

FROM node:24-slim AS build
WORKDIR /berth
COPY . .
RUN npm ci --ignore-scripts \
  && npm exec --workspace web -- vite build

FROM node:24-slim AS packages
WORKDIR /berth
COPY package.json package-lock.json .npmrc ./
COPY sdk/package.json sdk/
COPY modules/none/package.json modules/none/
COPY modules/sandbox/package.json modules/sandbox/
COPY modules/docker/package.json modules/docker/
COPY server/package.json server/
COPY web/package.json web/
# The root's own packages (a Node, a PostgreSQL, the tools) are not the server's.
RUN npm ci --ignore-scripts --omit=dev --workspace server

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data BERTH_WEB_DIST=/berth/web/dist
WORKDIR /berth
COPY --from=packages /berth ./
COPY LICENSE ./
COPY sdk sdk
COPY modules modules
COPY server server
COPY launch/quick-resolve.mjs launch/
COPY --from=build /berth/web/dist web/dist
RUN install --directory --owner=node --group=node --mode=700 /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=32", "--heap-growing-percent=100", "--import=./launch/quick-resolve.mjs", "server/src/main.ts"]
