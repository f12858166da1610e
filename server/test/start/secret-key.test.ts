import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { cloneDatabase, dropDatabase } from '../app.ts'
import { refusal, runMain, startMain } from './run-main.ts'

const DATABASE_URL = await cloneDatabase()
after(() => dropDatabase(DATABASE_URL))

const FIRST = 'the key that the database was made with'
const OTHER = 'another key that fits nothing in there'

test('another secret key than the first one is refused at the start, by every part', async () => {
  const first = startMain(['web'], { DATABASE_URL, BERTH_SECRET_KEY: FIRST })
  await first.said('Berth is ready at ')
  first.kill('SIGTERM')
  assert.equal((await first.ended).code, 0)

  const wrong = refusal(
    'the secret key (BERTH_SECRET_KEY, or the file secret-key in DATA_DIR) is not the one that ' +
      'this database was made with; start with that one',
  )
  for (const command of ['start', 'web', 'worker'])
    assert.deepEqual(await runMain([command], { DATABASE_URL, BERTH_SECRET_KEY: OTHER }), wrong)

  const again = startMain(['start'], { DATABASE_URL, BERTH_SECRET_KEY: FIRST })
  await again.said('Berth is ready at ')
})
