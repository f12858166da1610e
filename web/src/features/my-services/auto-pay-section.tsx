import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClockDollar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState } from '../../ui/state/states.tsx'
import { documentQuery } from '../my-documents/document-queries.ts'
import { PayButton } from '../my-documents/pay-button.tsx'
import { AddMethod } from '../my-payment-methods/add-method.tsx'
import { myMethodsQuery } from '../my-payment-methods/method-queries.ts'
import { offerOf } from './service-actions.tsx'
import {
  type AutoPay,
  autoPayQuery,
  type MyService,
  nextStepsQuery,
  renewalsQuery,
} from './service-queries.ts'

interface AutoPaySectionProps {
  service: MyService
  actions: ActionOffer[]
  context: ActionContext
}

/** Whether the renewals are paid by themselves, with what, when next, and what went wrong. */
export function AutoPaySection({ service, actions, context }: AutoPaySectionProps) {
  const { t } = useTranslation()
  const autoPay = useQuery(autoPayQuery(service.id))
  return (
    <Section title={t('myServices.autoPay')}>
      {autoPay.isPending && <Skeleton height={60} />}
      {autoPay.isError && (
        <ErrorState error={autoPay.error} onRetry={() => void autoPay.refetch()} />
      )}
      {autoPay.data &&
        (autoPay.data.on ? (
          <SwitchedOn {...{ service, actions, context }} autoPay={autoPay.data} />
        ) : (
          <SwitchedOff {...{ service, actions, context }} />
        ))}
    </Section>
  )
}

type Parts = AutoPaySectionProps

function SwitchedOff({ service, actions, context }: Parts) {
  const { t } = useTranslation()
  const methods = useQuery(myMethodsQuery)
  const offer = offerOf(actions, 'set_auto_pay')
  const { items = [], gateways = [] } = methods.data ?? {}
  const isStored = items.length > 0
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{t('myServices.autoPayOff')}</Text>
      {!isStored && gateways.length > 0 && offer?.reason?.code === 'auto_pay_no_method' && (
        <AddMethod
          gateways={gateways}
          serviceId={service.id}
          label={t('myServices.autoPayStore')}
          variant="default"
        />
      )}
      {offer && (isStored || offer.reason?.code !== 'auto_pay_no_method') && (
        <ActionButton offer={offer} {...context} />
      )}
    </Stack>
  )
}

function SwitchedOn({ service, actions, context, autoPay }: Parts & { autoPay: AutoPay }) {
  const { t } = useTranslation()
  const change = offerOf(actions, 'set_auto_pay')
  const stop = offerOf(actions, 'stop_auto_pay')
  const { method, methodId, useCredit } = autoPay
  const initial = { ...context.initial, set_auto_pay: { methodId, useCredit } }
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" fw={500}>
          {method
            ? t('myServices.autoPayBy', { method: method.label })
            : t('myServices.autoPayNoMethod')}
        </Text>
        {useCredit && (
          <Text size="sm" c="dimmed">
            {t('myServices.autoPayCredit')}
          </Text>
        )}
      </div>
      <Coming service={service} autoPay={autoPay} />
      <Failed service={service} autoPay={autoPay} />
      <Group gap={6}>
        {change && (
          <ActionButton
            offer={change}
            {...context}
            initial={initial}
            label={t('myServices.autoPayChange')}
          />
        )}
        {stop && <ActionButton offer={stop} {...context} />}
        <TextLink to="/client/payment-methods">{t('myServices.autoPayMethods')}</TextLink>
      </Group>
    </Stack>
  )
}

/** When the next charge is made, and how much where the document is there already. */
function Coming({ service, autoPay }: { service: MyService; autoPay: AutoPay }) {
  const { t } = useTranslation()
  const format = useFormat()
  const steps = useQuery(nextStepsQuery(service.id))
  const renewals = useQuery(renewalsQuery(service.id))
  const documentId = renewals.data?.items.find(({ state }) => state === 'open')?.document?.id
  const document = useQuery({ ...documentQuery(documentId ?? ''), enabled: Boolean(documentId) })
  if (autoPay.inFlight) {
    return (
      <Banner color="blue" icon={IconClockDollar} title={t('myServices.autoPayInFlight')}>
        {t('myServices.autoPayInFlightText')}
      </Banner>
    )
  }
  const charge = steps.data?.items.find(({ step }) => step === 'charge')
  if (!charge) return null
  const { amountDue: amount } = document.data ?? {}
  const on = format.day(charge.at)
  return (
    <Text size="sm">
      {amount
        ? t('myServices.autoPayNext', { amount: format.money(amount), date: on })
        : t('myServices.autoPayNextDay', { date: on })}
    </Text>
  )
}

/** What was refused so far, and the way to pay at once. */
function Failed({ service, autoPay }: { service: MyService; autoPay: AutoPay }) {
  const { t } = useTranslation()
  const { failed, of, charges } = autoPay
  const [newest] = charges
  if (failed === 0 || !newest) return null
  return (
    <Banner
      color="orange"
      icon={IconAlertTriangle}
      title={t('myServices.autoPayFailed', { failed, of })}
      aside={service.status !== 'pending' && <PayButton documentId={newest.documentId} />}
    >
      {t(
        newest.state === 'needs_customer'
          ? 'myServices.autoPayNeedsYou'
          : 'myServices.autoPayFailedText',
      )}
    </Banner>
  )
}
