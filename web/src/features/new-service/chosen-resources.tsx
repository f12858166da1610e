import { ActionIcon, Box, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { fromLocalInput, toLocalInput } from '../../ui/form/local-instant.ts'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { Section } from '../../ui/page/section.tsx'
import { type Chosen, type Fields, isForLife } from './draft.ts'

interface ChosenResourcesProps {
  chosen: Chosen[]
  onChosen: (chosen: Chosen[]) => void
  fields: Fields
  currency: string
  /** Words by JSON pointer, one record per row. */
  errors: Record<string, string>[]
}

/** Each resource's own name, expiry and price; the last two are the shared ones unless typed. */
export function ChosenResources(props: ChosenResourcesProps) {
  const { t } = useTranslation()
  const { chosen, onChosen } = props
  return (
    <Section
      title={t('newService.import.chosen', { count: chosen.length })}
      text={t('newService.import.chosenText')}
    >
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {chosen.map((one, at) => (
          <ChosenRow
            key={one.remoteId}
            {...props}
            one={one}
            own={props.errors[at] ?? {}}
            onChange={(part) => onChosen(chosen.with(at, { ...one, ...part }))}
            onRemove={() => onChosen(chosen.toSpliced(at, 1))}
          />
        ))}
      </Stack>
    </Section>
  )
}

interface ChosenRowProps extends Omit<ChosenResourcesProps, 'errors'> {
  one: Chosen
  own: Record<string, string>
  onChange: (part: Partial<Chosen>) => void
  onRemove: () => void
}

function ChosenRow({ one, own, fields, currency, onChange, onRemove }: ChosenRowProps) {
  const { t } = useTranslation()
  const price = one.price === undefined ? fields.price : one.price
  const expiresAt = one.expiresAt === undefined ? fields.expiresAt : one.expiresAt
  // A shared amount is drawn anew when it changes; one's own stays as it is typed.
  const round = one.price === undefined ? `shared-${currency}-${fields.price}` : `own-${currency}`
  return (
    <Box component="li" aria-label={one.remoteId}>
      <Group gap="xs" justify="space-between" wrap="nowrap" mb={4}>
        <Text size="xs" c="dimmed">
          {one.remoteId}
        </Text>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('newService.import.leaveOut', { name: one.name })}
          onClick={onRemove}
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xs">
        <TextInput
          aria-label={t('newService.import.nameOf', { id: one.remoteId })}
          placeholder={t('newService.field.name')}
          required
          maxLength={100}
          value={one.name}
          error={own['/name'] ?? own['/remoteId']}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          aria-label={t('newService.import.expiryOf', { id: one.remoteId })}
          type={isForLife(fields.cycle) ? 'text' : 'datetime-local'}
          readOnly={isForLife(fields.cycle)}
          required
          value={isForLife(fields.cycle) ? t('newService.forLife') : toLocalInput(expiresAt ?? '')}
          error={own['/expiresAt']}
          onChange={(event) =>
            onChange({ expiresAt: fromLocalInput(event.currentTarget.value) ?? null })
          }
        />
        <OwnPrice
          key={round}
          id={one.remoteId}
          price={price}
          currency={currency}
          error={own['/price'] ?? own['/price/amount'] ?? own['/price/currency']}
          onChange={(amount) => onChange({ price: amount })}
        />
      </SimpleGrid>
    </Box>
  )
}

interface OwnPriceProps {
  id: string
  price: string | null
  currency: string
  error?: string
  onChange: (amount: string | null) => void
}

function OwnPrice({ id, price, currency, error, onChange }: OwnPriceProps) {
  const { t } = useTranslation()
  return (
    <MoneyInput
      aria-label={t('newService.import.priceOf', { id })}
      currency={currency}
      value={price === null ? undefined : { amount: price, currency }}
      error={error}
      onChange={(next) => onChange(next?.amount ?? null)}
    />
  )
}
