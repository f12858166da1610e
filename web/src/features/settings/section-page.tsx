import { Button, Stack } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TestMailDialog } from '../mails/test-mail-dialog.tsx'
import { RequirePermission, usePermission } from '../shell/require-permission.tsx'
import { SectionForm } from './section-form.tsx'
import { SettingsLayout } from './settings-layout.tsx'
import { sectionQuery } from './settings-requests.ts'

/** A section with the settings' navigation beside it. */
export function SectionPage({ section }: { section: string }) {
  return (
    <RequirePermission permission="settings:read">
      <SettingsLayout>
        <SectionContent section={section} />
      </SettingsLayout>
    </RequirePermission>
  )
}

function SectionContent({ section }: { section: string }) {
  const query = useQuery(sectionQuery(section))
  if (query.isError) return <ErrorState error={query.error} />
  if (query.isPending) return <LoadingState />
  return (
    <Stack gap="md">
      <SectionForm key={`${section} ${query.data.version}`} section={query.data} />
      {section === 'mail' && <TestButton />}
    </Stack>
  )
}

function TestButton() {
  const { t } = useTranslation()
  const mayTest = usePermission('settings:update')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconSend size={14} />}
        disabled={!mayTest}
        onClick={() => setOpen(true)}
      >
        {t('mails.test.title')}
      </Button>
      {isOpen && <TestMailDialog onClose={() => setOpen(false)} />}
    </>
  )
}
