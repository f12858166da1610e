import pg from 'pg'

/** Stands in for the server in the launcher's tests: prints what it was given, drains, ends. */
const [command = 'all', detail = ''] = process.argv.slice(2)
const say = (line) => process.stdout.write(`${line}\n`)

async function ask(sql) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return Object.values(rows[0])[0]
}

const oneShots = {
  'api-key': async () => say(`key-${await ask('select current_database()')}`),
  fail: async () => {
    process.stderr.write('berth: that cannot work.\n')
    process.exitCode = Number(detail)
  },
  openapi: async () => say(JSON.stringify({ url: process.env.DATABASE_URL ?? null })),
}

async function serve() {
  const idle = setInterval(() => {}, 60_000)
  let signals = 0
  const drain = (why) => {
    signals += 1
    say(`asked ${why} ${signals}`)
    if (command !== 'stubborn') clearInterval(idle)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => drain(signal))
  process.on('disconnect', () => drain('disconnect'))
  process.channel?.unref()
  say(`data ${process.env.DATA_DIR}`)
  say(`pid ${process.pid}`)
  say(`serving ${await ask('select current_database()')}`)
}

await (oneShots[command] ?? serve)()
