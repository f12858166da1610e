import { createHash, randomBytes, randomInt } from 'node:crypto'

/** Without those that are mistaken for each other. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A password of 20 letters and digits: 117 bits. */
export function makePassword(): string {
  return Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

const SALT = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Its hash as `/etc/shadow` holds it: `$6$salt$…`. */
export function hashPassword(password: string): string {
  const salt = Array.from(randomBytes(16), (byte) => SALT[byte % 64]).join('')
  return sha512Crypt(password, salt)
}

const ROUNDS = 5000

const sha512 = (...parts: Uint8Array[]) => {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** As many bytes as asked for, the block repeated. */
function repeat(block: Uint8Array, length: number): Buffer {
  return Buffer.alloc(length, block)
}

/**
 * SHA-crypt with SHA-512 and 5000 rounds, after Ulrich Drepper's specification, which is in the public
 * domain (https://www.akkadia.org/drepper/SHA-crypt.txt).
 */
export function sha512Crypt(password: string, salt: string): string {
  const key = Buffer.from(password)
  const salted = Buffer.from(salt)
  const other = sha512(key, salted, key)
  const bits: Uint8Array[] = []
  for (let rest = key.length; rest > 0; rest >>= 1) bits.push(rest & 1 ? other : key)
  let sum = sha512(key, salted, repeat(other, key.length), ...bits)
  const keys = repeat(sha512(...Array.from(key, () => key)), key.length)
  const salts = repeat(
    sha512(...Array.from({ length: 16 + (sum[0] ?? 0) }, () => salted)),
    salted.length,
  )
  for (let round = 0; round < ROUNDS; round++) {
    sum = sha512(
      round % 2 ? keys : sum,
      ...(round % 3 ? [salts] : []),
      ...(round % 7 ? [keys] : []),
      round % 2 ? sum : keys,
    )
  }
  return `$6$${salt}$${encode(sum)}`
}

/** Three bytes, 21 apart, make four digits; the order of the three turns with each step. */
function encode(sum: Buffer): string {
  let text = ''
  for (let step = 0; step < 21; step++) {
    const places = [step, step + 21, step + 42]
    const turn = step % 3
    const [a = 0, b = 0, c = 0] = [...places.slice(turn), ...places.slice(0, turn)]
    text += digits(((sum[a] ?? 0) << 16) | ((sum[b] ?? 0) << 8) | (sum[c] ?? 0), 4)
  }
  return text + digits(sum[63] ?? 0, 2)
}

function digits(value: number, count: number): string {
  return Array.from({ length: count }, (_, place) => SALT[(value >> (6 * place)) & 63]).join('')
}
