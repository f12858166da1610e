import type { Context } from '../../../context.ts'
import type { ForecastPayment, ForecastStep } from '../../../domain/automation/index.ts'
import { localParts } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { minorDigits } from '../../../domain/money.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../../platform/csv.ts'
import { type Language, say } from '../../../platform/text.ts'
import type { AutomationState } from '../load-states.ts'
import { stepJson } from '../step-json.ts'
import { wanted } from './forecast-fleet.ts'
import type { AskedForecast } from './forecast-query.ts'
import { loadOtherPayments } from './load-other-documents.ts'
import { markHeld } from './mark-held.ts'
import { walkInChunks } from './walk-fleet.ts'

const COLUMNS = [
  ...(['at', 'step', 'number', 'service', 'customer', 'net', 'tax', 'gross', 'received'] as const),
  ...(['currency', 'because', 'blocked', 'held', 'mail', 'mailAt'] as const),
]

interface View {
  language: Language
  zone: string
}

/** Every step and every payment of a forecast, piece by piece, customer by customer. */
export async function* forecastCsv(
  ctx: Context,
  asked: AskedForecast,
  { language, signal }: { language: Language; signal: AbortSignal },
): AsyncGenerator<string> {
  const view = { language, zone: asked.zone }
  const header = COLUMNS.map((column) => say(`forecast.export.${column}`, language))
  yield BYTE_ORDER_MARK + csvLine(header)
  const mark = await markHeld(ctx, asked, { from: asked.now, until: asked.until, signal })
  for await (const chunk of walkInChunks(ctx, { ...asked, signal })) {
    const lines = chunk.services.flatMap((walked) => {
      const [steps, payments] = wanted({ ...walked, steps: mark(walked) }, asked)
      return [
        ...steps.map((step) => stepLine(walked.state, step, view)),
        ...payments.map((payment) => paymentLine(subjectCells(walked.state), payment, view)),
      ]
    })
    yield lines.join('')
  }
  const others = await loadOtherPayments(ctx.db, asked)
  const cells = ({ customer }: (typeof others)[number]) => ['', '', customer.name]
  const paid = others.map((one) => paymentLine(cells(one), { ...one, by: 'customer' }, view))
  yield paid.join('')
}

function stepLine(state: AutomationState, step: ForecastStep, { language, zone }: View): string {
  const { money, mail } = step
  const { text, because, blocked } = stepJson(step, language, 'admin')
  const amount = (minor: bigint | undefined) => decimal(minor, money?.currency)
  return csvLine([
    ...[localTime(step.at, zone), text, ...subjectCells(state)],
    ...[amount(money?.net), amount(money?.tax), amount(money?.gross), ''],
    ...[money?.currency ?? '', because, blocked ?? ''],
    step.heldByBrake ? say('forecast.held', language) : '',
    ...(mail ? [mail.template, localTime(mail.at, zone)] : ['', '']),
  ])
}

function paymentLine(
  subject: readonly string[],
  { at, amount, currency, by }: Omit<ForecastPayment, 'documentId'>,
  { language, zone }: View,
): string {
  const text = say(`forecast.payment.${by}`, language)
  return csvLine([
    ...[localTime(at, zone), text, ...subject],
    ...['', '', '', decimal(amount, currency), currency, '', '', '', '', ''],
  ])
}

const subjectCells = ({ subject: { service, customer } }: AutomationState) => [
  String(service.number),
  service.name,
  customer.name,
]

/** `1999` EUR as `19.99`: a decimal that every spreadsheet reads, whatever its language. */
function decimal(amount: bigint | undefined, currency: string | undefined): string {
  if (amount === undefined || currency === undefined) return ''
  const places = minorDigits(currency)
  const digits = amount.toString().padStart(places + 1, '0')
  const fraction = places === 0 ? '' : `.${digits.slice(-places)}`
  return `${digits.slice(0, digits.length - places)}${fraction}`
}

/** `2025-03-10 13:00` in the business time zone. */
function localTime(at: Instant, zone: string): string {
  const { year, month, day, hour, minute } = localParts(at, zone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}
