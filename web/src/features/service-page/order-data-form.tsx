import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { ActionEffects, useActionPreview } from '../../ui/action/action-preview.tsx'
import { useActionRun } from '../../ui/action/use-action-run.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import type { FormSchema } from '../../ui/form/schema-model.ts'
import { type FormValues, filledValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { asForm, modulesQuery, productQuery } from '../products/catalog-requests.ts'
import { choicesOfServer, loadChoicesFrom } from '../servers/load-choices.ts'
import { JsonEditor } from './json-editor.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { useDraft } from './use-draft.ts'

const NO_FORM = { type: 'object', properties: {} }

/** What was asked when the service was ordered, as its module's form and as JSON. */
export function OrderDataForm(parts: ServiceParts) {
  const { t } = useTranslation()
  const modules = useQuery(modulesQuery)
  const module = modules.data?.find((one) => one.id === parts.service.type)
  const productId = parts.service.product?.id ?? ''
  const product = useQuery({ ...productQuery(productId), enabled: productId !== '' })
  const form = product.data?.orderForm ?? module?.orderForm
  const isPending = modules.isPending || (productId !== '' && product.isPending)
  return (
    <Section title={t('services.orderData')} text={t('services.orderDataText')}>
      {isPending && <LoadingState />}
      {modules.isError && <ErrorState error={modules.error} />}
      {modules.data && !isPending && <Editor schema={form ? asForm(form) : NO_FORM} {...parts} />}
    </Section>
  )
}

function Editor({ schema, service, offers, context }: ServiceParts & { schema: FormSchema }) {
  const { t } = useTranslation()
  const fields = useFormFields(schema)
  const [as, setAs] = useState<'form' | 'json'>(fields.length > 0 ? 'form' : 'json')
  const { base, draft, round, set, saved, discard } = useDraft<FormValues>(service.orderData)
  const [isJson, setJson] = useState(true)
  const orderData = useMemo(
    () => (as === 'form' ? { ...unknownTo(fields, draft), ...filledValues(fields, draft) } : draft),
    [as, fields, draft],
  )
  const isChanged = JSON.stringify(sorted(orderData)) !== JSON.stringify(sorted(base))
  const body = useMemo(() => ({ orderData }), [orderData])
  const offer = offers.find((one) => one.id === 'service.set_order_data')
  const url = `${context.subject.href}/set-order-data`
  const preview = useActionPreview({ url, body, enabled: isChanged && isJson })
  const run = useActionRun(context, 'set_order_data', saved)
  const start = useSingleFlight(run)
  const problem = run.error ?? (isChanged ? preview.error : null)
  const errors = problem ? fieldErrors(toProblem(problem)) : {}
  const isOpen = offer?.allowed === true
  return (
    <Stack gap="sm">
      {offer && !offer.allowed && <Text size="sm">{offer.reason?.text}</Text>}
      {fields.length > 0 && (
        <SegmentedControl
          size="xs"
          w="fit-content"
          aria-label={t('servicePage.orderData.as')}
          data={(['form', 'json'] as const).map((value) => ({
            value,
            label: t(`servicePage.orderData.${value}`),
          }))}
          value={as}
          onChange={(value) => {
            setAs(value as 'form' | 'json')
            setJson(true)
          }}
        />
      )}
      {as === 'form' ? (
        <SchemaForm
          key={round}
          schema={schema}
          values={draft}
          onChange={set}
          errors={errors}
          pointerPrefix="/orderData"
          storedSecrets={service.orderSecrets}
          loadChoices={(name) =>
            service.server
              ? choicesOfServer(service.server.id, name)
              : service.product
                ? loadChoicesFrom(`/api/v1/admin/products/${service.product.id}`, name)
                : Promise.resolve([])
          }
          disabled={!isOpen}
        />
      ) : (
        <JsonEditor
          key={`json-${round}`}
          label={t('services.orderData')}
          description={
            service.orderSecrets.length > 0
              ? t('servicePage.orderData.secrets', { fields: service.orderSecrets.join(', ') })
              : undefined
          }
          value={draft}
          errors={errors}
          pointer="/orderData"
          disabled={!isOpen}
          onChange={(value) => {
            setJson(value !== null)
            if (value) set(value)
          }}
        />
      )}
      {isChanged && isJson && !preview.isError && (
        <ActionEffects preview={preview.data ?? { allowed: true }} isLoading={preview.isPending} />
      )}
      {run.isError && <ProblemAlert error={run.error} withFields />}
      <Group gap="xs">
        <Button
          loading={run.isPending}
          disabled={!isOpen || !isChanged || !isJson || preview.isError}
          onClick={() => start(body)}
        >
          {t('servicePage.orderData.save')}
        </Button>
        {(isChanged || !isJson) && (
          <Button
            variant="default"
            onClick={() => {
              run.reset()
              discard()
              setJson(true)
            }}
          >
            {t('servicePage.edit.discard')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** Values that the form has no field for: kept as they are. */
function unknownTo(fields: { name: string }[], values: FormValues): FormValues {
  const known = new Set(fields.map(({ name }) => name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !known.has(name)))
}

const sorted = (values: FormValues) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
