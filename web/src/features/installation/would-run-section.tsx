import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import type { Review } from './installation-requests.ts'

const COUNTS = ['mails', 'documents', 'charges', 'gatewayEvents', 'webhooks'] as const

/** What would happen in the first minute after a confirmation. */
export function WouldRunSection({ wouldRun }: { wouldRun: Review['wouldRun'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const number = (count: number) => <span className="tabular">{format.number(count)}</span>
  const facts = [
    { label: t('installation.wouldRun.dueServices'), value: number(wouldRun.dueServices) },
    ...wouldRun.steps.map(({ step, n }) => ({
      label: t(`automation.step.${step}`, { defaultValue: step }),
      value: number(n),
    })),
    ...wouldRun.operations.map(({ kind, n }) => ({
      label: t('installation.wouldRun.operation', { kind: t(`ui.operation.kind.${kind}`) }),
      value: number(n),
    })),
    ...COUNTS.map((name) => ({
      label: t(`installation.wouldRun.${name}`),
      value: number(wouldRun[name]),
    })),
  ]
  return (
    <Section
      title={t('installation.wouldRun.title')}
      text={wouldRun.isMore ? t('installation.wouldRun.atLeast') : t('installation.wouldRun.text')}
    >
      <FactsList facts={facts} labelWidth={280} />
    </Section>
  )
}
