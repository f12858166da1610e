import { List, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { ComparedSteps } from './compared-steps.tsx'
import { NextSteps } from './next-steps.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { askWhatIf, type WhatIf } from './service-page-requests.ts'
import {
  actOf,
  NOTHING,
  type Supposed,
  type SupposedAct,
  supposedActs,
  toSupposition,
} from './suppositions.ts'

/** What the automation will do next, when and why; and what it would do if somebody acted. */
export function ServiceNextSteps(parts: ServiceParts) {
  const { t } = useTranslation()
  const { service } = parts
  const [supposed, setSupposed] = useState(NOTHING)
  const acts = supposedActs(service)
  const isAsking = supposed.do !== 'nothing' && acts.includes(supposed.do)
  return (
    <Section title={t('services.nextSteps')} text={t('servicePage.whatIf.text')}>
      <Stack gap="sm">
        {service.endedAt === null && (
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('servicePage.whatIf.text')}
            data={acts.map((act) => ({ value: act, label: t(`servicePage.whatIf.act.${act}`) }))}
            value={isAsking ? supposed.do : 'nothing'}
            onChange={(act) => setSupposed({ ...supposed, do: act as SupposedAct })}
            style={{ overflowX: 'auto' }}
          />
        )}
        {isAsking ? (
          <>
            <Details supposed={supposed} set={setSupposed} />
            <Outcome supposed={supposed} {...parts} />
          </>
        ) : (
          <NextSteps serviceId={service.id} />
        )}
      </Stack>
    </Section>
  )
}

/** How many days, when, until when. */
function Details(props: { supposed: Supposed; set: (supposed: Supposed) => void }) {
  const { t } = useTranslation()
  const { supposed, set } = props
  switch (supposed.do) {
    case 'add_days':
      return (
        <NumberInput
          size="xs"
          w={160}
          label={t('servicePage.whatIf.days')}
          min={1}
          max={3660}
          clampBehavior="strict"
          allowDecimal={false}
          value={supposed.days}
          onChange={(days) => set({ ...supposed, days: Number(days) || 1 })}
        />
      )
    case 'cancel':
      return (
        <Select
          size="xs"
          w={240}
          label={t('servicePage.whatIf.when')}
          allowDeselect={false}
          data={(['end_of_period', 'now'] as const).map((value) => ({
            value,
            label: t(`servicePage.cancel.way.${value}`),
          }))}
          value={supposed.when}
          onChange={(when) => when && set({ ...supposed, when: when as Supposed['when'] })}
        />
      )
    case 'hold':
      return (
        <TextInput
          size="xs"
          w={200}
          type="date"
          label={t('servicePage.whatIf.until')}
          value={supposed.until}
          onChange={(event) => set({ ...supposed, until: event.currentTarget.value })}
        />
      )
    default:
      return null
  }
}

function Outcome({ supposed, service, offers, context }: ServiceParts & { supposed: Supposed }) {
  const [settled] = useDebouncedValue(supposed, 250)
  const answer = useQuery({
    queryKey: ['service', service.id, 'what-if', toSupposition(settled)],
    queryFn: () => askWhatIf(service.id, toSupposition(settled)),
    placeholderData: keepPreviousData,
  })
  if (answer.isError) {
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  }
  if (answer.isPending) return <LoadingState />
  const act = actOf(supposed)
  const offer = act && offers.find((one) => one.id === `service.${act.verb}`)
  return (
    <>
      <Answer answer={answer.data} />
      {act && offer && answer.data.allowed && (
        <div>
          <ActionButton
            offer={offer}
            {...context}
            initial={{ ...context.initial, [act.verb]: act.initial }}
          />
        </div>
      )}
    </>
  )
}

function Answer({ answer }: { answer: WhatIf }) {
  if (!answer.allowed) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {answer.reason}
      </Text>
    )
  }
  return (
    <>
      {answer.effects.length > 0 && (
        <List size="sm" spacing={2}>
          {answer.effects.map((effect) => (
            <List.Item key={effect}>{effect}</List.Item>
          ))}
        </List>
      )}
      <ComparedSteps steps={answer.compared} />
    </>
  )
}
