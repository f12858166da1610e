import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { packTar, type TarEntry } from './tar.ts'

/** The image that the tests run: busybox and nothing else, serving `/data` on port 8080. */
export const TEST_IMAGE = 'localhost/berth-test-image:1'

/** Where Debian's package `busybox-static` puts it. */
const BUSYBOX = '/bin/busybox'

/**
 * What the container does: it writes `/data/index.html` once, with `GREETING` from the environment,
 * counts its starts in `/data/starts.txt`, serves `/data` and ends at once when it is asked to.
 */
const START = `#!/bin/sh
trap 'echo stopping; kill $server; exit 0' TERM INT
[ -f /data/index.html ] || echo "\${GREETING:-Hello from a container}" > /data/index.html
date +%s >> /data/starts.txt
echo "serving /data on port 8080"
httpd -f -v -p 8080 -h /data &
server=$!
wait $server
`

const APPLETS = ['sh', 'httpd', 'date', 'cat', 'echo', 'sleep', 'ls']

function rootFolder(): Buffer {
  const folders: TarEntry[] = ['bin/', 'data/', 'tmp/'].map((name) => ({ name, kind: 'folder' }))
  const busybox = readFileSync(BUSYBOX)
  return packTar([
    ...folders,
    { name: 'bin/busybox', kind: 'file', content: busybox, mode: 0o755 },
    ...APPLETS.map((name): TarEntry => ({ name: `bin/${name}`, kind: 'link', target: 'busybox' })),
    { name: 'bin/start', kind: 'file', content: Buffer.from(START), mode: 0o755 },
  ])
}

/** The image in the form of `docker save`: one layer, its configuration, and a manifest. */
function imageArchive(): Buffer {
  const layer = rootFolder()
  const digest = createHash('sha256').update(layer).digest('hex')
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: {
      Cmd: ['/bin/start'],
      Env: ['PATH=/bin'],
      ExposedPorts: { '8080/tcp': {} },
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'berth tests' }],
  }
  const manifest = [{ Config: 'config.json', RepoTags: [TEST_IMAGE], Layers: ['layer.tar'] }]
  const json = (name: string, value: unknown): TarEntry => {
    return { name, kind: 'file', content: Buffer.from(JSON.stringify(value)), mode: 0o644 }
  }
  return packTar([
    { name: 'layer.tar', kind: 'file', content: layer, mode: 0o644 },
    json('config.json', config),
    json('manifest.json', manifest),
  ])
}

/**
 * Makes sure that the engine has `TEST_IMAGE`: loaded over the engine's API from the busybox of this
 * machine, so that neither a registry nor a command line tool is needed. Answers its name.
 */
export async function ensureTestImage(docker: Docker): Promise<string> {
  const there = await docker
    .getImage(TEST_IMAGE)
    .inspect()
    .then(() => true)
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode === 404) return false
      throw error
    })
  if (there) return TEST_IMAGE
  const progress = await docker.loadImage(Readable.from([imageArchive()]))
  await new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error, output) =>
      error ? reject(error) : resolve(output),
    )
  })
  return TEST_IMAGE
}
