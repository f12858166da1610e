import { Button, SimpleGrid, Stack } from '@mantine/core'
import { IconPlayerPause, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionMenu } from '../../../../src/ui/action/action-menu.tsx'
import { SchemaForm } from '../../../../src/ui/form/schema-form.tsx'
import { initialValues } from '../../../../src/ui/form/schema-values.ts'
import { OperationProgress } from '../../../../src/ui/operation/operation-progress.tsx'
import { HistoryList } from '../../../../src/ui/page/history-list.tsx'
import { PageHeader } from '../../../../src/ui/page/page-header.tsx'
import { Section } from '../../../../src/ui/page/section.tsx'
import { PanelView } from '../../../../src/ui/panel/panel-view.tsx'
import { ExpiryBadge } from '../../../../src/ui/value/expiry-badge.tsx'
import { StatusBadge } from '../../../../src/ui/value/status-badge.tsx'
import { ACTIONS, FORM, HISTORY, PANEL } from '../../../made-up-service.ts'

/** A service's page made of the pieces. */
export default function PieceServicePage() {
  const [tab, setTab] = useState<string | null>(null)
  const [values, setValues] = useState(() => initialValues(FORM))
  return (
    <Stack gap="md">
      <PageHeader
        title="Game server M 42"
        parents={[{ label: 'Services', to: '/admin/pieces/list' }]}
        badges={
          <>
            <StatusBadge kind="service" status="active" />
            <ExpiryBadge expiresAt={new Date(Date.now() + 8 * 86_400_000).toISOString()} />
          </>
        }
        subtitle="#1042 · Café Pixel"
        primary={<Button>Renew</Button>}
        secondary={
          <ActionMenu
            actions={ACTIONS}
            subject={{
              type: 'service',
              name: 'Game server M 42',
              href: '/api/v1/admin/services/1',
            }}
            texts="services.actions"
            looks={{
              suspend: { icon: IconPlayerPause },
              terminate: { icon: IconTrash, isDangerous: true, isTyped: true },
            }}
            asButtons={['suspend']}
          />
        }
      />
      <OperationProgress
        operation={{
          id: '1',
          kind: 'reinstall',
          state: 'running',
          attempts: 2,
          startedAt: new Date(Date.now() - 65_000).toISOString(),
          progress: { percent: 40, text: 'Copying the image' },
        }}
      />
      <PanelView
        panel={PANEL}
        tab={tab}
        onTab={setTab}
        calls={{
          name: 'Game server M 42',
          runAction: async () => ({
            message: { en: 'The server restarts.', fr: 'Le serveur redémarre.' },
          }),
          loadChoices: async () => [],
          reveal: async () => ({ value: 'tr0ub4dor&3' }),
        }}
      />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section title="Form">
          <SchemaForm
            schema={FORM}
            values={values}
            onChange={setValues}
            errors={{ '/image': 'This image is not on the server.' }}
            storedSecrets={['token']}
          />
        </Section>
        <Section title="History">
          <HistoryList entries={HISTORY} />
        </Section>
      </SimpleGrid>
    </Stack>
  )
}
