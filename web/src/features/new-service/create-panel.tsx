import { Alert, Button, Checkbox, Group, Select, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import type { FormSchema } from '../../ui/form/schema-model.ts'
import { type FormValues, filledValues, initialValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { nowMs } from '../../ui/value/clock.ts'
import { loadOrderChoices } from '../orders/order-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { fieldsOf, hasPassed, type Typed, toServiceBody } from './draft.ts'
import {
  createService,
  loadServerChoices,
  type Prefill,
  type ServiceBody,
} from './new-service-requests.ts'
import { PastField, SpecialFields, TermFields, WordFields } from './service-fields.tsx'

interface CreatePanelProps {
  prefill: Prefill
  /** Another cycle's price and expiry are on their way. */
  isSettling: boolean
  typed: Typed
  onType: (part: Typed) => void
  serverId: string | null
  onServer: (serverId: string | null) => void
}

/** The second step of a service that does not exist anywhere yet. */
export function CreatePanel(props: CreatePanelProps) {
  const { prefill, typed, onType, serverId, onServer } = props
  const { t } = useTranslation()
  const mayDeliver = usePermission('services:deliver')
  const shown = fieldsOf(prefill, typed)
  const fields = { ...shown, deliver: shown.deliver && mayDeliver }
  const schema = prefill.type.orderForm as FormSchema
  const orderFields = useFormFields(schema)
  const type = prefill.type.id
  const orderData = typed.orderData?.[type] ?? initialValues(schema)
  const create = useCreate()
  const start = useSingleFlight(create)
  const errors = fieldErrors(create.error ? toProblem(create.error) : null)
  const shared = { prefill, fields, onType, errors, isImport: false }
  const submit = () =>
    start(
      toServiceBody(prefill, fields, { serverId, orderData: filledValues(orderFields, orderData) }),
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="md">
        <Section title={t('newService.terms')}>
          <TermFields {...shared}>
            {prefill.type.needsServer && (
              <ServerSelect
                prefill={prefill}
                value={serverId}
                onChange={onServer}
                error={errors['/serverId']}
              />
            )}
          </TermFields>
        </Section>
        {orderFields.length > 0 && (
          <Section title={t('newService.orderForm')} text={t('newService.orderFormText')}>
            <OrderFields
              prefill={prefill}
              serverId={serverId}
              schema={schema}
              values={orderData}
              onChange={(values) => onType({ orderData: { ...typed.orderData, [type]: values } })}
              errors={errors}
            />
          </Section>
        )}
        <Section title={t('newService.words')}>
          <WordFields {...shared} />
        </Section>
        <SpecialFields {...shared} />
        <Section title={t('newService.then')}>
          <Stack gap="sm">
            <Checkbox
              label={t('newService.deliver')}
              description={t(mayDeliver ? 'newService.deliverHelp' : 'newService.mayNotDeliver')}
              disabled={!mayDeliver}
              checked={fields.deliver}
              onChange={(event) => onType({ deliver: event.currentTarget.checked })}
            />
            {hasPassed([fields.expiresAt], nowMs()) && <PastField {...shared} />}
            {create.isError && <ProblemAlert error={create.error} withFields />}
            <Group>
              <Button type="submit" loading={create.isPending} disabled={props.isSettling}>
                {t('newService.create')}
              </Button>
            </Group>
          </Stack>
        </Section>
      </Stack>
    </form>
  )
}

function useCreate() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: (body: ServiceBody) => createService(body, key),
    onSuccess: async ({ id }) => {
      notifyDone(t('newService.created'))
      await queries.invalidateQueries({ queryKey: ['service'] })
      await navigate({ to: `/admin/services/${id}` })
    },
    onError: (error) => {
      // Without an answer the same key finds out whether it was made.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
}

interface ServerSelectProps {
  prefill: Prefill
  value: string | null
  onChange: (serverId: string | null) => void
  error?: string
}

/** The servers of the type; those that take nothing at this moment cannot be chosen. */
function ServerSelect({ prefill, value, onChange, error }: ServerSelectProps) {
  const { t } = useTranslation()
  const data = prefill.servers.map((server) => ({
    value: server.id,
    label: server.takesNew
      ? server.isInGroup
        ? server.name
        : t('newService.serverOutside', { name: server.name })
      : t('newService.serverTakesNone', { name: server.name }),
    disabled: !server.takesNew,
  }))
  return (
    <Select
      label={t('newService.field.serverId')}
      description={t('newService.help.serverId')}
      placeholder={t('newService.serverAtDelivery')}
      data={data}
      value={value}
      onChange={onChange}
      clearable
      searchable={data.length > 8}
      error={error}
    />
  )
}

interface OrderFieldsProps {
  prefill: Prefill
  serverId: string | null
  schema: FormSchema
  values: FormValues
  onChange: (values: FormValues) => void
  errors: Record<string, string>
}

/** What the module asks for; its lists come from the chosen server, else from the product's. */
function OrderFields({ prefill, serverId, schema, values, onChange, errors }: OrderFieldsProps) {
  const { t, i18n } = useTranslation()
  const productId = prefill.product?.id
  const source = serverId ?? productId ?? prefill.servers[0]?.id
  // Choices are remembered by their loader's name, and every server may have its own.
  const own = Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name,
    field.choices ? { ...field, choices: `${source}/${field.choices}` } : field,
  ])
  const load = (name: string) => {
    const loader = name.slice(name.indexOf('/') + 1)
    const from = serverId ?? (productId ? null : prefill.servers[0]?.id)
    if (from) return loadServerChoices(from, loader, i18n.language)
    return loadOrderChoices(productId ?? '', loader, i18n.language)
  }
  if (!source) return <Alert color="yellow">{t('newService.noServer')}</Alert>
  return (
    <SchemaForm
      schema={{ ...schema, properties: Object.fromEntries(own) }}
      values={values}
      onChange={onChange}
      errors={errors}
      pointerPrefix="/orderData"
      loadChoices={load}
      isWide
    />
  )
}
