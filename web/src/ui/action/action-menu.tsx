import { Button, Group, Menu, Tooltip } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionDialog } from './action-dialog.tsx'
import { type ActionContext, type ActionOffer, verbOf } from './action-types.ts'

interface ActionMenuProps extends ActionContext {
  actions: ActionOffer[]
  /** Verbs that stand as buttons beside the menu, in this order. */
  asButtons?: string[]
  /** Further entries below the actions: `Menu.Item`s. */
  more?: ReactNode
}

/** Every action the server names: the possible ones to click, the others with their reason. */
export function ActionMenu({ actions, asButtons = [], more, ...context }: ActionMenuProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<ActionOffer | null>(null)
  const buttons = asButtons.flatMap((verb) => actions.filter((offer) => verbOf(offer.id) === verb))
  const entries = actions.filter((offer) => !buttons.includes(offer))
  return (
    <Group gap={6}>
      {buttons.map((offer) => (
        <ActionButton key={offer.id} offer={offer} {...context} />
      ))}
      {(entries.length > 0 || more) && (
        <Menu position="bottom-end" shadow="md" width={250}>
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} />}>
              {t('ui.action.menu')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown style={{ maxHeight: 'min(620px, 80dvh)', overflowY: 'auto' }}>
            <ActionItems actions={entries} onOpen={setOpen} {...context} />
            {entries.length > 0 && more && <Menu.Divider />}
            {more}
          </Menu.Dropdown>
        </Menu>
      )}
      {open && <ActionDialog offer={open} onClose={() => setOpen(null)} {...context} />}
    </Group>
  )
}

interface ActionItemsProps extends ActionContext {
  actions: ActionOffer[]
  onOpen: (offer: ActionOffer) => void
}

/** The entries alone, for a menu that is there already (a row's). */
export function ActionItems({ actions, onOpen, ...context }: ActionItemsProps) {
  const groups = [...new Set(actions.map((offer) => groupOf(offer, context)))]
  return groups.map((group, index) => (
    <div key={group}>
      {index > 0 && <Menu.Divider />}
      {actions
        .filter((offer) => groupOf(offer, context) === group)
        .map((offer) => (
          <ActionItem key={offer.id} offer={offer} onOpen={onOpen} {...context} />
        ))}
    </div>
  ))
}

function groupOf(offer: ActionOffer, { looks }: ActionContext): string {
  const look = looks?.[verbOf(offer.id)]
  return look?.group ?? (look?.isDangerous ? 'danger' : 'main')
}

function ActionItem(
  props: ActionContext & { offer: ActionOffer; onOpen: (offer: ActionOffer) => void },
) {
  const { t } = useTranslation()
  const { offer, onOpen, texts, looks } = props
  const verb = verbOf(offer.id)
  const look = looks?.[verb]
  const Icon = look?.icon
  const item = (
    <Menu.Item
      c={look?.isDangerous && offer.allowed ? 'var(--mantine-color-red-text)' : undefined}
      leftSection={Icon ? <Icon size={15} stroke={1.7} /> : undefined}
      aria-disabled={!offer.allowed}
      aria-description={offer.reason?.text}
      closeMenuOnClick={offer.allowed}
      style={offer.allowed ? undefined : { opacity: 0.5, cursor: 'not-allowed' }}
      onClick={() => offer.allowed && onOpen(offer)}
    >
      {t(`${texts}.${verb}.label`)}
    </Menu.Item>
  )
  return offer.allowed ? (
    item
  ) : (
    <Tooltip label={reasonOf(offer, t)} position="left">
      {item}
    </Tooltip>
  )
}

function reasonOf(offer: ActionOffer, t: TFunction): string {
  return offer.reason?.text ?? t('ui.action.notPossible')
}

interface ActionButtonProps extends ActionContext {
  offer: ActionOffer
  variant?: 'filled' | 'default' | 'light'
  /** Other words than the action's own, where what it does depends on the place. */
  label?: string
}

/** One action as a button. A refused one stays focusable, so that its reason can be read. */
export function ActionButton(props: ActionButtonProps) {
  const { offer, variant = 'default', label, ...context } = props
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const verb = verbOf(offer.id)
  const Icon = context.looks?.[verb]?.icon
  const button = (
    <Button
      variant={variant}
      leftSection={Icon ? <Icon size={15} stroke={1.7} /> : undefined}
      aria-disabled={!offer.allowed}
      data-disabled={!offer.allowed || undefined}
      onClick={(event) => (offer.allowed ? setOpen(true) : event.preventDefault())}
    >
      {label ?? t(`${context.texts}.${verb}.label`)}
    </Button>
  )
  return (
    <>
      {offer.allowed ? button : <Tooltip label={reasonOf(offer, t)}>{button}</Tooltip>}
      {isOpen && <ActionDialog offer={offer} onClose={() => setOpen(false)} {...context} />}
    </>
  )
}
