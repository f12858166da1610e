import { distribute, roundHalfUp } from './money.ts'
import type { TaxMention } from './tax-rate.ts'

/** Whether the installation's prices are before (`net`) or with (`gross`) tax. */
export type PriceMode = 'net' | 'gross'

/** One line before tax is worked out. */
export interface TaxLine {
  /** Minor units, in the installation's price mode; a discount is negative. */
  readonly amount: bigint
  /** Hundredths of a per cent: 20 % is 2000. */
  readonly rateBasisPoints: number
  /** The legal mention that goes with the rate; lines of one rate and mention share a total. */
  readonly mention?: TaxMention | null
}

/** An amount without tax, its tax, and both together. */
export interface TaxAmounts {
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
}

/** The totals of all lines of one rate and mention. */
export interface RateTotal extends TaxAmounts {
  readonly rateBasisPoints: number
  readonly mention: TaxMention | null
}

/** A document's tax: per line in the given order, per rate (highest first), and in all. */
export interface DocumentTax extends TaxAmounts {
  readonly lines: readonly TaxAmounts[]
  readonly rates: readonly RateTotal[]
}

const WHOLE = 10_000n

/**
 * VAT is worked out per rate on the document's total and rounded half up, once. The lines get
 * shares of it that add up exactly. In gross mode what the customer pays is kept and the net is
 * what is left. Throws RangeError for a rate that is no whole number from 0 to 10 000.
 */
export function taxDocument(lines: readonly TaxLine[], mode: PriceMode): DocumentTax {
  const groups = groupByRate(lines)
  const taxes: bigint[] = lines.map(() => 0n)
  const rates = groups.map((group) => {
    const shares = groupTaxes(group, lines, mode)
    group.indexes.forEach((lineIndex, position) => {
      taxes[lineIndex] = shares[position] as bigint
    })
    const own = group.indexes.map((i) => amounts((lines[i] as TaxLine).amount, taxes[i], mode))
    return { rateBasisPoints: group.rateBasisPoints, mention: group.mention, ...sum(own) }
  })
  const perLine = lines.map((line, index) => amounts(line.amount, taxes[index], mode))
  return { lines: perLine, rates, ...sum(perLine) }
}

interface RateGroup {
  readonly rateBasisPoints: number
  readonly mention: TaxMention | null
  readonly indexes: number[]
}

function groupByRate(lines: readonly TaxLine[]): RateGroup[] {
  const groups = new Map<string, RateGroup>()
  lines.forEach(({ rateBasisPoints, mention = null }, index) => {
    if (!Number.isInteger(rateBasisPoints) || rateBasisPoints < 0 || rateBasisPoints > 10_000)
      throw new RangeError(`not a tax rate: ${rateBasisPoints}`)
    const key = `${rateBasisPoints} ${mention ?? ''}`
    const group = groups.get(key) ?? { rateBasisPoints, mention, indexes: [] }
    group.indexes.push(index)
    groups.set(key, group)
  })
  return [...groups.values()].sort((a, b) => b.rateBasisPoints - a.rateBasisPoints)
}

function groupTaxes(group: RateGroup, lines: readonly TaxLine[], mode: PriceMode): bigint[] {
  const rate = BigInt(group.rateBasisPoints)
  const denominator = mode === 'net' ? WHOLE : WHOLE + rate
  const numerators = group.indexes.map((index) => (lines[index] as TaxLine).amount * rate)
  const total = numerators.reduce((all, one) => all + one, 0n)
  return distribute(roundHalfUp(total, denominator), numerators, denominator)
}

function amounts(amount: bigint, tax = 0n, mode: PriceMode): TaxAmounts {
  return mode === 'net'
    ? { net: amount, tax, gross: amount + tax }
    : { net: amount - tax, tax, gross: amount }
}

function sum(all: readonly TaxAmounts[]): TaxAmounts {
  return {
    net: all.reduce((total, one) => total + one.net, 0n),
    tax: all.reduce((total, one) => total + one.tax, 0n),
    gross: all.reduce((total, one) => total + one.gross, 0n),
  }
}
