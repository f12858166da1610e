import { Badge, Checkbox, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { fromLocalInput, toLocalInput } from '../../ui/form/local-instant.ts'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { localText } from '../../ui/form/schema-model.ts'
import { LookupSelect } from '../../ui/table/lookup-filter.tsx'
import { customerLookup } from '../customers/customer-lookup.ts'
import { CYCLES } from '../products/cycles.ts'
import {
  type Cycle,
  type Draft,
  FOR_LIFE,
  missingOf,
  withCycle,
  withProduct,
} from './wizard-draft.ts'
import type { ProductChoice } from './wizard-requests.ts'

interface ProposalRowProps {
  draft: Draft
  products: readonly ProductChoice[]
  isChosen: boolean
  onToggle: () => void
  onChange: (draft: Draft) => void
}

/** One resource: what is there, and what it shall be here. */
export function ProposalRow(props: ProposalRowProps) {
  const { t } = useTranslation()
  const { draft, isChosen, onToggle, onChange } = props
  const missing = missingOf(draft)
  const lacks = (what: (typeof missing)[number]) =>
    isChosen && missing.includes(what) ? t(`importWizard.missing.${what}`) : undefined
  const isForLife = draft.cycle !== null && FOR_LIFE.includes(draft.cycle)
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td pt={12}>
        <Checkbox
          size="xs"
          aria-label={t('newService.import.chooseOne', { name: draft.name })}
          checked={isChosen}
          onChange={onToggle}
        />
      </Table.Td>
      <Table.Td miw={200}>
        <TextInput
          size="xs"
          aria-label={t('newService.import.nameOf', { id: draft.remoteId })}
          value={draft.name}
          maxLength={100}
          error={lacks('name')}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        />
        <There draft={draft} />
      </Table.Td>
      <Table.Td miw={210}>
        <LookupSelect
          size="xs"
          lookup={customerLookup}
          aria-label={t('importWizard.customerOf', { name: draft.name })}
          value={draft.customerId}
          error={lacks('customer')}
          onChange={(customerId) =>
            onChange({ ...draft, customerId, customerName: null, customerBy: null })
          }
        />
        {draft.customerBy && (
          <Text size="xs" c="dimmed">
            {t(`importWizard.by.${draft.customerBy}`)}
          </Text>
        )}
      </Table.Td>
      <Terms {...props} lacks={lacks} isForLife={isForLife} />
    </Table.Tr>
  )
}

/** As the server says it. */
function There({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const { remoteId, owner, plan, state } = draft
  return (
    <Group gap={6} mt={2}>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {[remoteId, owner, plan].filter(Boolean).join(' · ')}
      </Text>
      {state !== 'running' && (
        <Badge size="xs" variant="default" tt="none" fw={500}>
          {t(`newService.import.states.${state}`)}
        </Badge>
      )}
    </Group>
  )
}

interface TermsProps extends ProposalRowProps {
  lacks: (what: 'cycle' | 'price' | 'expiry') => string | undefined
  isForLife: boolean
}

function Terms({ draft, products, onChange, lacks, isForLife }: TermsProps) {
  const { t, i18n } = useTranslation()
  const product = products.find(({ id }) => id === draft.productId) ?? null
  return (
    <>
      <Table.Td miw={180}>
        <Select
          size="xs"
          aria-label={t('importWizard.productOf', { name: draft.name })}
          placeholder={t('newService.first.custom')}
          clearable
          searchable
          data={products.map((one) => ({
            value: one.id,
            label: localText(one.name, i18n.language) ?? one.id,
          }))}
          value={draft.productId}
          onChange={(id) => {
            const next = products.find((one) => one.id === id) ?? null
            onChange(withProduct(draft, next, draft.expiresAt))
          }}
        />
      </Table.Td>
      <Table.Td miw={130}>
        <Select
          size="xs"
          aria-label={t('importWizard.cycleOf', { name: draft.name })}
          data={CYCLES.map((cycle) => ({ value: cycle, label: t(`ui.cycle.${cycle}`) }))}
          value={draft.cycle}
          error={lacks('cycle')}
          onChange={(cycle) => onChange(withCycle(draft, product, cycle as Cycle | null))}
        />
      </Table.Td>
      <Table.Td miw={120}>
        <MoneyInput
          size="xs"
          key={`${draft.productId}-${draft.cycle}`}
          aria-label={t('newService.import.priceOf', { id: draft.remoteId })}
          value={draft.price ?? undefined}
          error={lacks('price')}
          onChange={(price) => onChange({ ...draft, price: price ?? null })}
        />
      </Table.Td>
      <Table.Td miw={190}>
        {isForLife ? (
          <Stack justify="center" h={30}>
            <Text size="sm" c="dimmed">
              {t('newService.forLife')}
            </Text>
          </Stack>
        ) : (
          <TextInput
            size="xs"
            type="datetime-local"
            aria-label={t('newService.import.expiryOf', { id: draft.remoteId })}
            value={toLocalInput(draft.expiresAt ?? '')}
            error={lacks('expiry')}
            onChange={(event) =>
              onChange({ ...draft, expiresAt: fromLocalInput(event.currentTarget.value) ?? null })
            }
          />
        )}
      </Table.Td>
    </>
  )
}
