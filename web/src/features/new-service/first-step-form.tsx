import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { LookupSelect } from '../../ui/table/lookup-filter.tsx'
import { customerLookup } from '../customers/customer-lookup.ts'
import { listModules, listProducts } from '../orders/order-requests.ts'
import { CUSTOM, type FirstStep } from './first-step.ts'

interface FirstStepFormProps {
  step: FirstStep
  onChange: (part: Partial<FirstStep>) => void
  /** Why the choice cannot be, by the name of the field. */
  errors: Record<string, string>
  /** The server has prefilled the second step. */
  isReady: boolean
}

/** Customer, product or custom service, and type. */
export function FirstStepForm({ step, onChange, errors, isReady }: FirstStepFormProps) {
  const { t } = useTranslation()
  const next = () => isReady && onChange({ isSecond: true })
  return (
    <Section title={t('newService.first.title')} text={t('newService.first.text')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          next()
        }}
      >
        <Stack gap="sm" maw={560}>
          <LookupSelect
            lookup={customerLookup}
            label={t('newService.first.customer')}
            value={step.customer}
            onChange={(customer) => onChange({ customer })}
            error={errors.customerId}
            required
          />
          <ProductAndType step={step} onChange={onChange} errors={errors} />
          <Group gap="xs" mt="xs">
            <Button type="submit" disabled={!isReady}>
              {t('newService.first.next')}
            </Button>
            {!isReady && Object.keys(errors).length === 0 && (
              <Text size="sm" c="dimmed">
                {t('newService.first.incomplete')}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  )
}

function ProductAndType(props: Omit<FirstStepFormProps, 'isReady'>) {
  const { t, i18n } = useTranslation()
  const { step, onChange, errors } = props
  const products = useQuery({ queryKey: ['product', 'choices'], queryFn: listProducts })
  const modules = useQuery({ queryKey: ['module', 'choices'], queryFn: listModules })
  const failed = products.error ?? modules.error
  if (failed) return <ErrorState error={failed} onRetry={() => void products.refetch()} />
  if (!products.data || !modules.data) return <LoadingState />
  const { items } = products.data
  const nameOf = (text: unknown) => localText(text as never, i18n.language)
  const typeName = (id: string) => {
    const module = modules.data.items.find((one) => one.id === id)
    return (module && nameOf(module.name)) ?? id
  }
  const choose = (product: string | null) => {
    const type = items.find((one) => one.id === product)?.type
    onChange({ product, type: type ?? (product === CUSTOM ? step.type : null), server: null })
  }
  const product = items.find((one) => one.id === step.product)
  return (
    <>
      <Select
        label={t('newService.first.product')}
        data={[
          { value: CUSTOM, label: t('newService.first.custom') },
          ...items
            .filter((one) => one.archivedAt === null)
            .map((one) => ({
              value: one.id,
              label: `${nameOf(one.name) ?? one.id} · ${typeName(one.type)}`,
            })),
        ]}
        value={step.product}
        onChange={choose}
        searchable
        required
        allowDeselect={false}
        error={errors.productId}
      />
      <Select
        label={t('newService.first.type')}
        description={t('newService.first.typeHelp')}
        data={modules.data.items.map((one) => ({
          value: one.id,
          label: nameOf(one.name) ?? one.id,
        }))}
        value={step.type}
        onChange={(type) => onChange({ type, server: null })}
        disabled={step.product === null}
        required
        allowDeselect={false}
        searchable={modules.data.items.length > 8}
        error={errors.type}
      />
      {errors.type && product && (
        <Alert icon={<IconInfoCircle size={18} />} color="yellow" py="xs">
          <Stack gap={6} align="flex-start">
            <Text size="sm">
              {t('newService.first.typeDiffers', {
                product: nameOf(product.name),
                type: typeName(product.type),
              })}
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onChange({ type: product.type })}
            >
              {t('newService.first.useType', { type: typeName(product.type) })}
            </Button>
          </Stack>
        </Alert>
      )}
    </>
  )
}
