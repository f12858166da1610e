import { Grid, NumberInput, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useUser } from '../../api/session.ts'
import { SchemaForm, useFormFields } from '../../ui/form/schema-form.tsx'
import { type FormSchema, localText } from '../../ui/form/schema-model.ts'
import { filledValues, initialValues, isComplete } from '../../ui/form/schema-values.ts'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { Section } from '../../ui/page/section.tsx'
import { CycleChoice } from './cycle-choice.tsx'
import { type OrderChoice, readChoice, writeChoice } from './order-choice.ts'
import { OrderSummary } from './order-summary.tsx'
import type { ProductPage } from './shop-queries.ts'
import { usePlaceOrder } from './use-place-order.ts'
import { type OrderBody, useQuote } from './use-quote.ts'

const FORM_AT = '/items/0/orderData'
const OPTIONS_AT = '/items/0/options'
const COUPON_SETTLES_MS = 500
const NO_FORM: FormSchema = { type: 'object', properties: {} }

type OptionValues = NonNullable<OrderBody['items'][number]['options']>

/** A product with everything that is chosen of it, and what that costs. */
export function OrderPage({ product }: { product: ProductPage }) {
  const { t, i18n } = useTranslation()
  const user = useUser()
  const { schema, isShortened } = useOrderForm(product, user !== null)
  const fields = useFormFields(schema)
  const [choice, change] = useChoice(product, schema)
  const { place, start } = usePlaceOrder()
  const optionSchema = useOptionForm(product, choice.cycle)
  const optionFields = useFormFields(optionSchema)
  const [couponCode] = useDebouncedValue(choice.couponCode.trim(), COUPON_SETTLES_MS)
  const order = useMemo(() => {
    const isReady = isComplete(fields, choice.form) && isComplete(optionFields, choice.options)
    if (!choice.cycle || !isReady) return null
    const { quantity } = choice
    const orderData = filledValues(fields, choice.form)
    const options = filledValues(optionFields, choice.options) as OptionValues
    const cycle = choice.cycle as ProductPage['prices'][number]['cycle']
    const item = { productId: product.id, cycle, quantity, orderData, options }
    return { items: [item], ...(couponCode ? { couponCode } : {}), acceptTerms: false }
  }, [choice, fields, optionFields, couponCode, product.id])
  const isAvailable = product.availability === 'available'
  const quote = useQuote(user && isAvailable ? order : null)
  const failure = place.error ?? quote.error
  const errors = fieldErrors(failure ? toProblem(failure) : null)
  const hasForm = fields.length > 0
  const hasOptions = optionFields.length > 0
  return (
    <>
      <PageHeader
        title={localText(product.name, i18n.language) ?? ''}
        subtitle={
          <Text span inherit style={{ whiteSpace: 'pre-line' }}>
            {localText(product.description, i18n.language)}
          </Text>
        }
        parents={[
          { label: t('shop.title'), to: '/shop' },
          {
            label: localText(product.group.name, i18n.language) ?? '',
            to: `/shop/${product.group.slug}`,
          },
        ]}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
          <Stack gap="md">
            <Section title={t('shop.choice')}>
              <Stack gap="sm">
                <CycleChoice
                  prices={product.prices}
                  value={choice.cycle}
                  onChange={(cycle) => change({ cycle })}
                  error={errors['/items/0/cycle']}
                />
                <NumberInput
                  label={t('shop.quantity')}
                  w={140}
                  min={1}
                  max={100}
                  clampBehavior="strict"
                  allowDecimal={false}
                  value={choice.quantity}
                  onChange={(value) => change({ quantity: Number(value) || 1 })}
                  error={errors['/items/0/quantity']}
                />
              </Stack>
            </Section>
            {hasOptions && (
              <Section title={t('shop.options')}>
                <SchemaForm
                  schema={optionSchema}
                  values={choice.options}
                  onChange={(options) => change({ options })}
                  errors={errors}
                  pointerPrefix={OPTIONS_AT}
                />
              </Section>
            )}
            {(hasForm || isShortened) && (
              <Section title={t('shop.details')}>
                <SchemaForm
                  schema={schema}
                  values={choice.form}
                  onChange={(form) => change({ form })}
                  errors={errors}
                  pointerPrefix={FORM_AT}
                  loadChoices={(name) => loadChoices(product.id, name, i18n.language)}
                />
                {isShortened && (
                  <Text size="xs" c="dimmed" mt="xs">
                    {t('shop.moreAfterLogin')}
                  </Text>
                )}
              </Section>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
          <OrderSummary
            product={product}
            choice={choice}
            order={order}
            quote={quote}
            place={place}
            onPlace={start}
            onCoupon={(code) => change({ couponCode: code })}
          />
        </Grid.Col>
      </Grid>
    </>
  )
}

/** What the product can be ordered with in a cycle; the server leaves out what is not offered. */
function useOptionForm(product: ProductPage, cycle: string | null): FormSchema {
  return (product.optionForms[cycle ?? ''] as FormSchema | undefined) ?? NO_FORM
}

/** Visitors are not asked what only a log-in can load the choices of. */
function useOrderForm(product: ProductPage, isUser: boolean) {
  return useMemo(() => {
    const schema = product.orderForm as FormSchema
    const all = Object.entries(schema.properties ?? {})
    const shown = isUser ? all : all.filter(([, field]) => !field.choices)
    const names = shown.map(([name]) => name)
    return {
      isShortened: shown.length < all.length,
      schema: {
        ...schema,
        properties: Object.fromEntries(shown),
        required: schema.required?.filter((name) => names.includes(name)),
      },
    }
  }, [product.orderForm, isUser])
}

/** The choice, begun from the address and kept in it. */
function useChoice(product: ProductPage, schema: FormSchema) {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const router = useRouter()
  const [choice, setChoice] = useState<OrderChoice>(() => {
    const given = readChoice(search)
    const offered = product.prices.find(({ cycle }) => cycle === given.cycle) ?? product.prices[0]
    return {
      cycle: offered?.cycle ?? null,
      quantity: given.quantity,
      form: initialValues(schema, given.form),
      options: initialValues(
        (product.optionForms[offered?.cycle ?? ''] as FormSchema | undefined) ?? NO_FORM,
        given.options,
      ),
      couponCode: given.couponCode,
    }
  })
  const [settled] = useDebouncedValue(choice, 200)
  useEffect(() => {
    // While the reader is on the way to another page, that page's address is not ours to change.
    if (router.latestLocation.pathname !== `/shop/products/${product.id}`) return
    void router.navigate({
      to: '.',
      search: writeChoice(settled) as never,
      replace: true,
      resetScroll: false,
    })
  }, [settled, router, product.id])
  const change = (part: Partial<OrderChoice>) => setChoice((before) => ({ ...before, ...part }))
  return [choice, change] as const
}

async function loadChoices(id: string, name: string, language: string) {
  const { items } = await read(
    api.GET('/api/v1/client/products/{id}/choices/{name}', { params: { path: { id, name } } }),
  )
  return items.map(({ value, label }) => ({
    value: String(value),
    label: localText(label, language) ?? String(value),
  }))
}
