import type { Env } from '../../context.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { say, type Text } from '../../platform/text.ts'
import { creditInvoices } from './credit-lines.ts'
import { uncreditedByDocument } from './draft-credit-note.ts'
import { lockDocuments } from './lock-document.ts'
import type { DocumentLine } from './settlement.ts'
import { documentLines } from './tables.ts'
import { reasonTexts } from './texts.ts'
import { type Loss, takeOff, voidLocked } from './void-documents.ts'

/** Lines that nobody will pay any more. */
export interface Withdrawal {
  lineIds: readonly string[]
  /** Where it differs from the environment's: what is done for many, each for its own reason. */
  cause?: Env['cause']
}

/**
 * Takes lines off their documents because nobody will pay them any more. An open document loses
 * the lines, and is void when it has no other; an issued one is corrected by a credit note. Lines
 * that are paid, credited or on a void document are passed over. If what is left was paid already,
 * it takes effect. The lines' services are locked by the caller. `because` stands on the void document or
 * credit note, in the document's language.
 */
export async function withdrawLines(
  tx: Tx,
  env: Env,
  lineIds: readonly string[],
  because: Text = { key: reasonTexts['document.reason.withdrawn'] },
): Promise<void> {
  await withdrawEach(tx, env, [{ lineIds }], because)
}

/**
 * The same for many, in few statements. A document that several of them take lines off loses them
 * one after the other, in the given order; all others are dealt with together.
 */
export async function withdrawEach(
  tx: Tx,
  env: Env,
  withdrawals: readonly Withdrawal[],
  because: Text,
): Promise<void> {
  const rounds = await roundsOf(tx, withdrawals)
  for (const round of rounds) await withdrawRound(tx, env, round, because)
}

/** What is taken off each document, each time from documents that differ. */
type Round = Map<string, Withdrawal>

async function roundsOf(tx: Tx, withdrawals: readonly Withdrawal[]): Promise<Round[]> {
  const ids = withdrawals.flatMap(({ lineIds }) => lineIds)
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: documentLines.id, documentId: documentLines.documentId })
    .from(documentLines)
    .where(anyOf(documentLines.id, ids))
  const documentOf = new Map(rows.map(({ id, documentId }) => [id, documentId]))
  const rounds: Round[] = []
  for (const withdrawal of withdrawals) {
    const touched = new Set(withdrawal.lineIds.map((id) => documentOf.get(id)))
    for (const documentId of touched) {
      if (documentId === undefined) continue
      const free = rounds.find((round) => !round.has(documentId))
      if (free) free.set(documentId, withdrawal)
      else rounds.push(new Map([[documentId, withdrawal]]))
    }
  }
  return rounds
}

/** Open documents first: the credit notes of issued ones are numbered at the end. */
async function withdrawRound(tx: Tx, env: Env, round: Round, because: Text): Promise<void> {
  const locked = await lockDocuments(tx, [...round.keys()])
  const living = locked.filter(({ paidAt, state }) => paidAt === null && state !== 'void')
  const lines = await uncreditedByDocument(
    tx,
    living.map(({ id }) => id),
  )
  const losses = living.flatMap((document): Loss[] => {
    const { lineIds = [], cause } = round.get(document.id) ?? {}
    const left = lines.get(document.id) ?? []
    const own = withParts(left, lineIds)
    const reason = say(because, document.language)
    return own.length === 0 ? [] : [{ document, lines: own, left, reason, cause }]
  })
  const open = losses.filter(({ document }) => document.state === 'open')
  const isAll = (loss: Loss) => loss.lines.length === loss.left.length
  await voidLocked(tx, env, open.filter(isAll))
  for (const loss of open.filter((one) => !isAll(one))) await takeOff(tx, env, loss)
  const issued = losses.filter(({ document }) => document.state === 'issued')
  const credits = issued.map(({ document, ...loss }) => ({
    ...{ ...loss, invoice: document, takeBack: true },
  }))
  await creditInvoices(tx, env, credits)
}

/** A renewal takes its further lines with it: they are nothing without it. */
function withParts(lines: readonly DocumentLine[], ids: readonly string[]): DocumentLine[] {
  const chosen = (line: DocumentLine) => ids.includes(line.id)
  const renewals = new Set(
    lines.filter((line) => line.kind === 'renewal' && chosen(line)).map((line) => line.renewalId),
  )
  const isPart = (line: DocumentLine) =>
    line.kind === 'renewal_part' && renewals.has(line.renewalId)
  return lines.filter((line) => chosen(line) || isPart(line))
}
