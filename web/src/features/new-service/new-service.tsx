import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconFileInvoice } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toProblem } from '../../api/problem.ts'
import { localText } from '../../ui/form/schema-model.ts'
import { PageTabs } from '../../ui/page/page-tabs.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { CreatePanel } from './create-panel.tsx'
import { type Chosen, stillToImport, type Typed } from './draft.ts'
import { type FirstStep, prefillQuery, readFirstStep, toAddress } from './first-step.ts'
import { FirstStepForm } from './first-step-form.tsx'
import { ImportPanel } from './import-panel.tsx'
import { ImportProgress } from './import-progress.tsx'
import { type Prefill, readPrefill } from './new-service-requests.ts'

/**
 * A service without an order, in two steps. The first step stands in the address; what is typed in
 * the second outlives going back, another product, and every error.
 */
export function NewService() {
  const address = useSearch({ strict: false }) as Record<string, unknown>
  const step = readFirstStep(address)
  const move = useChangeStep(step, address)
  const [typed, setTyped] = useState<Typed>({})
  const [chosen, setChosen] = useState<Chosen[]>([])
  const change = (part: Partial<FirstStep>) => {
    // Another customer may not be invoiced in it.
    if (part.customer !== undefined) setTyped(({ currency: _, ...rest }) => rest)
    move(part)
  }
  const query = prefillQuery(step)
  const prefill = useQuery({
    queryKey: ['new-service', 'prefill', query, typed.cycle, typed.currency],
    queryFn: () => {
      const { cycle, currency } = typed
      return readPrefill({ customerId: '', ...query, cycle, currency })
    },
    enabled: query !== null,
    // Another cycle is no reason to take the form away.
    placeholderData: step.isSecond ? keepPreviousData : undefined,
    retry: false,
  })
  const errors = choiceErrors(prefill.error)
  if (step.import !== null) {
    return (
      <ImportProgress
        id={step.import}
        onBack={(rows) => {
          setChosen(stillToImport(chosen, rows))
          change({ import: null })
        }}
      />
    )
  }
  if (!step.isSecond || Object.keys(errors).length > 0 || query === null) {
    const isReady = query !== null && prefill.data !== undefined && !prefill.isError
    return (
      <Stack gap="md">
        <NoInvoice step={step} />
        <FirstStepForm step={step} onChange={change} errors={errors} isReady={isReady} />
        {prefill.isError && Object.keys(errors).length === 0 && (
          <ErrorState error={prefill.error} onRetry={() => void prefill.refetch()} />
        )}
      </Stack>
    )
  }
  if (prefill.isError) {
    return <ErrorState error={prefill.error} onRetry={() => void prefill.refetch()} />
  }
  if (!prefill.data) return <LoadingState />
  return (
    <Stack gap="md">
      <NoInvoice step={step} />
      <ChosenStep prefill={prefill.data} onBack={() => change({ isSecond: false })} />
      <SecondStep
        {...{ prefill: prefill.data, step, change, typed, chosen, setChosen }}
        isSettling={prefill.isPlaceholderData}
        onType={(part) => setTyped((before) => ({ ...before, ...part }))}
      />
    </Stack>
  )
}

function useChangeStep(step: FirstStep, address: Record<string, unknown>) {
  const navigate = useNavigate()
  return (part: Partial<FirstStep>) => {
    const next = { ...step, ...part }
    const view = typeof address.view === 'string' ? address.view : undefined
    // Moving between the steps is a way back; a choice within the first one is not.
    const isMove = next.isSecond !== step.isSecond || next.import !== step.import
    void navigate({
      to: '.',
      search: toAddress(next, view) as never,
      replace: !isMove,
      resetScroll: isMove,
    })
  }
}

/** What is wrong with the first step's choice, by field. */
function choiceErrors(error: unknown): Record<string, string> {
  if (!error) return {}
  const fields = (toProblem(error).errors ?? []).map(({ pointer, detail }) => [
    pointer.replace('/query/', ''),
    detail,
  ])
  return Object.fromEntries(fields)
}

/** Neither of the two makes an invoice; what does is one click away. */
function NoInvoice({ step }: { step: FirstStep }) {
  const { t } = useTranslation()
  const search = step.customer === null ? {} : { customer: step.customer }
  return (
    <Alert color="blue" variant="light" icon={<IconFileInvoice size={18} />} py="xs">
      <Text size="sm">
        {t('newService.noInvoice')}{' '}
        <Anchor component={Link} to="/admin/orders/new" search={search as never} inherit>
          {t('newService.orderInstead')}
        </Anchor>
      </Text>
    </Alert>
  )
}

/** What was chosen in the first step, in one line. */
function ChosenStep({ prefill, onBack }: { prefill: Prefill; onBack: () => void }) {
  const { t, i18n } = useTranslation()
  const line = useRef<HTMLDivElement>(null)
  // The button that led here is gone: the keyboard goes on from the top of this step.
  useEffect(() => line.current?.focus({ preventScroll: true }), [])
  const { customer, product, type } = prefill
  const name = product ? localText(product.name, i18n.language) : t('newService.first.custom')
  return (
    <Group ref={line} tabIndex={-1} justify="space-between" gap="xs" style={{ outline: 'none' }}>
      <Text size="sm" component="div">
        <Anchor component={Link} to={`/admin/customers/${customer.id}`} inherit underline="always">
          {customer.name}
        </Anchor>
        {` · ${name} · ${localText(type.name, i18n.language)}`}
      </Text>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconArrowLeft size={14} />}
        onClick={onBack}
      >
        {t('newService.back')}
      </Button>
    </Group>
  )
}

interface SecondStepProps {
  prefill: Prefill
  isSettling: boolean
  step: FirstStep
  change: (part: Partial<FirstStep>) => void
  typed: Typed
  onType: (part: Typed) => void
  chosen: Chosen[]
  setChosen: (chosen: Chosen[]) => void
}

function SecondStep(props: SecondStepProps) {
  const { t } = useTranslation()
  const { prefill, step, change, typed, onType, chosen, setChosen } = props
  const serverId = prefill.servers.some(({ id }) => id === step.server) ? step.server : null
  const shared = {
    ...{ prefill, typed, onType, serverId, isSettling: props.isSettling },
    onServer: (server: string | null) => change({ server }),
  }
  return (
    <PageTabs
      tabs={[
        {
          id: 'create',
          label: t('newService.tabs.create'),
          content: () => <CreatePanel {...shared} />,
        },
        {
          id: 'import',
          label: t('newService.tabs.import'),
          content: () => (
            <ImportPanel
              {...shared}
              chosen={chosen}
              onChosen={setChosen}
              onStarted={(id) => change({ import: id })}
            />
          ),
        },
      ]}
    />
  )
}
