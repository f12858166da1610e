import { ActionIcon, Badge, Button, Group, Menu, Stack, Text, Tooltip } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconPencil,
  IconPlus,
  IconTrash,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { localText } from '../../ui/form/schema-model.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { OptionDialog } from './option-dialog.tsx'
import {
  deleteOption,
  type Option,
  optionsQuery,
  productOptionsQuery,
  setProductOptions,
} from './option-requests.ts'

/** What a product can be ordered with: which options, in which order. */
export function ProductOptions({ productId }: { productId: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('products:update')
  const own = useQuery(productOptionsQuery(productId))
  const all = useQuery(optionsQuery)
  const [open, setOpen] = useState<Option | 'new' | null>(null)
  const [doomed, setDoomed] = useState<Option | null>(null)
  const ids = (own.data ?? []).map((option) => option.id)
  const refresh = () => queries.invalidateQueries({ queryKey: ['product'] })
  const put = useMutation({
    mutationFn: (next: string[]) => setProductOptions(productId, next),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: deleteOption,
    onSuccess: async () => {
      notifyDone(t('options.deleted'))
      setDoomed(null)
      await refresh()
    },
  })
  const full = (id: string) => all.data?.find((option) => option.id === id)
  const others = (all.data ?? []).filter((option) => !ids.includes(option.id))
  return (
    <Section
      title={t('options.title')}
      text={t('options.text')}
      aside={
        mayWrite && (
          <AddMenu
            others={others}
            onAdd={(id) => put.mutate([...ids, id])}
            onNew={() => setOpen('new')}
          />
        )
      }
    >
      <Stack gap={6}>
        {own.data?.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('options.empty')}
          </Text>
        )}
        {own.data?.map(({ id }, index) => {
          const option = full(id)
          return option ? (
            <OptionRow
              key={id}
              option={option}
              productId={productId}
              mayWrite={mayWrite}
              onEdit={() => setOpen(option)}
              onMove={(by) => put.mutate(moved(ids, index, by))}
              onTakeOff={() => put.mutate(ids.filter((one) => one !== id))}
              onDelete={() => setDoomed(option)}
            />
          ) : null
        })}
        {put.isError && <ProblemAlert error={put.error} withFields />}
      </Stack>
      {open && (
        <OptionDialog
          key={open === 'new' ? 'new' : open.id}
          option={open === 'new' ? null : open}
          onSaved={async (saved) => {
            if (open === 'new') await setProductOptions(productId, [...ids, saved.id])
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {doomed && (
        <ConfirmDialog
          title={t('options.deleteTitle', { name: doomed.key })}
          text={t('options.deleteText')}
          confirmLabel={t('options.delete')}
          isDangerous
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(doomed.id)}
          onClose={() => setDoomed(null)}
        />
      )}
    </Section>
  )
}

/** The list with one entry a place further up or down. */
function moved(ids: readonly string[], index: number, by: -1 | 1): string[] {
  const next = [...ids]
  const [one] = next.splice(index, 1)
  if (one !== undefined) next.splice(Math.max(0, index + by), 0, one)
  return next
}

interface AddMenuProps {
  others: Option[]
  onAdd: (id: string) => void
  onNew: () => void
}

function AddMenu({ others, onAdd, onNew }: AddMenuProps) {
  const { t, i18n } = useTranslation()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
        >
          {t('options.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Item leftSection={<IconPlus size={14} aria-hidden />} onClick={onNew}>
          {t('options.new')}
        </Menu.Item>
        {others.length > 0 && <Menu.Divider />}
        {others.map((option) => (
          <Menu.Item key={option.id} onClick={() => onAdd(option.id)}>
            {localText(option.label, i18n.language)}{' '}
            <Text span size="xs" c="dimmed">
              {option.key}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface OptionRowProps {
  option: Option
  productId: string
  mayWrite: boolean
  onEdit: () => void
  onMove: (by: -1 | 1) => void
  onTakeOff: () => void
  onDelete: () => void
}

function OptionRow({ option, productId, mayWrite, ...on }: OptionRowProps) {
  const { t, i18n } = useTranslation()
  const name = localText(option.label, i18n.language) ?? option.key
  const elsewhere = option.products
    .filter((product) => product.id !== productId)
    .map((product) => localText(product.name, i18n.language))
  const buttons: [string, TablerIcon, () => void][] = [
    ['up', IconArrowUp, () => on.onMove(-1)],
    ['down', IconArrowDown, () => on.onMove(1)],
    ['edit', IconPencil, on.onEdit],
    ['remove', IconX, on.onTakeOff],
    ['delete', IconTrash, on.onDelete],
  ]
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Group gap={6}>
          <Text size="sm" fw={500}>
            {name}
          </Text>
          <Badge size="xs" variant="light" color="gray" tt="none">
            {t(`options.kind.${option.kind}`)}
          </Badge>
          {option.required && (
            <Badge size="xs" variant="light" tt="none">
              {t('options.fields.required')}
            </Badge>
          )}
          {option.prices.length === 0 && (
            <Badge size="xs" variant="light" color="teal" tt="none">
              {t('options.free')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" truncate>
          <Text span inherit ff="monospace">
            {option.key}
          </Text>
          {elsewhere.length > 0 && (
            <> · {t('options.alsoIn', { products: elsewhere.join(', ') })}</>
          )}
        </Text>
      </div>
      {mayWrite && (
        <Group gap={2} wrap="nowrap">
          {buttons.map(([act, Icon, onClick]) => (
            <Tooltip key={act} label={t(`options.${act}`)}>
              <ActionIcon
                variant="subtle"
                size="sm"
                color={act === 'delete' ? 'red' : 'gray'}
                aria-label={`${t(`options.${act}`)}: ${name}`}
                onClick={onClick}
              >
                <Icon size={15} stroke={1.7} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ))}
        </Group>
      )}
    </Group>
  )
}
