import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { qrMatrix } from '../src/ui/value/qr-matrix.ts'

const drawn = (text: string) =>
  (qrMatrix(text) ?? []).map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))
const digest = (text: string) =>
  createHash('sha256').update(drawn(text).join('\n')).digest('hex').slice(0, 16)

/** Digests of codes that an independent reader (zbar) read back to the text. */
const READ_BACK: [string, number, string][] = [
  ['HELLO', 21, 'd51e6b3d78d8b096'],
  [
    'otpauth://totp/Berth:ada@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Berth',
    37,
    '313d6b9ce46a0759',
  ],
  ['y'.repeat(120), 41, 'b7fe77ced1fc0f74'],
  ['x'.repeat(190), 49, '6c97ffdff76cefe9'],
]

for (const [text, size, expected] of READ_BACK) {
  test(`a text of ${text.length} bytes has the code that was read back`, () => {
    assert.equal(drawn(text).length, size)
    assert.equal(digest(text), expected)
  })
}

test('a text that is too long has no code', () => {
  assert.equal(qrMatrix('x'.repeat(231)), null)
})
