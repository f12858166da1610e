import { Button, NumberInput, Select, SimpleGrid, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useFormat } from '../../i18n/format.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import { type FormSchema, localText } from '../../ui/form/schema-model.ts'
import {
  type FormValues,
  filledValues,
  initialValues,
  isComplete,
} from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, notifyNotice, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { LookupSelect } from '../../ui/table/lookup-filter.tsx'
import { customerLookup } from '../customers/customer-lookup.ts'
import { OrderQuote } from './order-quote.tsx'
import {
  listProducts,
  loadOptionForms,
  loadOrderChoices,
  type OrderItem,
  type Product,
  placeOrder,
} from './order-requests.ts'

const NO_FORM: FormSchema = { type: 'object', properties: {} }

interface NewOrderFormProps {
  /** Chosen already, when the form was opened from the customer's page. */
  customerId?: string
}

/** Places an order for a customer: product, cycle, how many, what the module wants to know. */
export function NewOrderForm(props: NewOrderFormProps) {
  const products = useQuery({ queryKey: ['product', 'choices'], queryFn: listProducts })
  if (products.isError)
    return <ErrorState error={products.error} onRetry={() => void products.refetch()} />
  if (!products.data) return <LoadingState />
  const onSale = products.data.items.filter((product) => product.archivedAt === null)
  return <Form products={onSale} {...props} />
}

interface Draft {
  customerId: string | null
  productId: string | null
  cycle: string | null
  quantity: number
  orderData: FormValues
  options: FormValues
  couponCode: string
  overrideLimits: boolean
}

function Form(props: NewOrderFormProps & { products: Product[] }) {
  const { t } = useTranslation()
  const { products } = props
  const [draft, setDraft] = useState<Draft>({
    customerId: props.customerId ?? null,
    productId: null,
    cycle: null,
    quantity: 1,
    orderData: {},
    options: {},
    couponCode: '',
    overrideLimits: false,
  })
  const product = products.find((one) => one.id === draft.productId)
  const schema = product ? (product.orderForm as FormSchema) : NO_FORM
  const fields = useFormFields(schema)
  const optionSchema = useOptionForm(draft, product)
  const optionFields = useFormFields(optionSchema)
  const item = useMemo(
    () =>
      toItem(draft, {
        orderData: filledValues(fields, draft.orderData),
        options: filledValues(optionFields, draft.options) as OrderItem['options'],
      }),
    [draft, fields, optionFields],
  )
  const place = usePlaceOrder()
  const start = useSingleFlight(place)
  const isFilled = isComplete(fields, draft.orderData) && isComplete(optionFields, draft.options)
  const isReady = draft.customerId !== null && item !== null && isFilled
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <Section title={t('orders.what')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (draft.customerId && item) start({ draft, item })
          }}
        >
          <Stack gap="sm">
            <LookupSelect
              lookup={customerLookup}
              label={t('orders.customer')}
              value={draft.customerId}
              onChange={(customerId) => change({ customerId })}
              required
            />
            <ProductFields products={products} draft={draft} onChange={change} />
            <OrderForm
              schema={schema}
              product={product}
              values={draft.orderData}
              onChange={(orderData) => change({ orderData })}
              error={place.error}
            />
            {optionFields.length > 0 && (
              <SchemaForm
                schema={optionSchema}
                values={draft.options}
                onChange={(options) => change({ options })}
                errors={fieldErrors(place.error ? toProblem(place.error) : null)}
                pointerPrefix="/items/0/options"
              />
            )}
            {product?.customerLimit != null && (
              <Switch
                label={t('orders.overrideLimits')}
                description={t('orders.overrideLimitsHelp', { count: product.customerLimit })}
                checked={draft.overrideLimits}
                onChange={(event) => change({ overrideLimits: event.currentTarget.checked })}
              />
            )}
            {place.isError && <ProblemAlert error={place.error} withFields />}
            <Button type="submit" disabled={!isReady} loading={place.isPending} w="fit-content">
              {t('orders.place')}
            </Button>
          </Stack>
        </form>
      </Section>
      <OrderQuote
        customerId={draft.customerId}
        item={isFilled ? item : null}
        couponCode={draft.couponCode}
        onCoupon={(couponCode) => change({ couponCode })}
      />
    </SimpleGrid>
  )
}

function ProductFields(props: {
  products: Product[]
  draft: Draft
  onChange: (part: Partial<Draft>) => void
}) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const { products, draft, onChange } = props
  const product = products.find((one) => one.id === draft.productId)
  const choose = (productId: string | null) => {
    const chosen = products.find((one) => one.id === productId)
    const schema = chosen ? (chosen.orderForm as FormSchema) : NO_FORM
    onChange({
      productId,
      cycle: chosen?.prices[0]?.cycle ?? null,
      orderData: initialValues(schema),
      options: {},
      overrideLimits: false,
    })
  }
  return (
    <>
      <Select
        label={t('orders.product')}
        data={products.map((one) => ({
          value: one.id,
          label: localText(one.name, i18n.language) ?? one.id,
        }))}
        value={draft.productId}
        onChange={choose}
        searchable
        required
      />
      <SimpleGrid cols={2} spacing="sm">
        <Select
          label={t('orders.cycle')}
          data={cyclesOf(product).map(({ cycle, price }) => ({
            value: cycle,
            label: `${t(`ui.cycle.${cycle}`)} · ${format.money(price)}`,
          }))}
          value={draft.cycle}
          onChange={(cycle) => onChange({ cycle })}
          disabled={!product}
          allowDeselect={false}
          required
        />
        <NumberInput
          label={t('orders.quantity')}
          min={1}
          max={100}
          allowDecimal={false}
          value={draft.quantity}
          onChange={(value) => onChange({ quantity: Number(value) || 1 })}
        />
      </SimpleGrid>
    </>
  )
}

function OrderForm(props: {
  schema: FormSchema
  product: Product | undefined
  values: FormValues
  onChange: (values: FormValues) => void
  error: unknown
}) {
  const { i18n } = useTranslation()
  const { product, schema } = props
  if (!product || Object.keys(schema.properties ?? {}).length === 0) return null
  // Choices are remembered by their loader's name, and every product may have its own.
  const own = Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name,
    field.choices ? { ...field, choices: `${product.id}/${field.choices}` } : field,
  ])
  return (
    <SchemaForm
      schema={{ ...schema, properties: Object.fromEntries(own) }}
      values={props.values}
      onChange={props.onChange}
      errors={fieldErrors(props.error ? toProblem(props.error) : null)}
      pointerPrefix="/items/0/orderData"
      loadChoices={(name) =>
        loadOrderChoices(product.id, name.slice(name.indexOf('/') + 1), i18n.language)
      }
    />
  )
}

/** One price per cycle; the server takes the one in the customer's currency. */
function cyclesOf(product: Product | undefined) {
  const seen = new Map((product?.prices ?? []).map((price) => [price.cycle, price]))
  return [...seen.values()]
}

function toItem(
  { productId, cycle, quantity }: Draft,
  filled: Pick<OrderItem, 'orderData' | 'options'>,
): OrderItem | null {
  if (!productId || !cycle) return null
  return { productId, cycle: cycle as OrderItem['cycle'], quantity, ...filled }
}

/** What the product can be ordered with, at the prices in the customer's currency. */
function useOptionForm({ customerId, cycle }: Draft, product: Product | undefined): FormSchema {
  const forms = useQuery({
    queryKey: ['product', 'option-forms', product?.id, customerId],
    queryFn: () => loadOptionForms(product?.id ?? '', customerId ?? ''),
    enabled: product !== undefined && customerId !== null,
  })
  return (forms.data?.[cycle ?? ''] as FormSchema | undefined) ?? NO_FORM
}

function usePlaceOrder() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: ({ draft, item }: { draft: Draft; item: OrderItem }) => {
      const { customerId, overrideLimits } = draft
      const couponCode = draft.couponCode.trim()
      const coupon = couponCode ? { couponCode } : {}
      return placeOrder(
        { customerId: customerId ?? '', items: [item], overrideLimits, ...coupon },
        key,
      )
    },
    onSuccess: async ({ orderId, notices }) => {
      notifyDone(t('orders.placed'))
      for (const { text } of notices) notifyNotice(text)
      await queries.invalidateQueries({ queryKey: ['order'] })
      await navigate({ to: `/admin/orders/${orderId}` })
    },
    onError: (error) => {
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
}
