import { ActionIcon, Box, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LocalTextInput } from '../../ui/form/local-text-input.tsx'
import { CYCLES, type Cycle } from '../products/cycles.ts'
import { PriceGridInput } from '../products/price-grid-input.tsx'
import { type ChoiceDraft, newChoice, type OptionDraft, priceErrors } from './option-draft.ts'

interface OptionPricesProps {
  draft: OptionDraft
  set: (change: Partial<OptionDraft>) => void
  errors: Record<string, string>
  currencies: string[]
}

/** What the option costs: as a whole, per unit, or per value of a choice. */
export function OptionPrices({ draft, set, errors, currencies }: OptionPricesProps) {
  const { t } = useTranslation()
  const cycles: readonly Cycle[] = draft.recurring ? CYCLES : ['onetime']
  const cells = priceErrors(draft, errors)
  if (draft.kind !== 'choice') {
    return (
      <Box>
        <Text size="sm" fw={500}>
          {t('options.fields.prices')}
        </Text>
        <Text size="xs" c="dimmed" mb={4}>
          {t(draft.kind === 'quantity' ? 'options.hints.pricesEach' : 'options.hints.prices')}
        </Text>
        <PriceGridInput
          value={draft.prices}
          currencies={currencies}
          cycles={cycles}
          errors={cells}
          onChange={(prices) => set({ prices })}
        />
      </Box>
    )
  }
  const change = (index: number, part: Partial<ChoiceDraft>) =>
    set({ choices: draft.choices.map((one, at) => (at === index ? { ...one, ...part } : one)) })
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t('options.hints.prices')}
      </Text>
      {draft.choices.map((choice, index) => (
        <Fieldset
          key={choice.row}
          legend={choice.label.en || choice.value || t('options.fields.value')}
          p="sm"
        >
          <Group align="flex-end" gap="xs" wrap="nowrap" mb="xs">
            <TextInput
              style={{ flexGrow: 1 }}
              label={t('options.fields.value')}
              required
              maxLength={100}
              value={choice.value}
              error={errors[`/choices/${index}/value`]}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={`${t('options.removeChoice')} ${choice.value}`}
              onClick={() => set({ choices: draft.choices.filter((_, at) => at !== index) })}
            >
              <IconTrash size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Group>
          <LocalTextInput
            label={t('options.fields.label')}
            value={choice.label}
            onChange={(label) => change(index, { label })}
            errors={errors}
            pointer={`/choices/${index}/label`}
            required
            maxLength={100}
          />
          <PriceGridInput
            value={choice.prices}
            currencies={currencies}
            cycles={cycles}
            errors={ofChoice(cells, index)}
            onChange={(prices) => change(index, { prices })}
          />
        </Fieldset>
      ))}
      {errors['/choices'] && (
        <Text size="xs" c="red">
          {errors['/choices']}
        </Text>
      )}
      <Button
        variant="default"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() =>
          set({
            choices: [
              ...draft.choices,
              newChoice({ value: '', label: { en: '', fr: '' }, prices: {} }),
            ],
          })
        }
      >
        {t('options.addChoice')}
      </Button>
    </Stack>
  )
}

/** The complaints of one value's cells, by cell. */
function ofChoice(cells: Record<string, string>, index: number): Record<string, string> {
  const own = Object.entries(cells).filter(([key]) => key.startsWith(`${index}/`))
  return Object.fromEntries(own.map(([key, words]) => [key.slice(key.indexOf('/') + 1), words]))
}
