/**
 * Shapes of VAT numbers in the European Union after their two letters, as the Commission's VIES
 * describes them. Greece writes EL. Whether a number is registered only VIES knows.
 */
const SHAPES: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/,
}

/** Capitals, without the blanks, dots and dashes that people write: `fr 40 303 265 045`. */
export function normaliseVatNumber(text: string): string {
  return text.replace(/[\s.-]/g, '').toUpperCase()
}

/**
 * Whether a normalised number can be one of that country (ISO code). Inside the Union the letters
 * and the shape are checked; elsewhere, any 4 to 20 letters and digits.
 */
export function isVatNumber(number: string, country: string): boolean {
  const letters = country === 'GR' ? 'EL' : country
  const shape = SHAPES[letters]
  if (!shape) return /^[A-Z0-9]{4,20}$/.test(number)
  return number.startsWith(letters) && shape.test(number.slice(2))
}
