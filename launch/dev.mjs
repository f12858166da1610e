import { runBerth } from './run-berth.mjs'
import { runProgram } from './server-process.mjs'

const DEFAULT_PORT = '3000'
const VITE_URL = 'http://localhost:5173'

/** Runs Vite along with the server; when either ends, both do. */
async function startVite(stop) {
  const env = { API_TARGET: `http://127.0.0.1:${process.env.PORT || DEFAULT_PORT}` }
  const vite = runProgram({ script: 'launch/dev-web.mjs', env, stop })
  const ended = vite.ended.then(() => stop.request('SIGTERM'))
  return {
    end: async () => {
      stop.request('SIGTERM')
      await ended
    },
  }
}

await runBerth({
  args: process.argv.slice(2),
  watch: ['server/src', 'server/migrations', 'sdk', 'modules'],
  // The pages are Vite's, also those that links in mails lead to.
  env: { BERTH_WEB_DIST: '', BERTH_URL: process.env.BERTH_URL || VITE_URL },
  isExclusive: true,
  beside: startVite,
})
