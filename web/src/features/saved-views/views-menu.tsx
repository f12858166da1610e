import { Badge, Button, Menu, Text } from '@mantine/core'
import {
  IconBookmark,
  IconBookmarkPlus,
  IconChevronDown,
  IconDeviceFloppy,
  IconPencil,
  IconRotate2,
  IconStar,
  IconStarOff,
  IconTrash,
  IconUsers,
  IconUsersMinus,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListDefaults } from '../../ui/table/list-state.ts'
import type { ListState } from '../../ui/table/use-list-state.ts'
import { useSavedViews } from './use-saved-views.ts'
import { useViewChanges } from './use-view-changes.ts'
import { DeleteViewDialog, NameViewDialog } from './view-dialogs.tsx'
import type { SavedView, ViewScreen } from './view-requests.ts'
import { viewOf } from './view-state.ts'

interface ViewsMenuProps {
  /** The API's word for the list: `services`. */
  screen: ViewScreen
  /** What the list is called without a view: "All services". */
  allLabel: string
  list: ListState
  defaults: ListDefaults
}

type OpenDialog = 'new' | 'rename' | 'delete' | null

/** The saved views of a list: open one, save what is shown, share, prefer, rename, delete. */
export function ViewsMenu({ screen, allLabel, list, defaults }: ViewsMenuProps) {
  const { t } = useTranslation()
  const saved = useSavedViews(screen, list, defaults)
  const { open } = saved
  const changes = useViewChanges(screen)
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const shown = viewOf(list, defaults)
  const close = () => setDialog(null)
  return (
    <>
      <Menu position="bottom-start" shadow="md" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconBookmark size={14} />}
            rightSection={<IconChevronDown size={12} />}
            maw={260}
          >
            {open?.name ?? t('savedViews.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ViewItems {...saved} allLabel={allLabel} />
          <Menu.Divider />
          {saved.isChanged && open && (
            <Menu.Item leftSection={<IconRotate2 size={15} />} onClick={() => saved.show(open)}>
              {t('savedViews.discard')}
            </Menu.Item>
          )}
          {saved.isChanged && open?.mayChange && (
            <Menu.Item
              leftSection={<IconDeviceFloppy size={15} />}
              onClick={() => changes.change(open.id, shown)}
            >
              {t('savedViews.save')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconBookmarkPlus size={15} />} onClick={() => setDialog('new')}>
            {t('savedViews.saveAs')}
          </Menu.Item>
          {open && <OpenViewItems view={open} onDialog={setDialog} onChange={changes.change} />}
        </Menu.Dropdown>
      </Menu>
      {saved.isChanged && (
        <Badge variant="light" color="yellow" radius="sm" tt="none" fw={500} role="status">
          {t('savedViews.changed')}
        </Badge>
      )}
      {dialog === 'new' && (
        <NameViewDialog
          onClose={close}
          onSave={async (named) => {
            const view = await changes.create({ ...shown, ...named })
            list.change({ view: view.id, cursor: list.cursor, page: list.page }, { replace: true })
          }}
        />
      )}
      {dialog === 'rename' && open && (
        <NameViewDialog
          view={open}
          onClose={close}
          onSave={(named) => changes.changeNow(open.id, named)}
        />
      )}
      {dialog === 'delete' && open && (
        <DeleteViewDialog
          view={open}
          onClose={close}
          onDelete={async () => {
            await changes.remove(open.id)
            saved.show(null)
          }}
        />
      )}
    </>
  )
}

function ViewItems(props: ReturnType<typeof useSavedViews> & { allLabel: string }) {
  const { t } = useTranslation()
  const { views, open, show } = props
  const item = (view: SavedView) => (
    <Menu.Item
      key={view.id}
      aria-current={view.id === open?.id || undefined}
      fw={view.id === open?.id ? 600 : undefined}
      onClick={() => show(view)}
      rightSection={
        view.isDefault && <IconStar size={13} role="img" aria-label={t('savedViews.isDefault')} />
      }
    >
      {view.name}
      {!view.isMine && (
        <Text span size="xs" c="dimmed">
          {` · ${view.owner.name}`}
        </Text>
      )}
    </Menu.Item>
  )
  const mine = views.filter((view) => view.isMine)
  const others = views.filter((view) => !view.isMine)
  return (
    <>
      <Menu.Item fw={open ? undefined : 600} onClick={() => show(null)}>
        {props.allLabel}
      </Menu.Item>
      {mine.length > 0 && <Menu.Label>{t('savedViews.mine')}</Menu.Label>}
      {mine.map(item)}
      {others.length > 0 && <Menu.Label>{t('savedViews.shared')}</Menu.Label>}
      {others.map(item)}
    </>
  )
}

function OpenViewItems(props: {
  view: SavedView
  onDialog: (dialog: OpenDialog) => void
  onChange: ReturnType<typeof useViewChanges>['change']
}) {
  const { t } = useTranslation()
  const { view, onDialog, onChange } = props
  const { isDefault, isShared } = view
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{view.name}</Menu.Label>
      <Menu.Item
        leftSection={isDefault ? <IconStarOff size={15} /> : <IconStar size={15} />}
        onClick={() => onChange(view.id, { isDefault: !isDefault })}
      >
        {t(isDefault ? 'savedViews.noDefault' : 'savedViews.makeDefault')}
      </Menu.Item>
      {view.mayChange && (
        <>
          <Menu.Item
            leftSection={isShared ? <IconUsersMinus size={15} /> : <IconUsers size={15} />}
            onClick={() => onChange(view.id, { isShared: !isShared })}
          >
            {t(isShared ? 'savedViews.unshare' : 'savedViews.share')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onDialog('rename')}>
            {t('savedViews.rename')}
          </Menu.Item>
          <Menu.Item
            c="var(--mantine-color-red-text)"
            leftSection={<IconTrash size={15} />}
            onClick={() => onDialog('delete')}
          >
            {t('savedViews.delete')}
          </Menu.Item>
        </>
      )}
    </>
  )
}
